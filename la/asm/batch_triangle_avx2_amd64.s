//go:build !purego

#include "textflag.h"
#include "batch_triangle_avx2_amd64.h"

// Substitution with L and U, see batch_triangle_loop_avx2_amd64.h.

#define ROW 128
#define COL 32

#include "batch_float64_amd64.h"

// func dbatchLowerAVX2(nt, jt int, lu, b *float64)
TEXT ·dbatchLowerAVX2(SB), NOSPLIT, $0-32
	MOVQ jt+8(FP), JT
	MOVQ lu+16(FP), ROWSTART
	MOVQ b+24(FP), X
	MOVQ nt+0(FP), COLSTEP
	SHLQ $9, COLSTEP // a panel
	MOVQ $512, ROWSTEP
	MOVQ $512, BSTEP
#include "batch_triangle_loop_avx2_amd64.h"

#define BACKWARD
#define DIVIDE

// func dbatchUpperAVX2(nt int, lu, b *float64)
TEXT ·dbatchUpperAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ nt+0(FP), COLSTEP
	SHLQ $9, COLSTEP // a panel
	BACK(COLSTEP, ROWSTEP)
#include "batch_triangle_loop_avx2_amd64.h"

#include "batch_float32_amd64.h"

// func sbatchUpperAVX2(nt int, lu, b *float32)
TEXT ·sbatchUpperAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ nt+0(FP), COLSTEP
	SHLQ $9, COLSTEP // a panel
	BACK(COLSTEP, ROWSTEP)
#include "batch_triangle_loop_avx2_amd64.h"

#undef BACKWARD
#undef DIVIDE

// func sbatchLowerAVX2(nt, jt int, lu, b *float32)
TEXT ·sbatchLowerAVX2(SB), NOSPLIT, $0-32
	MOVQ jt+8(FP), JT
	MOVQ lu+16(FP), ROWSTART
	MOVQ b+24(FP), X
	MOVQ nt+0(FP), COLSTEP
	SHLQ $9, COLSTEP // a panel
	MOVQ $512, ROWSTEP
	MOVQ $512, BSTEP
#include "batch_triangle_loop_avx2_amd64.h"
