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
#undef EXPTAIL

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

#define EXPTAIL \
	VMULT Y0, Y0, Y3; \
	VLOAD TABLE+elementTable_c3(SB), Y2; \
	VFMAL TABLE+elementTable_half(SB), Y0, Y2; \
	VLOAD TABLE+elementTable_c5(SB), Y4; \
	VFMAL TABLE+elementTable_c4(SB), Y0, Y4; \
	VFMA  TABLE+elementTable_c6(SB), Y3, Y4; /* c4 .. c6 r^2 */ \
	VFMA  Y4, Y3, Y2; \
	VMULT Y3, Y2, Y2
