// elementwise_float64_avx512_amd64.h's names for float32; comes second in a file.

#undef LANES
#undef TABLE
#undef WIDE
#undef ROUND16
#undef VLOAD
#undef VLOADZ
#undef VBCAST
#undef VFMA
#undef VFMAL
#undef VFMALB
#undef VFNMA
#undef VMULT
#undef VOVER
#undef VPLUS
#undef VMINUS
#undef VLARGER
#undef VSMALLER
#undef VCHOOSE
#undef VSIGNS
#undef VSCALE
#undef VRCP
#undef LOADEXP
#undef STEP
#undef EXPM1
#undef RECIPROCAL

#define LANES 16
#define TABLE ·element32
#define WIDE ·wide32
#define ROUND16 elementWide32_round
#define VLOAD VMOVUPS
#define VLOADZ VMOVUPS.Z
#define VBCAST VBROADCASTSS
#define VFMA VFMADD231PS
#define VFMAL VFMADD213PS
#define VFMALB VFMADD213PS.BCST
#define VFNMA VFNMADD231PS
#define VMULT VMULPS
#define VOVER VDIVPS
#define VPLUS VADDPS
#define VMINUS VSUBPS
#define VLARGER VMAXPS
#define VSMALLER VMINPS
#define VCHOOSE VBLENDMPS
#define VSIGNS VPMOVD2M
#define VSCALE VSCALEFPS
#define VRCP VRCP14PS

#define LOADEXP \
	VLOAD  WIDE+elementWide32_steps(SB), STEPS; \
	VBCAST WIDE+elementWide32_exp(SB), C0; \
	VBCAST WIDE+elementWide32_exp+4(SB), C1

#define STEP VPERMPS STEPS, Z1, Z1

#define EXPM1 \
	VMULT   Z0, Z0, Z4; \
	VMOVAPS C1, Z3; \
	VFMAL   C0, Z0, Z3; \
	VFMAL   Z0, Z4, Z3

// to 28 bits
#define RECIPROCAL \
	VRCP    Z5, Z4; \
	VMOVAPS ONE, Z7; \
	VFNMA   Z4, Z5, Z7; \
	VFMAL   Z4, Z7, Z4
