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

// POLY: Y2 = P(Y0) with the ten coefficients at a, Y3 = Y0^2. Overwrites Y4 to
// Y7. Estrin's scheme: the chain of dependent instructions costs time, too.
#define POLY(a) \
	VMULT Y0, Y0, Y3; \
	VLOAD a+32(SB), Y2; \
	VFMAL a+0(SB), Y0, Y2; \
	VLOAD a+96(SB), Y4; \
	VFMAL a+64(SB), Y0, Y4; \
	VLOAD a+160(SB), Y5; \
	VFMAL a+128(SB), Y0, Y5; \
	VLOAD a+224(SB), Y6; \
	VFMAL a+192(SB), Y0, Y6; \
	VLOAD a+288(SB), Y7; \
	VFMAL a+256(SB), Y0, Y7; \
	VFMA  Y4, Y3, Y2; /* coefficients 0 to 3 */ \
	VFMA  Y6, Y3, Y5; /* 4 to 7 */ \
	VMULT Y3, Y3, Y4; \
	VFMA  Y7, Y4, Y5; /* 4 to 9 */ \
	VFMA  Y5, Y4, Y2
