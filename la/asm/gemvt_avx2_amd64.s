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

#include "gemvt_avx2_amd64.h"
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
