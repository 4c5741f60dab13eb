// The names that elementwise_avx512_amd64.h needs, for float64.

#define LANES 8
#define TABLE ·element64
#define WIDE_round ·wide64+elementWide64_round
#define VLOAD VMOVUPD // load or store, unaligned
#define VLOADZ VMOVUPD.Z // under a mask, zeros elsewhere
#define VBCAST VBROADCASTSD // from memory
#define VFMA VFMADD231PD // dst += src2*src3
#define VFMAB VFMADD231PD.BCST // the same, src2 one number in memory
#define VFMAL VFMADD213PD // dst = dst*src2 + src3
#define VFMALB VFMADD213PD.BCST // the same, src3 one number in memory
#define VFNMA VFNMADD231PD // dst -= src2*src3
#define VMULT VMULPD
#define VOVER VDIVPD // dst = src3/src2 in Go's order: VOVER b, a, a/b
#define VPLUS VADDPD
#define VMINUS VSUBPD // VMINUS b, a, a-b
#define VLARGER VMAXPD // the first operand if one is NaN
#define VSMALLER VMINPD
#define VORB VPORQ.BCST // with one number in memory
#define VANDB VPANDQ.BCST
#define VTERNARYB VPTERNLOGQ.BCST
#define VCHOOSE VBLENDMPD // VCHOOSE b, a, mask, dst: b under the mask
#define VSIGNS VPMOVQ2M
#define VCOMPARE VCMPPD
#define VMASKZ VMOVAPD.Z
#define VSCALE VSCALEFPD // VSCALE n, a, dst: a 2^floor(n)

// LOADEXP loads the tables of 2^(j/16) and what stays of the polynomial.
#define LOADEXP \
	VLOAD  ·wide64+elementWide64_steps(SB), STEPS; \
	VLOAD  ·wide64+elementWide64_steps+64(SB), STEPS8; \
	VLOAD  ·wide64+elementWide64_rests(SB), RESTS; \
	VLOAD  ·wide64+elementWide64_rests+64(SB), RESTS8; \
	VBCAST ·wide64+elementWide64_exp+16(SB), C2

// POW2: s = 2^(j/16), j in the low bits of j; POW2REST: what s lacks, relative to it.
#define POW2(j, s) \
	VMOVAPS   j, s; \
	VPERMI2PD STEPS8, STEPS, s
#define POW2REST(j, s) \
	VMOVAPS   j, s; \
	VPERMI2PD RESTS8, RESTS, s

// EXPTAIL: r + T0 T1 = e^r - 1.
#define EXPTAIL(r) \
	VMULT  r, r, T0; \
	VBCAST ·wide64+elementWide64_exp+8(SB), T1; \
	VFMALB ·wide64+elementWide64_exp(SB), r, T1; \
	VBCAST ·wide64+elementWide64_exp+24(SB), T2; \
	VFMAL  C2, r, T2; \
	VBCAST ·wide64+elementWide64_exp+40(SB), T3; \
	VFMALB ·wide64+elementWide64_exp+32(SB), r, T3; \
	VFMA   T3, T0, T2; \
	VFMA   T2, T0, T1

// LOG1P: z = log(1+z).
#define LOG1P(z) \
	VMULT  z, z, T0; \
	VBCAST ·wide64+elementWide64_log+8(SB), T1; \
	VFMALB ·wide64+elementWide64_log(SB), z, T1; \
	VBCAST ·wide64+elementWide64_log+24(SB), T2; \
	VFMALB ·wide64+elementWide64_log+16(SB), z, T2; \
	VFMA   T2, T0, T1; /* coefficients 0 to 3 */ \
	VBCAST ·wide64+elementWide64_log+40(SB), T2; \
	VFMALB ·wide64+elementWide64_log+32(SB), z, T2; \
	VBCAST ·wide64+elementWide64_log+56(SB), T3; \
	VFMALB ·wide64+elementWide64_log+48(SB), z, T3; \
	VFMAB  ·wide64+elementWide64_log+64(SB), T0, T3; /* 6 to 8 */ \
	VFMA   T3, T0, T2; \
	VMULT  T0, T0, T3; \
	VFMA   T2, T3, T1; \
	VFMA   T1, T0, z

// INVERSE: y = inverses[i], i in the low bits of i; LOGARITHM: y = logs[i].
#define INVERSE(i, y) \
	VLOAD     ·wide64+elementWide64_inverses(SB), y; \
	VPERMT2PD ·wide64+elementWide64_inverses+64(SB), i, y
#define LOGARITHM(i, y) \
	VLOAD     ·wide64+elementWide64_logs(SB), y; \
	VPERMT2PD ·wide64+elementWide64_logs+64(SB), i, y
