// Steps of the elementary functions on one vector: the arithmetic of
// elementwise_generic.go with fused multiply-adds. Constants are fields of the
// Go struct elementTable. A header for the element type gives the names; the
// file defines KERNEL, which maps Y0 to Y0 and may use Y1 to Y13 and Y15.

#define SRC SI
#define DST DI
#define N CX
#define MASK AX

// REDUCE: Y0 = x becomes r; the low bits of Y1 are k: x = k ln2 + r.
#define REDUCE \
	VLOAD  TABLE+elementTable_round(SB), Y1; \
	VFMA   TABLE+elementTable_log2e(SB), Y0, Y1; \
	VMINUS TABLE+elementTable_round(SB), Y1, Y2; \
	VFNMA  TABLE+elementTable_ln2Hi(SB), Y2, Y0; \
	VFNMA  TABLE+elementTable_ln2Lo(SB), Y2, Y0

// EXPTAIL: Y2 = c(r), r in Y0. Overwrites Y3.
#define EXPTAIL \
	POLY; \
	VMULT Y0, Y0, Y3; \
	VMULT Y3, Y2, Y2

// POW2: Y1 = 2^k, k in the low bits of Y1 and within a normal number's exponents.
#define POW2 \
	VISHL $MANTISSA, Y1, Y1; \
	VIADD TABLE+elementTable_one(SB), Y1, Y1

// POW2HALVES: Y1*Y4 = 2^k for any k that REDUCE can give.
#define POW2HALVES \
	VPSRAD $1, Y1, Y4; \
	VPSUBD Y4, Y1, Y1; \
	POW2; \
	VISHL  $MANTISSA, Y4, Y4; \
	VIADD  TABLE+elementTable_one(SB), Y4, Y4
