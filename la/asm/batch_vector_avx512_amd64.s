//go:build !purego

#include "textflag.h"
#include "batch_vector_avx512_amd64.h"

// Substitution for one right-hand side.

// DOWN and UP set the registers for the way down or up with L and U, DOWN_T and
// UP_T with their transposes.
#define DOWN \
	MOVQ LEFT, PANEL; \
	INCQ PANEL; \
	SHLQ $10, PANEL; \
	DECQ LEFT; \
	MOVQ $256, BSTEP

#define UP \
	MOVQ  X, BSTART; \
	MOVQ  LEFT, PANEL; \
	INCQ  PANEL; \
	SHLQ  $10, PANEL; \
	DECQ  LEFT; \
	MOVQ  LEFT, K; \
	IMULQ PANEL, K; \
	ADDQ  K, DIAGONAL; \
	NEGQ  PANEL; \
	MOVQ  LEFT, K; \
	SHLQ  $8, K; \
	ADDQ  K, X; \
	MOVQ  $-256, BSTEP

#define DOWN_T \
	MOVQ LEFT, PANEL; \
	SHLQ $10, PANEL; \
	DECQ LEFT; \
	MOVQ $1024, ASTEP; \
	MOVQ $256, BSTEP

#define UP_T \
	UP; \
	ADDQ $1024, PANEL; \
	MOVQ $-1024, ASTEP

#define ROW 256
#define COL 64
#define LAST NOTHING
#define SOLVE FORWARD

#include "batch_float64_avx512_amd64.h"

// func dbatchLowerVecAVX512(nt int, lu, x *float64)
TEXT ·dbatchLowerVecAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	DOWN
#include "batch_vector_column_avx512_amd64.h"

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
#include "batch_vector_column_avx512_amd64.h"

#undef ROW
#undef COL
#define ROW 64
#define COL 256
#undef SOLVE
#define SOLVE FORWARD

// func dbatchUpperTVecAVX512(nt int, lu, x *float64)
TEXT ·dbatchUpperTVecAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	DOWN_T
#include "batch_vector_row_avx512_amd64.h"

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
#include "batch_vector_row_avx512_amd64.h"

#include "batch_float32_avx512_amd64.h"

// func sbatchLowerTVecAVX512(nt int, lu, x *float32)
TEXT ·sbatchLowerTVecAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	UP_T
#include "batch_vector_row_avx512_amd64.h"

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
#include "batch_vector_row_avx512_amd64.h"

#undef ROW
#undef COL
#define ROW 256
#define COL 64
#undef SOLVE
#define SOLVE BACKWARD

// func sbatchUpperVecAVX512(nt int, lu, x *float32)
TEXT ·sbatchUpperVecAVX512(SB), NOSPLIT, $0-24
	MOVQ nt+0(FP), LEFT
	MOVQ lu+8(FP), DIAGONAL
	MOVQ x+16(FP), X
	UP
#include "batch_vector_column_avx512_amd64.h"

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
#include "batch_vector_column_avx512_amd64.h"
