//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"

// sum |x[i]|

#define X SI
#define N CX
#define T AX
#define VEC 64
#define S0 Z0
#define S1 Z1
#define S2 Z2
#define S3 Z3
#define S4 Z4
#define S5 Z5
#define S6 Z6
#define S7 Z7
#define V0 Z8
#define V1 Z9
#define V2 Z10
#define V3 Z11
#define ABS Z12

// LOADREST loads the N bytes that are less than a vector, and zeros.
#define LOADREST \
	TAIL; \
	VLOAD.Z (X), K1, V0

// FOLD adds the halves of 64 bytes.
#define FOLD \
	VEXTRACTF64X4 $1, Z0, Y1; \
	VPLUS         Y1, Y0, Y0

#include "vector_f64_avx512_amd64.h"

// MAGNITUDE sets ABS to all bits of a number but its sign.
#define MAGNITUDE \
	VPTERNLOGD $0xFF, Z12, Z12, Z12; \
	VPSRLQ     $1, Z12, Z12

// func dasumAVX512(x []float64) float64
TEXT ·dasumAVX512(SB), NOSPLIT, $0-32
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
#include "asum_body_avx2_amd64.h"
	VPERMILPD $1, X0, X1
	VADDSD    X1, X0, X0
	VMOVSD    X0, ret+24(FP)
	VZEROUPPER
	RET

#include "vector_f32_avx512_amd64.h"

#undef MAGNITUDE
#define MAGNITUDE \
	VPTERNLOGD $0xFF, Z12, Z12, Z12; \
	VPSRLD     $1, Z12, Z12

// func sasumAVX512(x []float32) float32
TEXT ·sasumAVX512(SB), NOSPLIT, $0-28
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
#include "asum_body_avx2_amd64.h"
	VMOVHLPS  X0, X0, X1
	VADDPS    X1, X0, X0
	VMOVSHDUP X0, X1
	VADDSS    X1, X0, X0
	VMOVSS    X0, ret+24(FP)
	VZEROUPPER
	RET
