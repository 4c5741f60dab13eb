// gemm_width1_avx512_amd64.h's names for two vectors of columns.

#define V 2

#define LOADB \
	VLOAD   (B), B0; \
	VLOAD.Z 64(B), TAIL, B1

#define FMAS(z0, z1, z2) \
	FMA(B0, z0); \
	FMA(B1, z1)

#define FETCHC(row) \
	PREFETCHT0 (row); \
	PREFETCHT0 64(row); \
	PREFETCHT0 127(row)

#define PUT(z0, z1, z2) \
	VMULT ALPHA, z0, z0; \
	VMULT ALPHA, z1, z1; \
	VLOAD z0, (C); \
	VLOAD z1, TAIL, 64(C)

#define UPDATE(z0, z1, z2) \
	HOLD(z0, z1, z2); \
	PUTLAST(z1, 1)

#define HOLD(z0, z1, z2) \
	NEWROW; \
	WHOLE(z0, 0); \
	LAST(z1, 1)

#define STORE(z0, z1, z2) PUTLAST(z1, 1)
