//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// tanh x = -m/(2+m), m = e^(-2|x|) - 1 = 2^k (r + c) + (2^k - 1); the rounding
// errors of r + c, of m and of the denominator d are carried along. q*(1/d) is
// corrected by the exact remainder, so that it is as good as a division.
#define PREPARE \
	VLOAD TABLE+elementTable_roundPow(SB), ROUND; \
	VLOAD TABLE+elementTable_one(SB), ONE

#define TWICE(x, r, k) \
	VORPS   TABLE+elementTable_sign(SB), x, r; \
	VLOAD   TABLE+elementTable_tanhMin(SB), T0; \
	VLARGER r, T0, r; \
	VPLUS   r, r, r; \
	REDUCE(ROUND, r, k)

#define NUMERATOR(x, r, k) \
	VMULT    r, r, T4; \
	POLY(TABLE+elementTable_exp, r, T4); \
	VMULT    T4, T1, T1;   /* c */ \
	VPLUS    T1, r, T2;    /* s = r + c */ \
	VMINUS   r, T2, T3; \
	VMINUS   T3, T1, T1;   /* sLo = c - (s - r) */ \
	VISHL    $MANTISSA, k, k; /* e */ \
	VMINUS   ONE, k, T3;   /* a = e - 1 */ \
	VMOVAPS  T3, T4; \
	VFMA     T2, k, T4;    /* m = e s + a */ \
	VMINUS   T3, T4, r; \
	VFMMINUS T2, k, r;     /* mLo = e s - (m - a) */ \
	VFMA     T1, k, r;     /* + e sLo */ \
	VMOVAPS  T4, k

#define QUOTIENT(x, mLo, m) \
	VPLUS  TABLE+elementTable_two(SB), m, T0;  /* d = 2 + m */ \
	VMINUS TABLE+elementTable_two(SB), T0, T1; \
	VMINUS T1, m, T1; \
	VPLUS  mLo, T1, T1;  /* dLo = m - (d - 2) + mLo */ \
	VOVER  T0, ONE, T2;  /* 1/d */ \
	VMULT  T2, m, T3;    /* q = m/d */ \
	VFNMA  T0, T3, m; \
	VPLUS  mLo, m, m; \
	VFNMA  T1, T3, m;    /* (m - q d) + mLo - q dLo */ \
	VFMA   T2, m, T3; \
	VANDPS TABLE+elementTable_abs(SB), T3, T3; \
	VANDPS TABLE+elementTable_sign(SB), x, x; \
	VORPS  T3, x, x

#define KERNEL(EACH) \
	EACH(TWICE); \
	EACH(NUMERATOR); \
	EACH(QUOTIENT)

#include "elementwise_float64_avx2_amd64.h"

// func dtanhAVX2(dst, src []float64)
TEXT ·dtanhAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"

#undef PREPARE
#undef KERNEL

// tanh |x| = a0 + a1 h + .. + a7 h^7, h the distance to the centre of one of 8
// intervals.
#define PREPARE VLOAD ·tanh32+tanhTable_most(SB), MOST

#define MOST T4

#define LOCATE(x, h, i) \
	VANDPS   TABLE+elementTable_abs(SB), x, h; \
	VSMALLER h, MOST, h; \
	VLOAD    TABLE+elementTable_one(SB), i; \
	VFMA     ·tanh32+tanhTable_scale(SB), h, i; \
	VPSRLD   $22, i, i; \
	VPERMPS  ·tanh32+tanhTable_rows(SB), i, T0; \
	VMINUS   T0, h, h

#define HORNER(x, h, i) \
	VPERMPS ·tanh32+tanhTable_rows+256(SB), i, T0; \
	VPERMPS ·tanh32+tanhTable_rows+224(SB), i, T1; \
	VFMAL   T1, h, T0; \
	VPERMPS ·tanh32+tanhTable_rows+192(SB), i, T2; \
	VFMAL   T2, h, T0; \
	VPERMPS ·tanh32+tanhTable_rows+160(SB), i, T3; \
	VFMAL   T3, h, T0; \
	VPERMPS ·tanh32+tanhTable_rows+128(SB), i, T1; \
	VFMAL   T1, h, T0; \
	VPERMPS ·tanh32+tanhTable_rows+96(SB), i, T2; \
	VFMAL   T2, h, T0; \
	VPERMPS ·tanh32+tanhTable_rows+64(SB), i, T3; \
	VFMAL   T3, h, T0; \
	VPERMPS ·tanh32+tanhTable_rows+32(SB), i, T1; \
	VFMAL   T1, h, T0; \
	VANDPS  TABLE+elementTable_sign(SB), x, x; \
	VORPS   T0, x, x

#define KERNEL(EACH) \
	EACH(LOCATE); \
	EACH(HORNER)

#include "elementwise_float32_avx2_amd64.h"

// func stanhAVX2(dst, src []float32)
TEXT ·stanhAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"
