// Steps of the elementary functions. A header for the element type gives the
// names; the file defines PREPARE, which loads constants once a call, and
// KERNEL(EACH), the steps from source to result in the first register of a
// vector. A step is a macro of the four registers that a vector has, and EACH
// applies it to four vectors or to one: step by step, since the chains of
// dependent instructions would fill the queues of the processor one by one.

#define SRC SI
#define DST DI
#define N CX
#define MASK AX

#define FOUR(STEP) \
	STEP(Z0, Z1, Z2, Z3); \
	STEP(Z4, Z5, Z6, Z7); \
	STEP(Z8, Z9, Z10, Z11); \
	STEP(Z12, Z13, Z14, Z15)
#define SINGLE(STEP) STEP(Z0, Z1, Z2, Z3)

// shared by the vectors
#define T0 Z28
#define T1 Z29
#define T2 Z30
#define T3 Z31

#define ROUND Z16
#define LOG2E Z17
#define LN2HI Z18
#define LN2LO Z19
#define ONE Z20
#define C2 Z21
#define STEPS Z22
#define STEPS8 Z23
#define RESTS Z24
#define RESTS8 Z25
#define BOUND Z26
#define BOUND2 Z27

// LOADREDUCE loads what REDUCE and EXPM1 need.
#define LOADREDUCE \
	VBCAST WIDE_round(SB), ROUND; \
	VBCAST TABLE+elementTable_log2e(SB), LOG2E; \
	VBCAST TABLE+elementTable_ln2Hi(SB), LN2HI; \
	VBCAST TABLE+elementTable_ln2Lo(SB), LN2LO; \
	VBCAST TABLE+elementTable_one(SB), ONE; \
	LOADEXP

// REDUCE: r = x - n ln2 with n a multiple of 1/16 whose fraction is in the low
// bits of j; x is in r.
#define REDUCE(_, r, j, n) \
	VMOVAPS ROUND, j; \
	VFMA    LOG2E, r, j; \
	VMINUS  ROUND, j, n; \
	VFNMA   LN2HI, n, r; \
	VFNMA   LN2LO, n, r

// EXPM1: r = e^r - 1.
#define EXPM1(_, r, j, n) \
	EXPTAIL(r); \
	VFMA T1, T0, r

// POWER: p = 2^n (1 + p).
#define POWER(_, p, j, n) \
	POW2(j, j); \
	VFMAL  j, j, p; \
	VSCALE n, p, p

// ADDREST: p += what 2^(j/16) lacks, relative to it.
#define ADDREST(_, p, j, n) \
	POW2REST(j, T0); \
	VPLUS T0, p, p

// MINUS: r = -|x|, not below BOUND.
#define MINUS(x, r, j, n) \
	VORB    TABLE+elementTable_sign(SB), x, r; \
	VLARGER r, BOUND, r
