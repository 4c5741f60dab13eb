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

// POLY: Y2 = 1/2 + c3 r + c4 r^2 + .., r in Y0.
#define POLY \
	VLOAD TABLE+elementTable_c11(SB), Y2; \
	VFMAL TABLE+elementTable_c10(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_c9(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_c8(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_c7(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_c6(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_c5(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_c4(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_c3(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_half(SB), Y0, Y2
