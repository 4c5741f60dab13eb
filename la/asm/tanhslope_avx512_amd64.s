//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "elementwise_avx512_amd64.h"

// (1 - x)(1 + x), the derivative of tanh where its value is x.
#define SLOPE(x, a, b, c) \
	VMINUS x, ONE, a; \
	VPLUS  x, ONE, x; \
	VMULT  x, a, x

#define PREPARE VBCAST TABLE+elementTable_one(SB), ONE

#define KERNEL(EACH) EACH(SLOPE)

#include "elementwise_float64_avx512_amd64.h"

// func dtanhSlopeAVX512(dst, src []float64)
TEXT ·dtanhSlopeAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"

#include "elementwise_float32_avx512_amd64.h"

// func stanhSlopeAVX512(dst, src []float32)
TEXT ·stanhSlopeAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"
