//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// e^x = 2^h 2^(k-h) (1 + (r + c))
#define KERNEL \
	VLOAD    TABLE+elementTable_expMin(SB), Y1; \
	VLARGER  Y0, Y1, Y0; \
	VLOAD    TABLE+elementTable_expMax(SB), Y1; \
	VSMALLER Y0, Y1, Y0; \
	REDUCE; \
	EXPTAIL; \
	VPLUS    Y2, Y0, Y0; \
	VPLUS    TABLE+elementTable_one(SB), Y0, Y0; \
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
