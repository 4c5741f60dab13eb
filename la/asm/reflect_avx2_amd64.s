//go:build !purego

#include "textflag.h"

// A reflection applied to rows and the products of the first of them with the others: Kernels.Reflect.

#define X DI     // row 0
#define LDA SI   // bytes from row to row
#define M CX     // elements left
#define BELOW DX
#define ABOVE BX
#define COEF R13
#define V R8     // row -1
#define P3 R9    // row 3
#define P6 R10   // row 6
#define N4 R11   // row -4
#define N7 R12   // row -7
#define T AX
#define SUMS AX  // after the loop

#include "float64_avx2_amd64.h"

#define LANES 4
#define VFNMA VFNMADD231PD
#define SUM(i, z, y, x) \
	VEXTRACTF128  $1, y, X10; \
	VPLUS         X10, x, x; \
	VPERMILPD     $1, x, X10; \
	VADDSD        X10, x, x; \
	VMOVSD        x, (i*8)(SUMS)

// func dreflectAVX2(m, below, above int, a *float64, lda int, coef, sums *float64)
TEXT ·dreflectAVX2(SB), NOSPLIT, $0-56
	MOVQ m+0(FP), M
	MOVQ below+8(FP), BELOW
	MOVQ above+16(FP), ABOVE
	MOVQ a+24(FP), X
	MOVQ lda+32(FP), LDA
	MOVQ coef+40(FP), COEF
#include "reflect_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"

#undef LANES
#undef VFNMA
#undef SUM

#define LANES 8
#define VFNMA VFNMADD231PS
#define SUM(i, z, y, x) \
	VEXTRACTF128  $1, y, X10; \
	VPLUS         X10, x, x; \
	VMOVHLPS      x, x, X10; \
	VADDPS        X10, x, x; \
	VMOVSHDUP     x, X10; \
	VADDSS        X10, x, x; \
	VMOVSS        x, (i*4)(SUMS)

// func sreflectAVX2(m, below, above int, a *float32, lda int, coef, sums *float32)
TEXT ·sreflectAVX2(SB), NOSPLIT, $0-56
	MOVQ m+0(FP), M
	MOVQ below+8(FP), BELOW
	MOVQ above+16(FP), ABOVE
	MOVQ a+24(FP), X
	MOVQ lda+32(FP), LDA
	MOVQ coef+40(FP), COEF
#include "reflect_body_avx2_amd64.h"
