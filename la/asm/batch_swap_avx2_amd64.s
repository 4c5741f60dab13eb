//go:build !purego

#include "textflag.h"
#include "batch_swap_amd64.h"

// The exchanges of a panel's pivots in the panels before it, see batch_swap_amd64.h.

#define COLUMN 32
#define ROWSHIFT 7

#define MOVE MOVQ
#define SIZE 8
#define RSHIFT 4

// func dbatchSwapAVX2(panels, np, row int, lu *float64, rows *int32, work *float64)
TEXT ·dbatchSwapAVX2(SB), NOSPLIT, $0-48
	MOVQ panels+0(FP), PANELS
	MOVQ row+16(FP), I
	MOVQ lu+24(FP), PANEL
	MOVQ rows+32(FP), ROWS
	MOVQ work+40(FP), PIV
	MOVQ I, K
	SHLQ $ROWSHIFT, I
	ADDQ I, PANEL
	SHLQ $RSHIFT, K
	ADDQ K, ROWS
	VCVTTPD2DQY 0(PIV), X0
	VCVTTPD2DQY 32(PIV), X1
	VCVTTPD2DQY 64(PIV), X2
	VCVTTPD2DQY 96(PIV), X3
	ADDQ $128, PIV
	VMOVUPS X0, 0(PIV)
	VMOVUPS X1, 16(PIV)
	VMOVUPS X2, 32(PIV)
	VMOVUPS X3, 48(PIV)
#include "batch_swap_body_amd64.h"

#undef MOVE
#undef SIZE
#undef RSHIFT
#define MOVE MOVL
#define SIZE 4
#define RSHIFT 5

// func sbatchSwapAVX2(panels, np, row int, lu *float32, rows *int32, work *float32)
TEXT ·sbatchSwapAVX2(SB), NOSPLIT, $0-48
	MOVQ panels+0(FP), PANELS
	MOVQ row+16(FP), I
	MOVQ lu+24(FP), PANEL
	MOVQ rows+32(FP), ROWS
	MOVQ work+40(FP), PIV
	MOVQ I, K
	SHLQ $ROWSHIFT, I
	ADDQ I, PANEL
	SHLQ $RSHIFT, K
	ADDQ K, ROWS
	VCVTTPS2DQ 0(PIV), Y0
	VCVTTPS2DQ 32(PIV), Y1
	VCVTTPS2DQ 64(PIV), Y2
	VCVTTPS2DQ 96(PIV), Y3
	ADDQ $128, PIV
	VMOVUPS Y0, 0(PIV)
	VMOVUPS Y1, 32(PIV)
	VMOVUPS Y2, 64(PIV)
	VMOVUPS Y3, 96(PIV)
#include "batch_swap_body_amd64.h"
