// The names that elementwise_avx512_amd64.h needs, for float64.

#define LANES 8
#define TABLE ·element64
#define WIDE ·wide64
#define ROUND16 elementWide64_round
#define VLOAD VMOVUPD // load or store, unaligned
#define VLOADZ VMOVUPD.Z // under a mask, zeros elsewhere
#define VBCAST VBROADCASTSD // from memory
#define VFMA VFMADD231PD // dst += src2*src3
#define VFMAL VFMADD213PD // dst = dst*src2 + src3
#define VFMALB VFMADD213PD.BCST // the same, src3 one number in memory
#define VFNMA VFNMADD231PD // dst -= src2*src3
#define VMULT VMULPD
#define VOVER VDIVPD
#define VPLUS VADDPD
#define VMINUS VSUBPD // dst = src3 - src2 in Go's order: VMINUS b, a, a-b
#define VLARGER VMAXPD // the first operand if one is NaN
#define VSMALLER VMINPD
#define VCHOOSE VBLENDMPD // VCHOOSE b, a, mask, dst: b under the mask
#define VSIGNS VPMOVQ2M
#define VSCALE VSCALEFPD // VSCALE n, a, dst: a 2^floor(n)
#define VRCP VRCP14PD

// LOADEXP loads the table of 2^(j/16) and the polynomial.
#define LOADEXP \
	VLOAD  WIDE+elementWide64_steps(SB), STEPS; \
	VLOAD  WIDE+elementWide64_steps+64(SB), STEPS8; \
	VBCAST WIDE+elementWide64_exp+8(SB), C1; \
	VBCAST WIDE+elementWide64_exp+16(SB), C2; \
	VBCAST WIDE+elementWide64_exp+24(SB), C3; \
	VBCAST WIDE+elementWide64_exp+32(SB), C4; \
	VBCAST WIDE+elementWide64_exp+40(SB), C5; \
	VBCAST WIDE+elementWide64_exp(SB), C0

// STEP: Z1 = 2^(j/16), j in the low bits of Z1.
#define STEP VPERMI2PD STEPS8, STEPS, Z1

// EXPM1: Z3 = e^r - 1, r in Z0. Overwrites Z4 to Z6.
#define EXPM1 \
	VMULT   Z0, Z0, Z4; \
	VMOVAPS C1, Z3; \
	VFMAL   C0, Z0, Z3; \
	VMOVAPS C3, Z5; \
	VFMAL   C2, Z0, Z5; \
	VMOVAPS C5, Z6; \
	VFMAL   C4, Z0, Z6; \
	VFMA    Z6, Z4, Z5; \
	VFMA    Z5, Z4, Z3; \
	VFMAL   Z0, Z4, Z3

// RECIPROCAL: Z4 = 1/Z5 to 42 bits, from 14. Overwrites Z7.
#define RECIPROCAL \
	VRCP    Z5, Z4; \
	VMOVAPS ONE, Z7; \
	VFNMA   Z4, Z5, Z7; \
	VFMAL   Z7, Z7, Z7; \
	VFMAL   Z4, Z7, Z4
