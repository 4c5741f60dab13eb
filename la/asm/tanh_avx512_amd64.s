//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "elementwise_avx512_amd64.h"

// tanh |x| = m/(m+2), m = e^(2|x|) - 1 = S p + (S - 1) with S = 2^n and p = e^r - 1;
// the rounding errors of S, of p, of m and of the denominator d are carried along. The
// quotient q = m (1/d) is corrected by the remainder, as good as a division.
#define PREPARE \
	LOADREDUCE; \
	VBCAST TABLE+elementTable_two(SB), TWO; \
	VBCAST TABLE+elementTable_tanhMax(SB), BOUND

#define TWO BOUND2

#define TWICE(x, r, j, n) \
	VANDB    TABLE+elementTable_abs(SB), x, r; \
	VSMALLER r, BOUND, r; \
	VPLUS    r, r, r

#define NUMERATOR(x, p, s, n) \
	EXPTAIL(p); \
	VMOVAPS p, T2; \
	VFMA    T1, T0, p; \
	VMINUS  p, T2, T2; \
	VFMA    T1, T0, T2; /* pLo */ \
	POW2REST(s, T0); \
	VPLUS   T2, T0, T0; \
	POW2(s, s); \
	VSCALE  n, s, s; \
	VMINUS  ONE, s, T1; \
	VMOVAPS T1, n; \
	VFMA    p, s, n; /* m = (S - 1) + S p */ \
	VMINUS  n, T1, T1; \
	VFMA    p, s, T1; \
	VMOVAPS T1, p; \
	VFMA    T0, s, p /* mLo = (S - 1 - m) + S p + S (rest + pLo) */

#define QUOTIENT(x, mLo, d, m) \
	VPLUS  TWO, m, d; \
	VMINUS TWO, d, T0; \
	VMINUS T0, m, T0; \
	VPLUS  mLo, T0, T0; /* dLo = m - (d - 2) + mLo */ \
	VOVER  d, ONE, T1; \
	VMULT  T1, m, T2;   /* q */ \
	VFNMA  d, T2, m; \
	VPLUS  mLo, m, m; \
	VFNMA  T0, T2, m;   /* (m - q d) + mLo - q dLo */ \
	VFMAL  T2, T1, m; \
	VTERNARYB $0xEC, TABLE+elementTable_sign(SB), m, x // m | sign of x

#define KERNEL(EACH) \
	EACH(TWICE); \
	EACH(REDUCE); \
	EACH(NUMERATOR); \
	EACH(QUOTIENT)

#include "elementwise_float64_avx512_amd64.h"

// func dtanhAVX512(dst, src []float64)
TEXT ·dtanhAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"

#undef PREPARE
#undef KERNEL

#include "elementwise_float32_avx512_amd64.h"

// tanh |x| = a0 + a1 h + .. + a4 h^4, h the distance to the centre of one of 32
// intervals.
#define ROW(i, r, r16) \
	VLOAD ·wide32+elementWide32_tanh+128*i(SB), r; \
	VLOAD ·wide32+elementWide32_tanh+128*i+64(SB), r16

#define PREPARE \
	ROW(0, Z16, Z17); \
	ROW(1, Z18, Z19); \
	ROW(2, Z20, Z21); \
	ROW(3, Z22, Z23); \
	ROW(4, Z24, Z25); \
	ROW(5, Z26, Z27); \
	VBCAST ·wide32+elementWide32_most(SB), MOST

#define MOST T0

#define LOCATE(x, h, i, p) \
	VANDB     TABLE+elementTable_abs(SB), x, h; \
	VSMALLER  h, MOST, h; \
	VBCAST    TABLE+elementTable_one(SB), i; \
	VFMAB     ·wide32+elementWide32_scale(SB), h, i; \
	VPSRLD    $20, i, i; \
	VMOVAPS   i, T1; \
	VPERMI2PS Z17, Z16, T1; \
	VMINUS    T1, h, h

#define HORNER(x, h, i, p) \
	VMOVAPS   i, p; \
	VPERMI2PS Z27, Z26, p; \
	VMOVAPS   i, T1; \
	VPERMI2PS Z25, Z24, T1; \
	VFMAL     T1, h, p; \
	VMOVAPS   i, T2; \
	VPERMI2PS Z23, Z22, T2; \
	VFMAL     T2, h, p; \
	VMOVAPS   i, T3; \
	VPERMI2PS Z21, Z20, T3; \
	VFMAL     T3, h, p; \
	VPERMI2PS Z19, Z18, i; \
	VFMAL     i, h, p; \
	VTERNARYB $0xEC, TABLE+elementTable_sign(SB), p, x // p | sign of x

#define KERNEL(EACH) \
	EACH(LOCATE); \
	EACH(HORNER)

// func stanhAVX512(dst, src []float32)
TEXT ·stanhAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"
