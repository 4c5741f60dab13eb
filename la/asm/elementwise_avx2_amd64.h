// Steps of the elementary functions: the arithmetic of elementwise_generic.go with
// fused multiply-adds, which make up for the low part of e^-|x| that is carried
// there. Constants are fields of the Go struct elementTable. A header for the
// element type gives the names; the file defines PREPARE, which loads constants
// once a call, and KERNEL(EACH), the steps from source to result in the first
// register of a vector. A step is a macro of the three registers that a vector
// has, and EACH applies it to three vectors or to one: step by step, since the
// chains of dependent instructions would fill the queues of the processor one by one.

#define SRC SI
#define DST DI
#define N CX
#define MASK AX

#define THREE(STEP) \
	STEP(Y0, Y1, Y2); \
	STEP(Y3, Y4, Y5); \
	STEP(Y6, Y7, Y8)
#define SINGLE(STEP) STEP(Y0, Y1, Y2)

// shared by the vectors
#define T0 Y9
#define T1 Y10
#define T2 Y11
#define T3 Y12
#define T4 Y13

#define ROUND Y14
#define ONE Y15

// REDUCE: r = x - k ln2, x in r. The low bits of k hold the biased exponent of
// 2^k, of 2^(k+64) if round is roundLow and of 2^(k-64) if it is roundHigh: far
// from 1 the powers themselves would be subnormal or infinite.
#define REDUCE(round, r, k) \
	VMOVAPS round, k; \
	VFMA    TABLE+elementTable_log2e(SB), r, k; \
	VMINUS  round, k, T0; \
	VFNMA   TABLE+elementTable_ln2Hi(SB), T0, r; \
	VFNMA   TABLE+elementTable_ln2Lo(SB), T0, r

// EXP: p = e^r.
#define EXP(_, p, k) \
	VMULT p, p, T4; \
	POLY(TABLE+elementTable_exp, p, T4); \
	VFMA  T1, T4, p; \
	VPLUS ONE, p, p

// MINUS: r = -|x|, not below expMin, then reduced.
#define MINUS(x, r, k) \
	VORPS   TABLE+elementTable_sign(SB), x, r; \
	VLOAD   TABLE+elementTable_expMin(SB), T0; \
	VLARGER r, T0, r; \
	REDUCE(ROUND, r, k)

// LOADMINUS loads what MINUS and POWERMINUS need.
#define LOADMINUS \
	VLOAD TABLE+elementTable_roundLow(SB), ROUND; \
	VLOAD TABLE+elementTable_one(SB), ONE

// POWERMINUS: p *= 2^k; only the last product can round, to a subnormal number.
#define POWERMINUS(_, p, k) \
	VISHL $MANTISSA, k, k; \
	VMULT k, p, p; \
	VMULT TABLE+elementTable_low(SB), p, p
