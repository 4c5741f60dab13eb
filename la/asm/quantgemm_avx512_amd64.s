//go:build !purego

#include "textflag.h"
#include "gemm_avx512_amd64.h"
#include "quantgemm_avx512_amd64.h"
#include "quantgemm_float64_avx512_amd64.h"

// FMA adds the products of a group of A and a vector of groups of B: pairs to 16 bits, which hold 2*127*127, pairs of those to
// 32.
#define ONES Z31
#define PAIRS Z30

#define LOADONES \
	VPTERNLOGD $255, ONES, ONES, ONES; \
	VPSRLW     $15, ONES, ONES

#define FMA(b, z) \
	VPMADDUBSW b, X, PAIRS; \
	VPMADDWD   ONES, PAIRS, PAIRS; \
	VPADDD     PAIRS, z, z

// func dquantgemmAVX512(kc int, a *uint32, rsa, csa int, b *uint32, rsb int, next *uint32, c *float64, ldc, m, n int, start *int32, row, col *float64)
TEXT ·dquantgemmAVX512(SB), NOSPLIT, $0-112
	MOVQ n+80(FP), AX
	CMPQ AX, $32
	JGT  wide
	CMPQ AX, $16
	JGT  middle
	JMP  dquantgemm16<>(SB)

middle:
	JMP dquantgemm32<>(SB)

wide:
#include "gemm_width3_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"

TEXT dquantgemm32<>(SB), NOSPLIT, $0-112
#include "gemm_width2_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"

TEXT dquantgemm16<>(SB), NOSPLIT, $0-112
#include "gemm_width1_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"

#include "quantgemm_float32_avx512_amd64.h"

// func squantgemmAVX512(kc int, a *uint32, rsa, csa int, b *uint32, rsb int, next *uint32, c *float32, ldc, m, n int, start *int32, row, col *float32)
TEXT ·squantgemmAVX512(SB), NOSPLIT, $0-112
	MOVQ n+80(FP), AX
	CMPQ AX, $32
	JGT  wide
	CMPQ AX, $16
	JGT  middle
	JMP  squantgemm16<>(SB)

middle:
	JMP squantgemm32<>(SB)

wide:
#include "gemm_width3_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"

TEXT squantgemm32<>(SB), NOSPLIT, $0-112
#include "gemm_width2_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"

TEXT squantgemm16<>(SB), NOSPLIT, $0-112
#include "gemm_width1_avx512_amd64.h"
#include "gemm_strip_avx512_amd64.h"
