//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// A += alpha*x*y'

#define M BX
#define X SI
#define Y DI
#define A R8
#define LDA R9
#define P DX
#define N CX
#define T AX
#define ALPHA Y5
#define XI Y4
#define V0 Y0
#define V1 Y1
#define V2 Y2
#define V3 Y3
#define VEC 32

#define ADDREST \
	LEAQ     tailMask<>+64(SB), T; \
	SUBQ     N, T;                 \
	VMOVUPS  (T), V2;              \
	VMASKMOV (P), V2, V0;          \
	VMASKMOV (Y), V2, V1;          \
	VFMA     V1, XI, V0;           \
	VMASKMOV V0, V2, (P)

#include "float64_avx2_amd64.h"

#define SIZE 8

// func dgerAVX2(m, n int, alpha float64, x, y, a *float64, lda int)
TEXT ·dgerAVX2(SB), NOSPLIT, $0-56
#include "ger_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"

#undef SIZE
#define SIZE 4

// func sgerAVX2(m, n int, alpha float32, x, y, a *float32, lda int)
TEXT ·sgerAVX2(SB), NOSPLIT, $0-56
#include "ger_body_avx2_amd64.h"
