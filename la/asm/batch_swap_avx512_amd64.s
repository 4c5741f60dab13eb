//go:build !purego

#include "textflag.h"
#include "batch_swap_amd64.h"

// The exchanges of a panel's pivots in the other panels, see batch_swap_body_amd64.h.

#define COLUMN 64
#define ROWSHIFT 8

#define MOVE MOVQ
#define SIZESHIFT 3
#define LANESHIFT 3

// func dbatchSwapAVX512(panels, np, row int, lu *float64, rows *int32, work *float64)
TEXT ·dbatchSwapAVX512(SB), NOSPLIT, $0-48
	MOVQ row+16(FP), I
	MOVQ lu+24(FP), PANEL
	MOVQ rows+32(FP), ROWS
	MOVQ work+40(FP), WORK
	MOVQ I, K
	SHLQ $ROWSHIFT, I
	ADDQ I, PANEL
	SHLQ $(LANESHIFT+2), K
	ADDQ K, ROWS
	VCVTTPD2DQ 0(WORK), Y0
	VCVTTPD2DQ 64(WORK), Y1
	VCVTTPD2DQ 128(WORK), Y2
	VCVTTPD2DQ 192(WORK), Y3
	VPCMPEQD Y4, Y4, Y4 // -1
	VPXOR Y5, Y5, Y5
	VPSUBD Y4, Y5, Y6 // 1
	VPADDD Y6, Y6, Y7
	VPADDD Y6, Y7, Y8
	VPCMPD $4, Y5, Y0, K1 // not equal
	VPCMPD $4, Y6, Y1, K2 // not equal
	VPCMPD $4, Y7, Y2, K3 // not equal
	VPCMPD $4, Y8, Y3, K4 // not equal
	VMOVUPS Y0, (PIVOTS+0)(WORK)
	VMOVUPS Y1, (PIVOTS+32)(WORK)
	VMOVUPS Y2, (PIVOTS+64)(WORK)
	VMOVUPS Y3, (PIVOTS+96)(WORK)
	KMOVW K1, I
	MOVL I, 0(WORK)
	KMOVW K2, I
	MOVL I, 4(WORK)
	KMOVW K3, I
	MOVL I, 8(WORK)
	KMOVW K4, I
	MOVL I, 12(WORK)
#include "batch_swap_body_amd64.h"

#undef MOVE
#undef SIZESHIFT
#undef LANESHIFT
#define MOVE MOVL
#define SIZESHIFT 2
#define LANESHIFT 4

// func sbatchSwapAVX512(panels, np, row int, lu *float32, rows *int32, work *float32)
TEXT ·sbatchSwapAVX512(SB), NOSPLIT, $0-48
	MOVQ row+16(FP), I
	MOVQ lu+24(FP), PANEL
	MOVQ rows+32(FP), ROWS
	MOVQ work+40(FP), WORK
	MOVQ I, K
	SHLQ $ROWSHIFT, I
	ADDQ I, PANEL
	SHLQ $(LANESHIFT+2), K
	ADDQ K, ROWS
	VCVTTPS2DQ 0(WORK), Z0
	VCVTTPS2DQ 64(WORK), Z1
	VCVTTPS2DQ 128(WORK), Z2
	VCVTTPS2DQ 192(WORK), Z3
	VPTERNLOGD $255, Z4, Z4, Z4 // -1
	VPXORD Z5, Z5, Z5
	VPSUBD Z4, Z5, Z6 // 1
	VPADDD Z6, Z6, Z7
	VPADDD Z6, Z7, Z8
	VPCMPD $4, Z5, Z0, K1 // not equal
	VPCMPD $4, Z6, Z1, K2 // not equal
	VPCMPD $4, Z7, Z2, K3 // not equal
	VPCMPD $4, Z8, Z3, K4 // not equal
	VMOVUPS Z0, (PIVOTS+0)(WORK)
	VMOVUPS Z1, (PIVOTS+64)(WORK)
	VMOVUPS Z2, (PIVOTS+128)(WORK)
	VMOVUPS Z3, (PIVOTS+192)(WORK)
	KMOVW K1, I
	MOVL I, 0(WORK)
	KMOVW K2, I
	MOVL I, 4(WORK)
	KMOVW K3, I
	MOVL I, 8(WORK)
	KMOVW K4, I
	MOVL I, 12(WORK)
#include "batch_swap_body_amd64.h"
