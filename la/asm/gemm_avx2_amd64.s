//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"
#include "gemm_avx2_amd64.h"
#include "float64_avx2_amd64.h"
#include "gemm_float64_avx2_amd64.h"

// func dgemm6x8AVX2(kc int, a *float64, rsa, csa int, b *float64, rsb int, next, c *float64, ldc, m, n int, alpha, beta float64)
TEXT ·dgemm6x8AVX2(SB), NOSPLIT, $0-104
	MOVQ n+80(FP), AX
	CMPQ AX, $4
	JLT  masked1
	JEQ  whole1
	CMPQ AX, $8
	JEQ  whole2
	JMP  dgemm6x8masked<>(SB)

masked1:
	JMP dgemm6x4masked<>(SB)

whole1:
	JMP dgemm6x4<>(SB)

whole2:
#include "gemm_whole_avx2_amd64.h"
#include "gemm_width2_avx2_amd64.h"
#include "gemm_strip_avx2_amd64.h"

TEXT dgemm6x8masked<>(SB), NOSPLIT, $0-104
#include "gemm_masked_avx2_amd64.h"
#include "gemm_width2_avx2_amd64.h"
#include "gemm_strip_avx2_amd64.h"

TEXT dgemm6x4<>(SB), NOSPLIT, $0-104
#include "gemm_whole_avx2_amd64.h"
#include "gemm_width1_avx2_amd64.h"
#include "gemm_strip_avx2_amd64.h"

TEXT dgemm6x4masked<>(SB), NOSPLIT, $0-104
#include "gemm_masked_avx2_amd64.h"
#include "gemm_width1_avx2_amd64.h"
#include "gemm_strip_avx2_amd64.h"

#include "float32_avx2_amd64.h"
#include "gemm_float32_avx2_amd64.h"

// func sgemm6x16AVX2(kc int, a *float32, rsa, csa int, b *float32, rsb int, next, c *float32, ldc, m, n int, alpha, beta float32)
TEXT ·sgemm6x16AVX2(SB), NOSPLIT, $0-96
	MOVQ n+80(FP), AX
	CMPQ AX, $8
	JLT  masked1
	JEQ  whole1
	CMPQ AX, $16
	JEQ  whole2
	JMP  sgemm6x16masked<>(SB)

masked1:
	JMP sgemm6x8masked<>(SB)

whole1:
	JMP sgemm6x8<>(SB)

whole2:
#include "gemm_whole_avx2_amd64.h"
#include "gemm_width2_avx2_amd64.h"
#include "gemm_strip_avx2_amd64.h"

TEXT sgemm6x16masked<>(SB), NOSPLIT, $0-96
#include "gemm_masked_avx2_amd64.h"
#include "gemm_width2_avx2_amd64.h"
#include "gemm_strip_avx2_amd64.h"

TEXT sgemm6x8<>(SB), NOSPLIT, $0-96
#include "gemm_whole_avx2_amd64.h"
#include "gemm_width1_avx2_amd64.h"
#include "gemm_strip_avx2_amd64.h"

TEXT sgemm6x8masked<>(SB), NOSPLIT, $0-96
#include "gemm_masked_avx2_amd64.h"
#include "gemm_width1_avx2_amd64.h"
#include "gemm_strip_avx2_amd64.h"
