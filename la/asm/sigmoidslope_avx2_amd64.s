//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// x(1 - x), the derivative of the sigmoid where its value is x.
#define SLOPE(x, a, b) \
	VMINUS x, T0, a; \
	VMULT  a, x, x

#define KERNEL(EACH) \
	VLOAD TABLE+elementTable_one(SB), T0; \
	EACH(SLOPE)

#include "elementwise_float64_avx2_amd64.h"

// func dsigmoidSlopeAVX2(dst, src []float64)
TEXT ·dsigmoidSlopeAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"

#include "elementwise_float32_avx2_amd64.h"

// func ssigmoidSlopeAVX2(dst, src []float32)
TEXT ·ssigmoidSlopeAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"
