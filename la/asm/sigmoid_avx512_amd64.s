//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "elementwise_avx512_amd64.h"

// t = e^-|x|; the result is n/(1+t), n = 1 for x >= 0 and t otherwise. The
// rounding error of the denominator d is carried along; q = n*(1/d) is corrected
// by the exact remainder, so that it is as good as a division.
#define PREPARE \
	LOADREDUCE; \
	VBCAST TABLE+elementTable_expMin(SB), LEAST; \
	VBCAST TABLE+elementTable_sign(SB), SIGN

#define KERNEL \
	VSIGNS  Z0, K2; \
	EXPMINUS;            /* t */ \
	VPLUS   Z3, ONE, Z5; /* d = 1 + t */ \
	VMINUS  ONE, Z5, Z6; \
	VMINUS  Z6, Z3, Z6;  /* dLo = t - (d - 1) */ \
	RECIPROCAL;          /* 1/d */ \
	VCHOOSE Z3, ONE, K2, Z1; /* n */ \
	VMULT   Z4, Z1, Z0;  /* q = n/d */ \
	VFNMA   Z5, Z0, Z1; \
	VFNMA   Z6, Z0, Z1;  /* (n - q d) - q dLo */ \
	VFMA    Z4, Z1, Z0

#include "elementwise_float64_avx512_amd64.h"

// func dsigmoidAVX512(dst, src []float64)
TEXT ·dsigmoidAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"

#include "elementwise_float32_avx512_amd64.h"

// func ssigmoidAVX512(dst, src []float32)
TEXT ·ssigmoidAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"
