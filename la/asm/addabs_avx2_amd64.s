//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// y[i] += |x[i]|, and the sum of |x[i]|

#define X SI
#define Y DI
#define N CX
#define T AX

#include "float64_avx2_amd64.h"

// func daddabsAVX2(x, y []float64) float64
TEXT ·daddabsAVX2(SB), NOSPLIT, $0-56
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
	MOVQ y_base+24(FP), Y
	VPCMPEQQ Y4, Y4, Y4
	VPSRLQ   $1, Y4, Y4
#include "addabs_body_avx2_amd64.h"
	VPERMILPD $1, X0, X1
	VADDSD    X1, X0, X0
	VMOVSD    X0, ret+48(FP)
	VZEROUPPER
	RET

#include "float32_avx2_amd64.h"

// func saddabsAVX2(x, y []float32) float32
TEXT ·saddabsAVX2(SB), NOSPLIT, $0-52
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
	MOVQ y_base+24(FP), Y
	VPCMPEQD Y4, Y4, Y4
	VPSRLD   $1, Y4, Y4
#include "addabs_body_avx2_amd64.h"
	VMOVHLPS  X0, X0, X1
	VADDPS    X1, X0, X0
	VMOVSHDUP X0, X1
	VADDSS    X1, X0, X0
	VMOVSS    X0, ret+48(FP)
	VZEROUPPER
	RET
