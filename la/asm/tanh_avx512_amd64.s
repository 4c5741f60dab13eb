//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "elementwise_avx512_amd64.h"

// tanh |x| = m/(m+2), m = e^(2|x|) - 1 = S p + (S - 1) with S = 2^n and p = e^r - 1;
// the rounding errors of S, of m and of the denominator d are carried along. q = m*(1/d) is corrected by the exact
// remainder, so that it is as good as a division.
#define PREPARE \
	LOADREDUCE; \
	VLOAD  WIDE+elementWide64_rests(SB), RESTS; \
	VLOAD  WIDE+elementWide64_rests+64(SB), RESTS8; \
	VBCAST TABLE+elementTable_two(SB), TWO; \
	VBCAST TABLE+elementTable_tanhMax(SB), MOST; \
	VBCAST TABLE+elementTable_sign(SB), SIGN

#define RESTS Z8
#define RESTS8 Z9
#define TWO Z10
#define X Z15
#define M Z11
#define MLO Z12
#define DLO Z13

#define KERNEL \
	VMOVAPS  Z0, X; \
	VANDNPS  Z0, SIGN, Z0; \
	VSMALLER Z0, MOST, Z0; \
	VPLUS    Z0, Z0, Z0; \
	REDUCE; \
	EXPM1; \
	VMOVAPS  Z1, Z4; \
	VPERMI2PD RESTS8, RESTS, Z4; \
	STEP; \
	VSCALE   Z2, Z1, Z1;   /* S */ \
	VMINUS   ONE, Z1, MLO; /* a = S - 1 */ \
	VMOVAPS  MLO, M; \
	VFMA     Z3, Z1, M;    /* m = S p + a */ \
	VMINUS   M, MLO, MLO; \
	VFMA     Z3, Z1, MLO; \
	VFMA     Z4, Z1, MLO;  /* mLo = (a - m) + S p + S rest */ \
	VPLUS    TWO, M, Z5;   /* d = m + 2 */ \
	VMINUS   TWO, Z5, DLO; \
	VMINUS   DLO, M, DLO; \
	VPLUS    MLO, DLO, DLO; /* dLo = m - (d - 2) + mLo */ \
	RECIPROCAL;            /* 1/d */ \
	VMULT    Z4, M, Z0;    /* q = m/d */ \
	VFNMA    Z5, Z0, M; \
	VPLUS    MLO, M, M; \
	VFNMA    DLO, Z0, M;   /* (m - q d) + mLo - q dLo */ \
	VFMA     Z4, M, Z0; \
	VPTERNLOGQ $0xF8, SIGN, X, Z0 // q | sign of x

#include "elementwise_float64_avx512_amd64.h"

// func dtanhAVX512(dst, src []float64)
TEXT ·dtanhAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"

#undef PREPARE
#undef KERNEL
#undef X

#include "elementwise_float32_avx512_amd64.h"

// tanh |x| = a0 + a1 h + .. + a4 h^4, h the distance to the centre of one of 32
// intervals.
#define ROW(i, r, r16) \
	VLOAD WIDE+elementWide32_tanh+128*i(SB), r; \
	VLOAD WIDE+elementWide32_tanh+128*i+64(SB), r16

#define PREPARE \
	ROW(0, CENTRES, CENTRES16); \
	ROW(1, A0, A016); \
	ROW(2, A1, A116); \
	ROW(3, A2, A216); \
	ROW(4, A3, A316); \
	ROW(5, A4, A416); \
	VBCAST WIDE+elementWide32_scale(SB), SCALE; \
	VBCAST WIDE+elementWide32_most(SB), MOST; \
	VBCAST TABLE+elementTable_one(SB), ONE; \
	VBCAST TABLE+elementTable_sign(SB), SIGN

#define CENTRES Z8
#define CENTRES16 Z9
#define A0 Z10
#define A016 Z11
#define A1 Z12
#define A116 Z13
#define A2 Z21
#define A216 Z22
#define A3 Z23
#define A316 Z24
#define A4 Z25
#define A416 Z26
#define SCALE Z27
#define X Z7

#define KERNEL \
	VMOVAPS  Z0, X; \
	VANDNPS  Z0, SIGN, Z0; \
	VSMALLER Z0, MOST, Z0; \
	VMOVAPS  ONE, Z1; \
	VFMA     SCALE, Z0, Z1; \
	VPSRLD   $20, Z1, Z1; \
	VMOVAPS  Z1, Z2; \
	VPERMI2PS CENTRES16, CENTRES, Z2; \
	VMINUS   Z2, Z0, Z0; /* h */ \
	VMOVAPS  Z1, Z2; \
	VPERMI2PS A416, A4, Z2; \
	VMOVAPS  Z1, Z3; \
	VPERMI2PS A316, A3, Z3; \
	VMOVAPS  Z1, Z4; \
	VPERMI2PS A216, A2, Z4; \
	VMOVAPS  Z1, Z5; \
	VPERMI2PS A116, A1, Z5; \
	VPERMI2PS A016, A0, Z1; \
	VFMAL    Z3, Z0, Z2; \
	VFMAL    Z4, Z0, Z2; \
	VFMAL    Z5, Z0, Z2; \
	VFMAL    Z1, Z2, Z0; \
	VPTERNLOGD $0xF8, SIGN, X, Z0

// func stanhAVX512(dst, src []float32)
TEXT ·stanhAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"
