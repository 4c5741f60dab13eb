//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// dst[i] = x[i]*y[i]

#define DST DI
#define X SI
#define Y DX
#define N CX
#define T AX

#include "float64_avx2_amd64.h"

// func dmulAVX2(dst, x, y []float64)
TEXT ·dmulAVX2(SB), NOSPLIT, $0-72
	MOVQ dst_base+0(FP), DST
	MOVQ x_base+24(FP), X
	MOVQ x_len+32(FP), N
	MOVQ y_base+48(FP), Y
#include "mul_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"

// func smulAVX2(dst, x, y []float32)
TEXT ·smulAVX2(SB), NOSPLIT, $0-72
	MOVQ dst_base+0(FP), DST
	MOVQ x_base+24(FP), X
	MOVQ x_len+32(FP), N
	MOVQ y_base+48(FP), Y
#include "mul_body_avx2_amd64.h"
