//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// e^x = 2^k e^r
#define CLAMP(x, r, k) \
	VLARGER  x, T0, r; \
	VSMALLER r, T1, r; \
	VCHOOSE  x, T2, T3, k

#define RESULT(x, r, k) \
	VISHL   $MANTISSA, k, k; \
	VMULT   k, r, r; \
	VCHOOSE x, T1, T0, x; \
	VMULT   r, x, x

#define KERNEL(EACH) \
	VLOAD TABLE+elementTable_expMin(SB), T0; \
	VLOAD TABLE+elementTable_expMax(SB), T1; \
	VLOAD TABLE+elementTable_roundLow(SB), T2; \
	VLOAD TABLE+elementTable_roundHigh(SB), T3; \
	EACH(CLAMP); \
	REDUCTION(EACH); \
	VLOAD TABLE+elementTable_one(SB), T3; \
	EACH(EXP); \
	VLOAD TABLE+elementTable_high(SB), T0; \
	VLOAD TABLE+elementTable_low(SB), T1; \
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
