//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// e^x = 2^k e^r
#define PREPARE LOADREDUCE

#define CLAMP(x, r, k) \
	VLOAD    TABLE+elementTable_expMin(SB), T0; \
	VLARGER  x, T0, r; \
	VLOAD    TABLE+elementTable_expMax(SB), T0; \
	VSMALLER r, T0, r

#define RESULT(y, p, k) VMOVAPS p, y

#define KERNEL(EACH) \
	EACH(CLAMP); \
	EACH(REDUCE); \
	EACH(EXP); \
	EACH(SCALE); \
	EACH(RESULT)

#include "elementwise_float64_avx2_amd64.h"

// func dexpAVX2(dst, src []float64)
TEXT ·dexpAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"

#include "elementwise_float32_avx2_amd64.h"

// func sexpAVX2(dst, src []float32)
TEXT ·sexpAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"
