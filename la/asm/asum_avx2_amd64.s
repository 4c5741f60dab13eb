//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// sum |x[i]|

#define X SI
#define N CX
#define T AX
#define VEC 32
#define S0 Y0
#define S1 Y1
#define S2 Y2
#define S3 Y3
#define S4 Y4
#define S5 Y5
#define S6 Y6
#define S7 Y7
#define V0 Y8
#define V1 Y9
#define V2 Y10
#define V3 Y11
#define ABS Y12

// LOADREST loads the N bytes that are less than a vector, and zeros.
#define LOADREST \
	LEAQ     tailMask<>+64(SB), T; \
	SUBQ     N, T;                 \
	VMOVUPS  (T), V0;              \
	VMASKMOV (X), V0, V0

// FOLD adds the halves of 64 bytes.
#define FOLD

#include "float64_avx2_amd64.h"

// MAGNITUDE sets ABS to all bits of a number but its sign.
#define MAGNITUDE \
	VPCMPEQD Y12, Y12, Y12; \
	VPSRLQ   $1, Y12, Y12

// func dasumAVX2(x []float64) float64
TEXT ·dasumAVX2(SB), NOSPLIT, $0-32
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
#include "asum_body_avx2_amd64.h"
	VPERMILPD $1, X0, X1
	VADDSD    X1, X0, X0
	VMOVSD    X0, ret+24(FP)
	VZEROUPPER
	RET

#include "float32_avx2_amd64.h"

#undef MAGNITUDE
#define MAGNITUDE \
	VPCMPEQD Y12, Y12, Y12; \
	VPSRLD   $1, Y12, Y12

// func sasumAVX2(x []float32) float32
TEXT ·sasumAVX2(SB), NOSPLIT, $0-28
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
