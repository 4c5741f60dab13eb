//go:build !purego

#include "textflag.h"
#include "gemm_avx512_amd64.h"
#include "gemm_update_avx512_amd64.h"
#include "gemm_float64_avx512_amd64.h"

// func dgemm8x24AVX512(kc int, a *float64, rsa, csa int, b *float64, rsb int, next, c *float64, ldc, m, n int, alpha, beta float64)
TEXT ·dgemm8x24AVX512(SB), NOSPLIT, $0-104
	MOVQ n+80(FP), AX
	CMPQ AX, $16
	JGT  wide
	CMPQ AX, $8
	JGT  middle
	JMP  dgemm8x8<>(SB)

middle:
	JMP dgemm8x16<>(SB)

wide:
#include "gemm_width3_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"

TEXT dgemm8x16<>(SB), NOSPLIT, $0-104
#include "gemm_width2_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"

TEXT dgemm8x8<>(SB), NOSPLIT, $0-104
#include "gemm_width1_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"

#include "gemm_float32_avx512_amd64.h"

// func sgemm8x48AVX512(kc int, a *float32, rsa, csa int, b *float32, rsb int, next, c *float32, ldc, m, n int, alpha, beta float32)
TEXT ·sgemm8x48AVX512(SB), NOSPLIT, $0-96
	MOVQ n+80(FP), AX
	CMPQ AX, $32
	JGT  wide
	CMPQ AX, $16
	JGT  middle
	JMP  sgemm8x16<>(SB)

middle:
	JMP sgemm8x32<>(SB)

wide:
#include "gemm_width3_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"

TEXT sgemm8x32<>(SB), NOSPLIT, $0-96
#include "gemm_width2_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"

TEXT sgemm8x16<>(SB), NOSPLIT, $0-96
#include "gemm_width1_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"
