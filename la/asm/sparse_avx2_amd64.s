//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// C = alpha*S*B (+ C), S in compressed rows

#define A SI
#define VAL DI
#define Y DX
#define N BX
#define COL R8
#define END R9
#define LDB R10
#define B R11
#define START R12
#define M R13
#define T AX

#include "gemvt_avx2_amd64.h"
#include "float64_avx2_amd64.h"

#define SIZE 8
#define LANES 4

// func dsparseAVX2(m, n int, alpha float64, start *int, col *int32, val, b *float64, ldb int, c *float64, ldc int, load bool)
TEXT ·dsparseAVX2(SB), NOSPLIT, $0-81
#include "sparse_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"

#undef SIZE
#undef LANES
#define SIZE 4
#define LANES 8

// func ssparseAVX2(m, n int, alpha float32, start *int, col *int32, val, b *float32, ldb int, c *float32, ldc int, load bool)
TEXT ·ssparseAVX2(SB), NOSPLIT, $0-81
#include "sparse_body_avx2_amd64.h"
