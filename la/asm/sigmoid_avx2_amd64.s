//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// t = e^-|x|; the result is n/(1+t), n = 1 for x >= 0 and t otherwise. The
// rounding error of the denominator d is carried along; q = n*(1/d) is corrected
// by the exact remainder, so that it is as good as a division.
#define PREPARE \
	VLOAD TABLE+elementTable_expMin(SB), LEAST; \
	VLOAD TABLE+elementTable_sign(SB), SIGN

#define KERNEL \
	VMOVAPS Y0, Y15; \
	EXPMINUS;            /* t */ \
	VPLUS   ONE, Y2, Y5; /* d = 1 + t */ \
	VMINUS  ONE, Y5, Y6; \
	VMINUS  Y6, Y2, Y6;  /* dLo = t - (d - 1) */ \
	VOVER   Y5, ONE, Y4; /* 1/d */ \
	VCHOOSE Y15, Y2, ONE, Y7; /* n */ \
	VMULT   Y4, Y7, Y0;  /* q = n/d */ \
	VFNMA   Y5, Y0, Y7; \
	VFNMA   Y6, Y0, Y7;  /* (n - q d) - q dLo */ \
	VFMA    Y4, Y7, Y0

#include "elementwise_float64_avx2_amd64.h"

// func dsigmoidAVX2(dst, src []float64)
TEXT ·dsigmoidAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"

#include "elementwise_float32_avx2_amd64.h"

// func ssigmoidAVX2(dst, src []float32)
TEXT ·ssigmoidAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"
