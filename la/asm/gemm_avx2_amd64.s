//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"
#include "gemm_avx2_amd64.h"

// C[i][j] = alpha * sum_p A[i][p]*B[p][j] (+ C[i][j]): 12 accumulators, two
// vectors of B, two broadcast elements of A.

#include "float64_avx2_amd64.h"

// func dgemm6x8AVX2(kc int, a *float64, rsa, csa int, b *float64, rsb int, c *float64, ldc, m, n int, alpha float64, load bool)
TEXT ·dgemm6x8AVX2(SB), NOSPLIT, $0-89
	MOVQ kc+0(FP), K
	MOVQ a+8(FP), A
	MOVQ rsa+16(FP), RSA
	MOVQ csa+24(FP), CSA
	MOVQ b+32(FP), B
	MOVQ rsb+40(FP), RSB
	MOVQ c+48(FP), C
	MOVQ ldc+56(FP), LDC
	MOVQ m+64(FP), M
	MOVQ n+72(FP), N
#include "gemm_loop_avx2_amd64.h"
	VBROADCASTSD alpha+80(FP), ALPHA
	MOVBQZX      load+88(FP), LOAD
#include "gemm_store_avx2_amd64.h"

#include "float32_avx2_amd64.h"

// func sgemm6x16AVX2(kc int, a *float32, rsa, csa int, b *float32, rsb int, c *float32, ldc, m, n int, alpha float32, load bool)
TEXT ·sgemm6x16AVX2(SB), NOSPLIT, $0-85
	MOVQ kc+0(FP), K
	MOVQ a+8(FP), A
	MOVQ rsa+16(FP), RSA
	MOVQ csa+24(FP), CSA
	MOVQ b+32(FP), B
	MOVQ rsb+40(FP), RSB
	MOVQ c+48(FP), C
	MOVQ ldc+56(FP), LDC
	MOVQ m+64(FP), M
	MOVQ n+72(FP), N
#include "gemm_loop_avx2_amd64.h"
	VBROADCASTSS alpha+80(FP), ALPHA
	MOVBQZX      load+84(FP), LOAD
#include "gemm_store_avx2_amd64.h"
