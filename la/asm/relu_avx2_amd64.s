//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// x under the mask of x > 0 or NaN, 0 elsewhere, so that -0 gives 0.
#define NOT_LESS_EQUAL 6

#define POSITIVE(x, a, b) \
	VCOMPARE $NOT_LESS_EQUAL, T0, x, a; \
	VANDPS   a, x, x

#define KERNEL(EACH) \
	VXORPS T0, T0, T0; \
	EACH(POSITIVE)

#include "elementwise_float64_avx2_amd64.h"

// func dreluAVX2(dst, src []float64)
TEXT ·dreluAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"

#include "elementwise_float32_avx2_amd64.h"

// func sreluAVX2(dst, src []float32)
TEXT ·sreluAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"
