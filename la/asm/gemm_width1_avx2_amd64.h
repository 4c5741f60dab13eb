// A strip of one vector of columns.

#define V 1

#define LOADB LOADLAST((B), B0)

#define FMAS(y0, y1) VFMA B0, X, y0

#define FETCHC(row) \
	PREFETCHT0 (row); \
	PREFETCHT0 31(row)

// PUT: C's row = alpha*row
#define PUT(y0, y1) \
	VMULT ALPHA, y0, y0; \
	PUTLAST(y0, (C))

// UPDATE: C's row = alpha*row + beta*C's row
#define UPDATE(y0, y1) ADDLAST(y0, (C))
