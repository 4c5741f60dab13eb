//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"

// y[i] = alpha*x[i] + y[i]

#define X SI
#define Y DI
#define N CX
#define T AX

#include "vector_f64_avx512_amd64.h"

// func daxpyAVX512(alpha float64, x, y []float64)
TEXT ·daxpyAVX512(SB), NOSPLIT, $0-56
	VBROADCASTSD alpha+0(FP), Z0
	MOVQ         x_base+8(FP), X
	MOVQ         x_len+16(FP), N
	MOVQ         y_base+32(FP), Y
#include "axpy_body_avx512_amd64.h"

#include "vector_f32_avx512_amd64.h"

// func saxpyAVX512(alpha float32, x, y []float32)
TEXT ·saxpyAVX512(SB), NOSPLIT, $0-56
	VBROADCASTSS alpha+0(FP), Z0
	MOVQ         x_base+8(FP), X
	MOVQ         x_len+16(FP), N
	MOVQ         y_base+32(FP), Y
#include "axpy_body_avx512_amd64.h"
