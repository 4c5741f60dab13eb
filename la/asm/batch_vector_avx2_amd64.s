//go:build !purego

#include "textflag.h"
#include "batch_avx2_amd64.h"
#include "batch_vector_amd64.h"

// Substitution for one right-hand side.

#define ROW (4*VB)
#define COL VB
#define LAST NOTHING
#define SOLVE FORWARD

#include "batch_float64_amd64.h"

// func dbatchLowerVecAVX2(nt int, lu, x *float64)
TEXT ·dbatchLowerVecAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	DOWN
#include "batch_vector_column_amd64.h"

#undef LAST
#undef SOLVE
#define LAST OVER
#define SOLVE BACKWARD
#define UPWARDS

// func dbatchUpperVecAVX2(nt int, lu, x *float64)
TEXT ·dbatchUpperVecAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	UP
#include "batch_vector_column_amd64.h"

#undef ROW
#undef COL
#define ROW VB
#define COL (4*VB)
#undef SOLVE
#define SOLVE FORWARD

// func dbatchUpperTVecAVX2(nt int, lu, x *float64)
TEXT ·dbatchUpperTVecAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	DOWN_T
#include "batch_vector_row_amd64.h"

#undef LAST
#undef SOLVE
#define LAST NOTHING
#define SOLVE BACKWARD

// func dbatchLowerTVecAVX2(nt int, lu, x *float64)
TEXT ·dbatchLowerTVecAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	UP_T
#include "batch_vector_row_amd64.h"

#include "batch_float32_amd64.h"

// func sbatchLowerTVecAVX2(nt int, lu, x *float32)
TEXT ·sbatchLowerTVecAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	UP_T
#include "batch_vector_row_amd64.h"

#undef LAST
#undef SOLVE
#define LAST OVER
#define SOLVE FORWARD

// func sbatchUpperTVecAVX2(nt int, lu, x *float32)
TEXT ·sbatchUpperTVecAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	DOWN_T
#include "batch_vector_row_amd64.h"

#undef ROW
#undef COL
#define ROW (4*VB)
#define COL VB
#undef SOLVE
#define SOLVE BACKWARD

// func sbatchUpperVecAVX2(nt int, lu, x *float32)
TEXT ·sbatchUpperVecAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	UP
#include "batch_vector_column_amd64.h"

#undef LAST
#undef SOLVE
#undef UPWARDS
#define LAST NOTHING
#define SOLVE FORWARD

// func sbatchLowerVecAVX2(nt int, lu, x *float32)
TEXT ·sbatchLowerVecAVX2(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	DOWN
#include "batch_vector_column_amd64.h"
