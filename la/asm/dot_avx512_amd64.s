//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"

// sum x[i]*y[i]

#define X SI
#define Y DI
#define N CX
#define T AX

#include "vector_f64_avx512_amd64.h"

// func ddotAVX512(x, y []float64) float64
TEXT ·ddotAVX512(SB), NOSPLIT, $0-56
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
	MOVQ y_base+24(FP), Y
#include "dot_body_avx512_amd64.h"
	VPERMILPD $1, X0, X1
	VADDSD    X1, X0, X0
	VMOVSD    X0, ret+48(FP)
	VZEROUPPER
	RET

#include "vector_f32_avx512_amd64.h"

// func sdotAVX512(x, y []float32) float32
TEXT ·sdotAVX512(SB), NOSPLIT, $0-52
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
	MOVQ y_base+24(FP), Y
#include "dot_body_avx512_amd64.h"
	VMOVHLPS  X0, X0, X1
	VADDPS    X1, X0, X0
	VMOVSHDUP X0, X1
	VADDSS    X1, X0, X0
	VMOVSS    X0, ret+48(FP)
	VZEROUPPER
	RET
