//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"

// y[i] += |x[i]|, and the sum of |x[i]|

#define X SI
#define Y DI
#define N CX
#define T AX

#include "vector_f64_avx512_amd64.h"

// func daddabsAVX512(x, y []float64) float64
TEXT ·daddabsAVX512(SB), NOSPLIT, $0-56
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
	MOVQ y_base+24(FP), Y
	VPTERNLOGQ $255, Z4, Z4, Z4
	VPSRLQ     $1, Z4, Z4
#include "addabs_body_avx512_amd64.h"
	VPERMILPD $1, X0, X1
	VADDSD    X1, X0, X0
	VMOVSD    X0, ret+48(FP)
	VZEROUPPER
	RET

#include "vector_f32_avx512_amd64.h"

// func saddabsAVX512(x, y []float32) float32
TEXT ·saddabsAVX512(SB), NOSPLIT, $0-52
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
	MOVQ y_base+24(FP), Y
	VPTERNLOGD $255, Z4, Z4, Z4
	VPSRLD     $1, Z4, Z4
#include "addabs_body_avx512_amd64.h"
	VMOVHLPS  X0, X0, X1
	VADDPS    X1, X0, X0
	VMOVSHDUP X0, X1
	VADDSS    X1, X0, X0
	VMOVSS    X0, ret+48(FP)
	VZEROUPPER
	RET
