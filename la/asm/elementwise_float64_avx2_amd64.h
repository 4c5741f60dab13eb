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
#define VCOMPARE VCMPPD
#define VISHL VPSLLQ

// POLY: T1 = P(x) with the ten coefficients at a, z = x^2. Overwrites T2. Even and
// odd powers apart: the chain of dependent instructions costs time, too.
#define POLY(a, x, z) \
	VLOAD a+256(SB), T1; \
	VLOAD a+288(SB), T2; \
	VFMAL a+192(SB), z, T1; \
	VFMAL a+224(SB), z, T2; \
	VFMAL a+128(SB), z, T1; \
	VFMAL a+160(SB), z, T2; \
	VFMAL a+64(SB), z, T1; \
	VFMAL a+96(SB), z, T2; \
	VFMAL a+0(SB), z, T1; \
	VFMAL a+32(SB), z, T2; \
	VFMA  T2, x, T1
