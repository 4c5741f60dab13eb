//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// y = alpha*A'*x (+ y)

#define A SI
#define X DI
#define Y DX
#define M CX
#define N BX
#define LDA R8
#define T AX
#define S0 Y0
#define S1 Y1
#define S2 Y2
#define S3 Y3
#define S4 Y4
#define S5 Y5
#define S6 Y6
#define S7 Y7
#define XI Y8
#define ALPHA Y9
#define VEC 32

// Y11 is the last vector's mask. Y12 is all ones if y is read, zero if not.
#define LOADY \
	VMOVQ        T, X12; \
	VPBROADCASTQ X12, Y12

#define MASKS \
	SHLQ    $SHIFT, CX;            \
	LEAQ    tailMask<>+64(SB), T; \
	SUBQ    CX, T;                 \
	VMOVUPS (T), Y11

#define FMAWHOLE(at, S) \
	VFMA (at)(A), XI, S

#define FMALAST(at, S) \
	VMASKMOV (at)(A), Y11, Y10; \
	VFMA     Y10, XI, S

#define WHOLE(at, S) \
	VANDPS (at)(Y), Y12, Y10; \
	VFMA   S, ALPHA, Y10;     \
	VLOAD  Y10, (at)(Y)

#define LAST(at, S) \
	VMASKMOV (at)(Y), Y11, Y10;  \
	VANDPS   Y12, Y10, Y10;      \
	VFMA     S, ALPHA, Y10;      \
	VMASKMOV Y10, Y11, (at)(Y)

#include "float64_avx2_amd64.h"

#define SIZE 8
#define LANES 4

// func dgemvtAVX2(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool)
TEXT ·dgemvtAVX2(SB), NOSPLIT, $0-57
#include "gemvt_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"

#undef SIZE
#undef LANES
#define SIZE 4
#define LANES 8

// func sgemvtAVX2(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool)
TEXT ·sgemvtAVX2(SB), NOSPLIT, $0-57
#include "gemvt_body_avx2_amd64.h"
