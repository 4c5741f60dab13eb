// elementwise_float64_avx512_amd64.h's names for float32; comes second in a file.

#undef LANES
#undef VCOMPARE
#undef VMASKZ
#undef TABLE
#undef WIDE_round
#undef VLOAD
#undef VLOADZ
#undef VBCAST
#undef VFMA
#undef VFMAB
#undef VFMAL
#undef VFMALB
#undef VFNMA
#undef VMULT
#undef VOVER
#undef VPLUS
#undef VMINUS
#undef VLARGER
#undef VSMALLER
#undef VORB
#undef VANDB
#undef VTERNARYB
#undef VCHOOSE
#undef VSIGNS
#undef VSCALE
#undef LOADEXP
#undef POW2
#undef POW2REST
#undef EXPTAIL
#undef LOG1P
#undef INVERSE
#undef LOGARITHM

#define LANES 16
#define TABLE ·element32
#define WIDE_round ·wide32+elementWide32_round
#define VLOAD VMOVUPS
#define VLOADZ VMOVUPS.Z
#define VBCAST VBROADCASTSS
#define VFMA VFMADD231PS
#define VFMAB VFMADD231PS.BCST
#define VFMAL VFMADD213PS
#define VFMALB VFMADD213PS.BCST
#define VFNMA VFNMADD231PS
#define VMULT VMULPS
#define VOVER VDIVPS
#define VPLUS VADDPS
#define VMINUS VSUBPS
#define VLARGER VMAXPS
#define VSMALLER VMINPS
#define VORB VPORD.BCST
#define VANDB VPANDD.BCST
#define VTERNARYB VPTERNLOGD.BCST
#define VCHOOSE VBLENDMPS
#define VSIGNS VPMOVD2M
#define VCOMPARE VCMPPS
#define VMASKZ VMOVAPS.Z
#define VSCALE VSCALEFPS

#define LOADEXP \
	VLOAD  ·wide32+elementWide32_steps(SB), STEPS; \
	VLOAD  ·wide32+elementWide32_rests(SB), RESTS

#define POW2(j, s) VPERMPS STEPS, j, s
#define POW2REST(j, s) VPERMPS RESTS, j, s

#define EXPTAIL(r) \
	VMULT  r, r, T0; \
	VBCAST ·wide32+elementWide32_exp+4(SB), T1; \
	VFMALB ·wide32+elementWide32_exp(SB), r, T1

#define LOG1P(z) \
	VMULT  z, z, T0; \
	VBCAST ·wide32+elementWide32_log+4(SB), T1; \
	VFMALB ·wide32+elementWide32_log(SB), z, T1; \
	VBCAST ·wide32+elementWide32_log+12(SB), T2; \
	VFMALB ·wide32+elementWide32_log+8(SB), z, T2; \
	VFMA   T2, T0, T1; \
	VFMA   T1, T0, z

#define INVERSE(i, y) VPERMPS ·wide32+elementWide32_inverses(SB), i, y
#define LOGARITHM(i, y) VPERMPS ·wide32+elementWide32_logs(SB), i, y
