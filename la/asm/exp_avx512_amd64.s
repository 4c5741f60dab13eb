//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "elementwise_avx512_amd64.h"

// e^x = 2^n e^r
#define PREPARE \
	LOADREDUCE; \
	VBCAST TABLE+elementTable_expMin(SB), BOUND; \
	VBCAST TABLE+elementTable_expMax(SB), BOUND2

#define CLAMP(x, r, j, n) \
	VLARGER  x, BOUND, r; \
	VSMALLER r, BOUND2, r

#define FINISH(y, p, j, n) VMOVAPS p, y

#define KERNEL(EACH) \
	EACH(CLAMP); \
	EACH(REDUCE); \
	EACH(EXPM1); \
	EACH(POWER); \
	EACH(FINISH)

#include "elementwise_float64_avx512_amd64.h"

// func dexpAVX512(dst, src []float64)
TEXT ·dexpAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"

#include "elementwise_float32_avx512_amd64.h"

// func sexpAVX512(dst, src []float32)
TEXT ·sexpAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"
