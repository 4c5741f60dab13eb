// A strip of one vector of columns.

#define V 1

#define LOADB VLOAD.Z (B), TAIL, B0

#define FMAS(z0, z1, z2) FMA(B0, z0)

#define FETCHC(row) \
	PREFETCHT0 (row); \
	PREFETCHT0 63(row)

// PUT: C's row = alpha*row
#define PUT(z0, z1, z2) \
	VMULT ALPHA, z0, z0; \
	VLOAD z0, TAIL, (C)

#define UPDATE(z0, z1, z2) \
	HOLD(z0, z1, z2); \
	PUTLAST(z0, 0)

// HOLD is UPDATE without the last store, STORE that.
#define HOLD(z0, z1, z2) \
	NEWROW; \
	LAST(z0, 0)

#define STORE(z0, z1, z2) PUTLAST(z0, 0)
