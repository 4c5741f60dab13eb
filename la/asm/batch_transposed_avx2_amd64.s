//go:build !purego

#include "textflag.h"
#include "batch_triangle_avx2_amd64.h"

// Substitution with L' and U', see batch_triangle_loop_avx2_amd64.h.

#define ROW 32
#define COL 128

#include "batch_float64_amd64.h"

#define DIVIDE

// func dbatchUpperTAVX2(nt int, lu, b *float64)
TEXT ·dbatchUpperTAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ nt+0(FP), ROWSTEP
	SHLQ $9, ROWSTEP // a panel
	MOVQ $512, COLSTEP
	MOVQ $512, BSTEP
#include "batch_triangle_loop_avx2_amd64.h"

#undef DIVIDE
#define BACKWARD

// func dbatchLowerTAVX2(nt int, lu, b *float64)
TEXT ·dbatchLowerTAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ nt+0(FP), ROWSTEP
	SHLQ $9, ROWSTEP // a panel
	BACK(ROWSTEP, COLSTEP)
#include "batch_triangle_loop_avx2_amd64.h"

#include "batch_float32_amd64.h"

// func sbatchLowerTAVX2(nt int, lu, b *float32)
TEXT ·sbatchLowerTAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ nt+0(FP), ROWSTEP
	SHLQ $9, ROWSTEP // a panel
	BACK(ROWSTEP, COLSTEP)
#include "batch_triangle_loop_avx2_amd64.h"

#undef BACKWARD
#define DIVIDE

// func sbatchUpperTAVX2(nt int, lu, b *float32)
TEXT ·sbatchUpperTAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), JT
	MOVQ lu+8(FP), ROWSTART
	MOVQ b+16(FP), X
	MOVQ nt+0(FP), ROWSTEP
	SHLQ $9, ROWSTEP // a panel
	MOVQ $512, COLSTEP
	MOVQ $512, BSTEP
#include "batch_triangle_loop_avx2_amd64.h"
