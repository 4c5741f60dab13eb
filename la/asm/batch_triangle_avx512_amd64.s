//go:build !purego

#include "textflag.h"
#include "batch_triangle_avx512_amd64.h"

// Substitution with L and U, see batch_triangle_loop_avx512_amd64.h.

#define ROW 256
#define COL 64

#include "batch_float64_amd64.h"

// func dbatchLowerAVX512(nt, jt int, lu, b *float64)
TEXT ·dbatchLowerAVX512(SB), NOSPLIT, $0-32
	MOVQ nt+0(FP), NT
	MOVQ jt+8(FP), JT
	MOVQ lu+16(FP), ROWSTART
	MOVQ b+24(FP), X
	MOVQ NT, COLSTEP
	SHLQ $10, COLSTEP // a panel
	MOVQ $1024, ROWSTEP
	MOVQ $1024, BSTEP
#include "batch_triangle_loop_avx512_amd64.h"

#define BACKWARD
#define DIVIDE

// func dbatchUpperAVX512(nt int, lu, b *float64)
TEXT ·dbatchUpperAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), NT
	MOVQ NT, JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ NT, COLSTEP
	SHLQ $10, COLSTEP // a panel
	BACK(COLSTEP, ROWSTEP)
#include "batch_triangle_loop_avx512_amd64.h"

#include "batch_float32_amd64.h"

// func sbatchUpperAVX512(nt int, lu, b *float32)
TEXT ·sbatchUpperAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), NT
	MOVQ NT, JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ NT, COLSTEP
	SHLQ $10, COLSTEP // a panel
	BACK(COLSTEP, ROWSTEP)
#include "batch_triangle_loop_avx512_amd64.h"

#undef BACKWARD
#undef DIVIDE

// func sbatchLowerAVX512(nt, jt int, lu, b *float32)
TEXT ·sbatchLowerAVX512(SB), NOSPLIT, $0-32
	MOVQ nt+0(FP), NT
	MOVQ jt+8(FP), JT
	MOVQ lu+16(FP), ROWSTART
	MOVQ b+24(FP), X
	MOVQ NT, COLSTEP
	SHLQ $10, COLSTEP // a panel
	MOVQ $1024, ROWSTEP
	MOVQ $1024, BSTEP
#include "batch_triangle_loop_avx512_amd64.h"
