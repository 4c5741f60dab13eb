//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// e^x = 2^k e^r
#define PREPARE \
	VLOAD TABLE+elementTable_roundHigh(SB), ROUND; \
	VLOAD TABLE+elementTable_one(SB), ONE

#define CLAMP(x, r, k) \
	VLOAD    TABLE+elementTable_expMin(SB), T0; \
	VLARGER  x, T0, r; \
	VLOAD    TABLE+elementTable_expMax(SB), T0; \
	VSMALLER r, T0, r; \
	VCHOOSE  r, TABLE+elementTable_roundLow(SB), ROUND, T1; \
	REDUCE(T1, r, k)

#define POWER(x, p, k) \
	VISHL   $MANTISSA, k, k; \
	VMULT   k, p, p; \
	VLOAD   TABLE+elementTable_high(SB), T0; \
	VCHOOSE x, TABLE+elementTable_low(SB), T0, T0; \
	VMULT   T0, p, x

#define KERNEL(EACH) \
	EACH(CLAMP); \
	EACH(EXP); \
	EACH(POWER)

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
