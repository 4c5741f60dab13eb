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

#define LOADREDUCE \
	VLOAD TABLE+elementTable_round(SB), ROUND; \
	VLOAD TABLE+elementTable_one(SB), ONE

// REDUCE: r = x - k ln2, x in r; k is in the low bits of its element.
#define REDUCE(_, r, k) \
	VMOVAPS ROUND, k; \
	VFMA    TABLE+elementTable_log2e(SB), r, k; \
	VMINUS  ROUND, k, T0; \
	VFNMA   TABLE+elementTable_ln2Hi(SB), T0, r; \
	VFNMA   TABLE+elementTable_ln2Lo(SB), T0, r

// EXP: p = e^r.
#define EXP(_, p, k) \
	VMULT p, p, T4; \
	POLY(TABLE+elementTable_exp, p, T4); \
	VFMA  T1, T4, p; \
	VPLUS ONE, p, p

// POW2: k = 2^k for the exponent of a normal number.
#define POW2(k) \
	VISHL $MANTISSA, k, k; \
	VIADD ONE, k, k

// SCALE: p *= 2^k for any k that REDUCE can give.
#define SCALE(_, p, k) \
	VPSRAD $1, k, T0; \
	VPSUBD T0, k, k; \
	POW2(T0); \
	POW2(k); \
	VMULT  T0, p, p; \
	VMULT  k, p, p

// MINUS: r = -|x|, not below expMin.
#define MINUS(x, r, k) \
	VORPS   TABLE+elementTable_sign(SB), x, r; \
	VLOAD   TABLE+elementTable_expMin(SB), T0; \
	VLARGER r, T0, r
