//go:build !purego

#include "textflag.h"
#include "batch_swap_amd64.h"

// The exchanges of a panel's pivots in the other panels, see batch_swap_body_amd64.h.

#define COLUMN 32
#define ROWSHIFT 7

#define MOVE MOVQ
#define SIZESHIFT 3
#define LANESHIFT 2

// func dbatchSwapAVX2(panels, np, row int, lu *float64, rows *int32, work *float64)
TEXT ·dbatchSwapAVX2(SB), NOSPLIT, $0-48
	MOVQ row+16(FP), I
	MOVQ lu+24(FP), PANEL
	MOVQ rows+32(FP), ROWS
	MOVQ work+40(FP), WORK
	MOVQ I, K
	SHLQ $ROWSHIFT, I
	ADDQ I, PANEL
	SHLQ $(LANESHIFT+2), K
	ADDQ K, ROWS
	VCVTTPD2DQY 0(WORK), X0
	VCVTTPD2DQY 32(WORK), X1
	VCVTTPD2DQY 64(WORK), X2
	VCVTTPD2DQY 96(WORK), X3
	VPCMPEQD X4, X4, X4 // -1
	VPXOR X5, X5, X5
	VPSUBD X4, X5, X6 // 1
	VPADDD X6, X6, X7
	VPADDD X6, X7, X8
	VPCMPEQD X5, X0, X5
	VPCMPEQD X6, X1, X6
	VPCMPEQD X7, X2, X7
	VPCMPEQD X8, X3, X8
	VMOVUPS X0, (PIVOTS+0)(WORK)
	VMOVUPS X1, (PIVOTS+16)(WORK)
	VMOVUPS X2, (PIVOTS+32)(WORK)
	VMOVUPS X3, (PIVOTS+48)(WORK)
	VMOVMSKPS X5, I
	XORQ $15, I // not equal
	MOVL I, 0(WORK)
	VMOVMSKPS X6, I
	XORQ $15, I // not equal
	MOVL I, 4(WORK)
	VMOVMSKPS X7, I
	XORQ $15, I // not equal
	MOVL I, 8(WORK)
	VMOVMSKPS X8, I
	XORQ $15, I // not equal
	MOVL I, 12(WORK)
#include "batch_swap_body_amd64.h"

#undef MOVE
#undef SIZESHIFT
#undef LANESHIFT
#define MOVE MOVL
#define SIZESHIFT 2
#define LANESHIFT 3

// func sbatchSwapAVX2(panels, np, row int, lu *float32, rows *int32, work *float32)
TEXT ·sbatchSwapAVX2(SB), NOSPLIT, $0-48
	MOVQ row+16(FP), I
	MOVQ lu+24(FP), PANEL
	MOVQ rows+32(FP), ROWS
	MOVQ work+40(FP), WORK
	MOVQ I, K
	SHLQ $ROWSHIFT, I
	ADDQ I, PANEL
	SHLQ $(LANESHIFT+2), K
	ADDQ K, ROWS
	VCVTTPS2DQ 0(WORK), Y0
	VCVTTPS2DQ 32(WORK), Y1
	VCVTTPS2DQ 64(WORK), Y2
	VCVTTPS2DQ 96(WORK), Y3
	VPCMPEQD Y4, Y4, Y4 // -1
	VPXOR Y5, Y5, Y5
	VPSUBD Y4, Y5, Y6 // 1
	VPADDD Y6, Y6, Y7
	VPADDD Y6, Y7, Y8
	VPCMPEQD Y5, Y0, Y5
	VPCMPEQD Y6, Y1, Y6
	VPCMPEQD Y7, Y2, Y7
	VPCMPEQD Y8, Y3, Y8
	VMOVUPS Y0, (PIVOTS+0)(WORK)
	VMOVUPS Y1, (PIVOTS+32)(WORK)
	VMOVUPS Y2, (PIVOTS+64)(WORK)
	VMOVUPS Y3, (PIVOTS+96)(WORK)
	VMOVMSKPS Y5, I
	XORQ $255, I // not equal
	MOVL I, 0(WORK)
	VMOVMSKPS Y6, I
	XORQ $255, I // not equal
	MOVL I, 4(WORK)
	VMOVMSKPS Y7, I
	XORQ $255, I // not equal
	MOVL I, 8(WORK)
	VMOVMSKPS Y8, I
	XORQ $255, I // not equal
	MOVL I, 12(WORK)
#include "batch_swap_body_amd64.h"
