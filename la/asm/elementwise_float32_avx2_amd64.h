// elementwise_float64_avx2_amd64.h's names for float32; comes second in a file.

#include "float32_avx2_amd64.h"

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
#undef VIADD
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
#define VISHL VPSLLD
#define VIADD VPADDD

#define POLY(a) \
	VMULT Y0, Y0, Y3; \
	VLOAD a+32(SB), Y2; \
	VFMAL a+0(SB), Y0, Y2; \
	VLOAD a+96(SB), Y4; \
	VFMAL a+64(SB), Y0, Y4; \
	VFMA  a+128(SB), Y3, Y4; /* coefficients 2 to 4 */ \
	VFMA  Y4, Y3, Y2
