// Steps of the elementary functions: the arithmetic of elementwise_generic.go with
// fused multiply-adds, which make up for the low part of e^-|x| that is carried
// there. Constants are fields of the Go struct elementTable. A header for the
// element type gives the names; the file defines KERNEL(EACH), the steps from
// source to result in the first register of a vector. A step is a macro of the
// three registers that a vector has, and EACH applies it to four vectors or to one:
// step by step, since the chains of dependent instructions would fill the queues
// of the processor one by one.

#define SRC SI
#define DST DI
#define N CX
#define MASK AX

#define FOUR(STEP) \
	STEP(Y0, Y1, Y2); \
	STEP(Y3, Y4, Y5); \
	STEP(Y6, Y7, Y8); \
	STEP(Y9, Y10, Y11)
#define SINGLE(STEP) STEP(Y0, Y1, Y2)

// shared by the vectors
#define T0 Y12
#define T1 Y13
#define T2 Y14
#define T3 Y15

// REDUCTION: r = x - k ln2, x in r. The low bits of k become the biased exponent
// of 2^k; of 2^(k+64) if k came with roundLow and of 2^(k-64) if it came with
// roundHigh, as it does far from 1, where the powers themselves would be
// subnormal or infinite.
#define REDUCTION(EACH) \
	VLOAD TABLE+elementTable_log2e(SB), T1; \
	VLOAD TABLE+elementTable_ln2Hi(SB), T2; \
	VLOAD TABLE+elementTable_ln2Lo(SB), T3; \
	EACH(REDUCE)
#define REDUCE(_, r, k) \
	VMOVAPS k, T0; \
	VFMA    T1, r, k; \
	VMINUS  T0, k, T0; \
	VFNMA   T2, T0, r; \
	VFNMA   T3, T0, r

// EXP: p = e^r, T3 = 1.
#define EXP(_, p, k) \
	VMULT p, p, T0; \
	POLY(TABLE+elementTable_exp, p, T0); \
	VFMA  T1, T0, p; \
	VPLUS T3, p, p

// EXPMINUS: r = e^-|x|. T3 is 1 afterwards.
#define EXPMINUS(EACH) \
	VLOAD TABLE+elementTable_sign(SB), T0; \
	VLOAD TABLE+elementTable_expMin(SB), T1; \
	VLOAD TABLE+elementTable_roundLow(SB), T2; \
	EACH(MINUS); \
	REDUCTION(EACH); \
	VLOAD TABLE+elementTable_one(SB), T3; \
	EACH(EXP); \
	VLOAD TABLE+elementTable_low(SB), T0; \
	EACH(POWER)
#define MINUS(x, r, k) \
	VORPS   T0, x, r; \
	VLARGER r, T1, r; \
	VMOVAPS T2, k
#define POWER(_, r, k) \
	VISHL $MANTISSA, k, k; \
	VMULT k, r, r; \
	VMULT T0, r, r // only this product can round, to a subnormal number
