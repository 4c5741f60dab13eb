//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// e^x = 2^h 2^(k-h) (1 + (r + c))
#define PREPARE \
	VLOAD TABLE+elementTable_expMin(SB), LEAST; \
	VLOAD TABLE+elementTable_expMax(SB), MOST

#define KERNEL \
	VLARGER  Y0, LEAST, Y0; \
	VSMALLER Y0, MOST, Y0; \
	REDUCE; \
	EXPTAIL; \
	VPLUS    Y2, Y0, Y0; \
	VPLUS    ONE, Y0, Y0; \
	POW2HALVES; \
	VMULT    Y4, Y0, Y0; \
	VMULT    Y1, Y0, Y0

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
