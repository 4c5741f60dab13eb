//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// y[i] = alpha*x[i] + y[i]

#define X SI
#define Y DI
#define N CX
#define T AX

#include "float64_avx2_amd64.h"

// func daxpyAVX2(alpha float64, x, y []float64)
TEXT ·daxpyAVX2(SB), NOSPLIT, $0-56
	VBROADCASTSD alpha+0(FP), Y0
	MOVQ         x_base+8(FP), X
	MOVQ         x_len+16(FP), N
	MOVQ         y_base+32(FP), Y
#include "axpy_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"

// func saxpyAVX2(alpha float32, x, y []float32)
TEXT ·saxpyAVX2(SB), NOSPLIT, $0-56
	VBROADCASTSS alpha+0(FP), Y0
	MOVQ         x_base+8(FP), X
	MOVQ         x_len+16(FP), N
	MOVQ         y_base+32(FP), Y
#include "axpy_body_avx2_amd64.h"
