//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"

// x[i] = alpha*x[i]

#define X SI
#define N CX
#define T AX

#include "vector_f64_avx512_amd64.h"

// func dscalAVX512(alpha float64, x []float64)
TEXT ·dscalAVX512(SB), NOSPLIT, $0-32
	VBROADCASTSD alpha+0(FP), Z0
	MOVQ         x_base+8(FP), X
	MOVQ         x_len+16(FP), N
#include "scal_body_avx512_amd64.h"

#include "vector_f32_avx512_amd64.h"

// func sscalAVX512(alpha float32, x []float32)
TEXT ·sscalAVX512(SB), NOSPLIT, $0-32
	VBROADCASTSS alpha+0(FP), Z0
	MOVQ         x_base+8(FP), X
	MOVQ         x_len+16(FP), N
#include "scal_body_avx512_amd64.h"
