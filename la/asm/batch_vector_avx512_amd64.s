//go:build !purego

#include "textflag.h"
#include "batch_avx512_amd64.h"
#include "batch_vector_amd64.h"

// Substitution for one right-hand side.

#define ROW (4*VB)
#define COL VB
#define LAST NOTHING
#define SOLVE FORWARD

#include "batch_float64_amd64.h"

// func dbatchLowerVecAVX512(nt int, lu, x *float64)
TEXT ·dbatchLowerVecAVX512(SB), NOSPLIT, $0-24
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

// func dbatchUpperVecAVX512(nt int, lu, x *float64)
TEXT ·dbatchUpperVecAVX512(SB), NOSPLIT, $0-24
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

// func dbatchUpperTVecAVX512(nt int, lu, x *float64)
TEXT ·dbatchUpperTVecAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	DOWN_T
#include "batch_vector_row_amd64.h"

#undef LAST
#undef SOLVE
#define LAST NOTHING
#define SOLVE BACKWARD

// func dbatchLowerTVecAVX512(nt int, lu, x *float64)
TEXT ·dbatchLowerTVecAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	UP_T
#include "batch_vector_row_amd64.h"

#include "batch_float32_amd64.h"

// func sbatchLowerTVecAVX512(nt int, lu, x *float32)
TEXT ·sbatchLowerTVecAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	UP_T
#include "batch_vector_row_amd64.h"

#undef LAST
#undef SOLVE
#define LAST OVER
#define SOLVE FORWARD

// func sbatchUpperTVecAVX512(nt int, lu, x *float32)
TEXT ·sbatchUpperTVecAVX512(SB), NOSPLIT, $0-24
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

// func sbatchUpperVecAVX512(nt int, lu, x *float32)
TEXT ·sbatchUpperVecAVX512(SB), NOSPLIT, $0-24
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

// func sbatchLowerVecAVX512(nt int, lu, x *float32)
TEXT ·sbatchLowerVecAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	DOWN
#include "batch_vector_column_amd64.h"
