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

#define POLY \
	VLOAD TABLE+elementTable_c6(SB), Y2; \
	VFMAL TABLE+elementTable_c5(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_c4(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_c3(SB), Y0, Y2; \
	VFMAL TABLE+elementTable_half(SB), Y0, Y2
