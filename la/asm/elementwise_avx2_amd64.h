// Steps of the elementary functions on one vector: the arithmetic of
// elementwise_generic.go with fused multiply-adds, which make up for the low part
// of e^-|x| that is carried there. Constants are fields of the
// Go struct elementTable. A header for the element type gives the names; the
// file defines PREPARE, which loads constants once a call, and KERNEL, which
// maps Y0 to Y0 and may use Y1 to Y7 and Y15.

#define SRC SI
#define DST DI
#define N CX
#define MASK AX

#define ROUND Y8
#define LOG2E Y9
#define LN2HI Y10
#define LN2LO Y11
#define ONE Y12
#define SIGN Y13 // of the others
#define MOST Y13 // of exp
#define LEAST Y14

// REDUCE: Y0 = x becomes r; the low bits of Y1 are k: x = k ln2 + r.
#define REDUCE \
	VMOVAPS ROUND, Y1; \
	VFMA    LOG2E, Y0, Y1; \
	VMINUS  ROUND, Y1, Y2; \
	VFNMA   LN2HI, Y2, Y0; \
	VFNMA   LN2LO, Y2, Y0

// EXPTAIL: Y2 = c(r), r in Y0. Overwrites Y3 to Y7.
#define EXPTAIL \
	POLY(TABLE+elementTable_exp); \
	VMULT Y3, Y2, Y2

// POW2: Y1 = 2^k, k in the low bits of Y1 and within a normal number's exponents.
#define POW2 \
	VISHL $MANTISSA, Y1, Y1; \
	VIADD ONE, Y1, Y1

// POW2HALVES: Y1*Y4 = 2^k for any k that REDUCE can give.
#define POW2HALVES \
	VPSRAD $1, Y1, Y4; \
	VPSUBD Y4, Y1, Y1; \
	POW2; \
	VISHL  $MANTISSA, Y4, Y4; \
	VIADD  ONE, Y4, Y4

// EXPMINUS: Y2 = e^-|x|, x in Y0.
#define EXPMINUS \
	VORPS   SIGN, Y0, Y0; \
	VLARGER Y0, LEAST, Y0; \
	REDUCE; \
	EXPTAIL; \
	VPLUS   Y2, Y0, Y2; \
	VPLUS   ONE, Y2, Y2; \
	POW2HALVES; \
	VMULT   Y4, Y2, Y2; \
	VMULT   Y1, Y2, Y2
