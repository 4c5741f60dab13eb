//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "elementwise_avx512_amd64.h"

// x under the mask of x > 0 or NaN, 0 elsewhere, so that -0 gives 0.
#define PREPARE VXORPS ZERO, ZERO, ZERO

#define ZERO T0
#define NOT_LESS_EQUAL 6

#define POSITIVE(x, a, b, c) \
	VCOMPARE $NOT_LESS_EQUAL, ZERO, x, K2; \
	VMASKZ   x, K2, x

#define KERNEL(EACH) EACH(POSITIVE)

#include "elementwise_float64_avx512_amd64.h"

// func dreluAVX512(dst, src []float64)
TEXT ·dreluAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"

#include "elementwise_float32_avx512_amd64.h"

// func sreluAVX512(dst, src []float32)
TEXT ·sreluAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"
