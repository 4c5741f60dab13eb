// The names that elementwise_avx2_amd64.h needs, for float64.

#include "float64_avx2_amd64.h"

#define TABLE ·element64
#define MANTISSA 52 // bits
#define VMINUS VSUBPD // dst = src3 - src2 in Go's order: VMINUS b, a, a-b
#define VOVER VDIVPD // VOVER b, a, a/b
#define VFNMA VFNMADD231PD // dst -= src2*src3
#define VFMMINUS VFMSUB231PD // dst = src2*src3 - dst
#define VLARGER VMAXPD // the first operand if one is NaN
#define VSMALLER VMINPD
#define VCHOOSE VBLENDVPD // VCHOOSE mask, b, a, dst: b where mask is negative
#define VISHL VPSLLQ
#define VIADD VPADDQ

// EXPTAIL: Y2 = c(r), r in Y0. Overwrites Y3 to Y7. Estrin's scheme: the chain
// of dependent instructions, not their number, is what costs time.
#define EXPTAIL \
	VMULT Y0, Y0, Y3; /* r^2 */ \
	VLOAD TABLE+elementTable_c3(SB), Y2; \
	VFMAL TABLE+elementTable_half(SB), Y0, Y2; \
	VLOAD TABLE+elementTable_c5(SB), Y4; \
	VFMAL TABLE+elementTable_c4(SB), Y0, Y4; \
	VLOAD TABLE+elementTable_c7(SB), Y5; \
	VFMAL TABLE+elementTable_c6(SB), Y0, Y5; \
	VLOAD TABLE+elementTable_c9(SB), Y6; \
	VFMAL TABLE+elementTable_c8(SB), Y0, Y6; \
	VLOAD TABLE+elementTable_c11(SB), Y7; \
	VFMAL TABLE+elementTable_c10(SB), Y0, Y7; \
	VFMA  Y4, Y3, Y2; /* 1/2 .. c5 r^3 */ \
	VFMA  Y6, Y3, Y5; /* c6 .. c9 r^3 */ \
	VMULT Y3, Y3, Y4; /* r^4 */ \
	VFMA  Y7, Y4, Y5; /* c6 .. c11 r^5 */ \
	VFMA  Y5, Y4, Y2; \
	VMULT Y3, Y2, Y2
