//go:build !purego

#include "textflag.h"

#define N CX
#define LO AX
#define HI BX
#define STEP DX
#define A R8
#define LDA R9
#define PIV R10
#define COUNT R11
#define X SI
#define Y DI

#include "float64_avx2_amd64.h"
#define SLOAD VMOVSD

// func dswaprowsAVX2(n, lo, hi, step int, a *float64, lda int, piv *int32)
TEXT ·dswaprowsAVX2(SB), NOSPLIT, $0-56
	MOVQ n+0(FP), N
	MOVQ lo+8(FP), LO
	MOVQ hi+16(FP), HI
	MOVQ step+24(FP), STEP
	MOVQ a+32(FP), A
	MOVQ lda+40(FP), LDA
	MOVQ piv+48(FP), PIV
#include "swaprows_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"
#undef SLOAD
#define SLOAD VMOVSS

// func sswaprowsAVX2(n, lo, hi, step int, a *float32, lda int, piv *int32)
TEXT ·sswaprowsAVX2(SB), NOSPLIT, $0-56
	MOVQ n+0(FP), N
	MOVQ lo+8(FP), LO
	MOVQ hi+16(FP), HI
	MOVQ step+24(FP), STEP
	MOVQ a+32(FP), A
	MOVQ lda+40(FP), LDA
	MOVQ piv+48(FP), PIV
#include "swaprows_body_avx2_amd64.h"
