// gemm_width1_avx512_amd64.h's names for three vectors of columns.

#define V 3

#define LOADB \
	VLOAD   (B), B0; \
	VLOAD   64(B), B1; \
	VLOAD.Z 128(B), TAIL, B2

#define FMAS(z0, z1, z2) \
	FMA(B0, z0); \
	FMA(B1, z1); \
	FMA(B2, z2)

#define FETCHC(row) \
	PREFETCHT0 (row); \
	PREFETCHT0 64(row); \
	PREFETCHT0 128(row); \
	PREFETCHT0 191(row)

#define PUT(z0, z1, z2) \
	VMULT ALPHA, z0, z0; \
	VMULT ALPHA, z1, z1; \
	VMULT ALPHA, z2, z2; \
	VLOAD z0, (C); \
	VLOAD z1, 64(C); \
	VLOAD z2, TAIL, 128(C)

#define UPDATE(z0, z1, z2) \
	HOLD(z0, z1, z2); \
	PUTLAST(z2, 2)

#define HOLD(z0, z1, z2) \
	NEWROW; \
	WHOLE(z0, 0); \
	WHOLE(z1, 1); \
	LAST(z2, 2)

#define STORE(z0, z1, z2) PUTLAST(z2, 2)
