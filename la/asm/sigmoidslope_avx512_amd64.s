//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "elementwise_avx512_amd64.h"

// x(1 - x), the derivative of the sigmoid where its value is x.
#define SLOPE(x, a, b, c) \
	VMINUS x, ONE, a; \
	VMULT  a, x, x

#define PREPARE VBCAST TABLE+elementTable_one(SB), ONE

#define KERNEL(EACH) EACH(SLOPE)

#include "elementwise_float64_avx512_amd64.h"

// func dsigmoidSlopeAVX512(dst, src []float64)
TEXT ·dsigmoidSlopeAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"

#include "elementwise_float32_avx512_amd64.h"

// func ssigmoidSlopeAVX512(dst, src []float32)
TEXT ·ssigmoidSlopeAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"
