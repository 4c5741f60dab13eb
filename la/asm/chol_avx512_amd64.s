//go:build !purego

#include "textflag.h"

// Eight rows of a Cholesky factor: see chol_avx512_amd64.h.

#include "chol_avx512_amd64.h"
#include "chol_float64_avx512_amd64.h"

// func dcholAVX512(k, lo, hi int, a *float64, lda int, work *float64) (bad int)
TEXT ·dcholAVX512(SB), NOSPLIT, $0-56
	MOVQ k+0(FP), R9
	MOVQ lo+8(FP), R12
	MOVQ hi+16(FP), CX
	MOVQ a+24(FP), DI
	MOVQ lda+32(FP), SI
	MOVQ work+40(FP), R11
#include "chol_body_avx512_amd64.h"
	MOVQ BAD, bad+48(FP)
	VZEROUPPER
	RET

#include "chol_float32_avx512_amd64.h"

// func scholAVX512(k, lo, hi int, a *float32, lda int, work *float32) (bad int)
TEXT ·scholAVX512(SB), NOSPLIT, $0-56
	MOVQ k+0(FP), R9
	MOVQ lo+8(FP), R12
	MOVQ hi+16(FP), CX
	MOVQ a+24(FP), DI
	MOVQ lda+32(FP), SI
	MOVQ work+40(FP), R11
#include "chol_body_avx512_amd64.h"
	MOVQ BAD, bad+48(FP)
	VZEROUPPER
	RET
