// gemm_width1_avx2_amd64.h's names for two vectors of columns.

#define V 2

#define LOADB \
	VLOAD (B), B0; \
	LOADLAST(32(B), B1)

#define FMAS(y0, y1) \
	VFMA B0, X, y0; \
	VFMA B1, X, y1

#define FETCHC(row) \
	PREFETCHT0 (row); \
	PREFETCHT0 63(row)

#define PUT(y0, y1) \
	VMULT ALPHA, y0, y0; \
	VMULT ALPHA, y1, y1; \
	VLOAD y0, (C); \
	PUTLAST(y1, 32(C))

#define UPDATE(y0, y1) \
	ADD(y0, (C)); \
	ADDLAST(y1, 32(C))
