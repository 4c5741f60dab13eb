// elementwise_float64_avx2_amd64.h's names for float32; comes second in a file.

#include "float32_avx2_amd64.h"

#undef VCOMPARE
#undef TABLE
#undef MANTISSA
#undef VMINUS
#undef VOVER
#undef VFNMA
#undef VFMMINUS
#undef VLARGER
#undef VSMALLER
#undef VCHOOSE
#undef VISHL
#undef POLY

#define TABLE ·element32
#define MANTISSA 23
#define VMINUS VSUBPS
#define VOVER VDIVPS
#define VFNMA VFNMADD231PS
#define VFMMINUS VFMSUB231PS
#define VLARGER VMAXPS
#define VSMALLER VMINPS
#define VCHOOSE VBLENDVPS
#define VCOMPARE VCMPPS
#define VISHL VPSLLD

#define POLY(a, x, z) \
	VLOAD a+32(SB), T1; \
	VFMAL a+0(SB), x, T1; \
	VLOAD a+96(SB), T2; \
	VFMAL a+64(SB), x, T2; \
	VFMA  a+128(SB), z, T2; /* coefficients 2 to 4 */ \
	VFMA  T2, z, T1
