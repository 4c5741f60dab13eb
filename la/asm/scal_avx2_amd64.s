//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// x[i] = alpha*x[i]

#define X SI
#define N CX
#define T AX

#include "float64_avx2_amd64.h"

// func dscalAVX2(alpha float64, x []float64)
TEXT ·dscalAVX2(SB), NOSPLIT, $0-32
	VBROADCASTSD alpha+0(FP), Y0
	MOVQ         x_base+8(FP), X
	MOVQ         x_len+16(FP), N
#include "scal_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"

// func sscalAVX2(alpha float32, x []float32)
TEXT ·sscalAVX2(SB), NOSPLIT, $0-32
	VBROADCASTSS alpha+0(FP), Y0
	MOVQ         x_base+8(FP), X
	MOVQ         x_len+16(FP), N
#include "scal_body_avx2_amd64.h"
