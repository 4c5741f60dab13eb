//go:build !purego

#include "textflag.h"
#include "batch_triangle_avx512_amd64.h"

// Substitution with L' and U', see batch_triangle_loop_avx512_amd64.h.

#define ROW 64
#define COL 256

#include "batch_float64_amd64.h"

#define DIVIDE

// func dbatchUpperTAVX512(nt int, lu, b *float64)
TEXT ·dbatchUpperTAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), NT
	MOVQ NT, JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ NT, ROWSTEP
	SHLQ $10, ROWSTEP // a panel
	MOVQ $1024, COLSTEP
	MOVQ $1024, BSTEP
#include "batch_triangle_loop_avx512_amd64.h"

#undef DIVIDE
#define BACKWARD

// func dbatchLowerTAVX512(nt int, lu, b *float64)
TEXT ·dbatchLowerTAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), NT
	MOVQ NT, JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ NT, ROWSTEP
	SHLQ $10, ROWSTEP // a panel
	BACK(ROWSTEP, COLSTEP)
#include "batch_triangle_loop_avx512_amd64.h"

#include "batch_float32_amd64.h"

// func sbatchLowerTAVX512(nt int, lu, b *float32)
TEXT ·sbatchLowerTAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), NT
	MOVQ NT, JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ NT, ROWSTEP
	SHLQ $10, ROWSTEP // a panel
	BACK(ROWSTEP, COLSTEP)
#include "batch_triangle_loop_avx512_amd64.h"

#undef BACKWARD
#define DIVIDE

// func sbatchUpperTAVX512(nt int, lu, b *float32)
TEXT ·sbatchUpperTAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), NT
	MOVQ NT, JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ NT, ROWSTEP
	SHLQ $10, ROWSTEP // a panel
	MOVQ $1024, COLSTEP
	MOVQ $1024, BSTEP
#include "batch_triangle_loop_avx512_amd64.h"
