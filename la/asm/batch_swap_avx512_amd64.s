//go:build !purego

#include "textflag.h"
#include "batch_swap_amd64.h"

// The exchanges of a panel's pivots in the panels before it, see batch_swap_amd64.h.

#define COLUMN 64
#define ROWSHIFT 8

#define MOVE MOVQ
#define SIZE 8
#define RSHIFT 5

// func dbatchSwapAVX512(panels, np, row int, lu *float64, rows *int32, work *float64)
TEXT ·dbatchSwapAVX512(SB), NOSPLIT, $0-48
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
	VCVTTPD2DQ 0(PIV), Y0
	VCVTTPD2DQ 64(PIV), Y1
	VCVTTPD2DQ 128(PIV), Y2
	VCVTTPD2DQ 192(PIV), Y3
	ADDQ $256, PIV
	VMOVUPS Y0, 0(PIV)
	VMOVUPS Y1, 32(PIV)
	VMOVUPS Y2, 64(PIV)
	VMOVUPS Y3, 96(PIV)
#include "batch_swap_body_amd64.h"

#undef MOVE
#undef SIZE
#undef RSHIFT
#define MOVE MOVL
#define SIZE 4
#define RSHIFT 6

// func sbatchSwapAVX512(panels, np, row int, lu *float32, rows *int32, work *float32)
TEXT ·sbatchSwapAVX512(SB), NOSPLIT, $0-48
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
	VCVTTPS2DQ 0(PIV), Z0
	VCVTTPS2DQ 64(PIV), Z1
	VCVTTPS2DQ 128(PIV), Z2
	VCVTTPS2DQ 192(PIV), Z3
	ADDQ $256, PIV
	VMOVUPS Z0, 0(PIV)
	VMOVUPS Z1, 64(PIV)
	VMOVUPS Z2, 128(PIV)
	VMOVUPS Z3, 192(PIV)
#include "batch_swap_body_amd64.h"
