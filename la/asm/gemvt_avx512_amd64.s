//go:build !purego

#include "textflag.h"

// y = alpha*A'*x (+ y)

#define A SI
#define X DI
#define Y DX
#define M CX
#define N BX
#define LDA R8
#define T AX

#include "gemvt_avx512_amd64.h"
#include "vector_f64_avx512_amd64.h"

// func dgemvtAVX512(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool)
TEXT ·dgemvtAVX512(SB), NOSPLIT, $0-57
#include "gemvt_body_avx2_amd64.h"

#include "vector_f32_avx512_amd64.h"

// func sgemvtAVX512(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool)
TEXT ·sgemvtAVX512(SB), NOSPLIT, $0-57
#include "gemvt_body_avx2_amd64.h"
