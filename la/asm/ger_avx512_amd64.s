//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"

// A += alpha*x*y'

#define M BX
#define X SI
#define Y DI
#define A R8
#define LDA R9
#define P DX
#define N CX
#define T AX
#define ALPHA Z5
#define XI Z4
#define V0 Z0
#define V1 Z1
#define V2 Z2
#define V3 Z3
#define VEC 64

#define ADDREST \
	TAIL;                 \
	VLOAD.Z (P), K1, V0;  \
	VLOAD.Z (Y), K1, V1;  \
	VFMA    V1, XI, V0;   \
	VLOAD   V0, K1, (P)

#include "vector_f64_avx512_amd64.h"

// func dgerAVX512(m, n int, alpha float64, x, y, a *float64, lda int)
TEXT ·dgerAVX512(SB), NOSPLIT, $0-56
#include "ger_body_avx2_amd64.h"

#include "vector_f32_avx512_amd64.h"

// func sgerAVX512(m, n int, alpha float32, x, y, a *float32, lda int)
TEXT ·sgerAVX512(SB), NOSPLIT, $0-56
#include "ger_body_avx2_amd64.h"
