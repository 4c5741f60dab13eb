//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// tanh x = -m/(2+m), m = e^(-2|x|) - 1 = 2^k (r + c) + (2^k - 1); the rounding
// errors of r + c, of m and of the denominator d are carried along. q*(1/d) is
// corrected by the exact remainder, so that it is as good as a division.
#define TWICE(x, r, k) \
	VORPS   T0, x, r; \
	VLARGER r, T1, r; \
	VPLUS   r, r, r; \
	VMOVAPS T2, k

#define NUMERATOR(x, r, k) \
	VMULT    r, r, T0; \
	POLY(TABLE+elementTable_exp, r, T0); \
	VMULT    T0, T1, T1;   /* c */ \
	VPLUS    T1, r, T2;    /* s = r + c */ \
	VMINUS   r, T2, T3; \
	VMINUS   T3, T1, T1;   /* sLo = c - (s - r) */ \
	VISHL    $MANTISSA, k, k; /* e */ \
	VMINUS   TABLE+elementTable_one(SB), k, T0; /* a = e - 1 */ \
	VMOVAPS  T0, T3; \
	VFMA     T2, k, T3;    /* m = e s + a */ \
	VMINUS   T0, T3, r; \
	VFMMINUS T2, k, r;     /* mLo = e s - (m - a) */ \
	VFMA     T1, k, r;     /* + e sLo */ \
	VMOVAPS  T3, k

#define QUOTIENT(x, mLo, m) \
	VPLUS  TABLE+elementTable_two(SB), m, T0; /* d = 2 + m */ \
	VMINUS TABLE+elementTable_two(SB), T0, T1; \
	VMINUS T1, m, T1; \
	VPLUS  mLo, T1, T1; /* dLo = m - (d - 2) + mLo */ \
	VLOAD  TABLE+elementTable_one(SB), T2; \
	VOVER  T0, T2, T2;  /* 1/d */ \
	VMULT  T2, m, T3;   /* q = m/d */ \
	VFNMA  T0, T3, m; \
	VPLUS  mLo, m, m; \
	VFNMA  T1, T3, m;   /* (m - q d) + mLo - q dLo */ \
	VFMAL  T3, T2, m

#define COPYSIGN(x, _, q) \
	VANDNPS q, T0, q; \
	VANDPS  T0, x, x; \
	VORPS   q, x, x

#define KERNEL(EACH) \
	VLOAD TABLE+elementTable_sign(SB), T0; \
	VLOAD TABLE+elementTable_tanhMin(SB), T1; \
	VLOAD TABLE+elementTable_roundPow(SB), T2; \
	EACH(TWICE); \
	REDUCTION(EACH); \
	EACH(NUMERATOR); \
	EACH(QUOTIENT); \
	VLOAD TABLE+elementTable_sign(SB), T0; \
	EACH(COPYSIGN)

#include "elementwise_float64_avx2_amd64.h"

// func dtanhAVX2(dst, src []float64)
TEXT ·dtanhAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"

#undef KERNEL

// tanh |x| = a0 + a1 h + .. + a7 h^7, h the distance to the centre of one of 8
// intervals.
#define ROW(n, r) VLOAD ·tanh32+tanhTable_rows+32*n(SB), r

#define LOCATE(x, h, i) \
	VANDPS   T0, x, h; \
	VSMALLER h, T1, h; \
	VLOAD    TABLE+elementTable_one(SB), i; \
	VFMA     ·tanh32+tanhTable_scale(SB), h, i; \
	VPSRLD   $22, i, i; \
	VPERMPS  T2, i, T3; \
	VMINUS   T3, h, h

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
	VLOAD TABLE+elementTable_abs(SB), T0; \
	VLOAD ·tanh32+tanhTable_most(SB), T1; \
	ROW(0, T2); \
	EACH(LOCATE); \
	EACH(HORNER)

#include "elementwise_float32_avx2_amd64.h"

// func stanhAVX2(dst, src []float32)
TEXT ·stanhAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"
