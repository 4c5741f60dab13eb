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

// POLY: T1 = P(x) with the ten coefficients at a, z = x^2; z may be T0. Overwrites
// T0 to T3. Estrin's scheme: the chain of dependent instructions costs time, too.
#define POLY(a, x, z) \
	VLOAD a+32(SB), T1; \
	VFMAL a+0(SB), x, T1; \
	VLOAD a+96(SB), T2; \
	VFMAL a+64(SB), x, T2; \
	VFMA  T2, z, T1; /* coefficients 0 to 3 */ \
	VLOAD a+160(SB), T2; \
	VFMAL a+128(SB), x, T2; \
	VLOAD a+224(SB), T3; \
	VFMAL a+192(SB), x, T3; \
	VFMA  T3, z, T2; /* 4 to 7 */ \
	VLOAD a+288(SB), T3; \
	VFMAL a+256(SB), x, T3; \
	VMULT z, z, T0; \
	VFMA  T3, T0, T2; /* 4 to 9 */ \
	VFMA  T2, T0, T1
