//go:build !purego

#include "textflag.h"

#define DST DI
#define X SI
#define Y DX
#define N CX

// func readAVX2(x []float64)
TEXT ·readAVX2(SB), NOSPLIT, $0-24
	MOVQ   x_base+0(FP), X
	MOVQ   x_len+8(FP), N
	VXORPD Y0, Y0, Y0
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2
	VXORPD Y3, Y3, Y3
	SUBQ   $64, N
	JLT    done

block:
	VORPD (X), Y0, Y0
	VORPD 32(X), Y1, Y1
	VORPD 64(X), Y2, Y2
	VORPD 96(X), Y3, Y3
	VORPD 128(X), Y0, Y0
	VORPD 160(X), Y1, Y1
	VORPD 192(X), Y2, Y2
	VORPD 224(X), Y3, Y3
	VORPD 256(X), Y0, Y0
	VORPD 288(X), Y1, Y1
	VORPD 320(X), Y2, Y2
	VORPD 352(X), Y3, Y3
	VORPD 384(X), Y0, Y0
	VORPD 416(X), Y1, Y1
	VORPD 448(X), Y2, Y2
	VORPD 480(X), Y3, Y3
	ADDQ  $512, X
	SUBQ  $64, N
	JGE   block

done:
	VZEROUPPER
	RET

// func triadAVX2(dst, x, y []float64, k float64)
TEXT ·triadAVX2(SB), NOSPLIT, $0-80
	MOVQ         dst_base+0(FP), DST
	MOVQ         dst_len+8(FP), N
	MOVQ         x_base+24(FP), X
	MOVQ         y_base+48(FP), Y
	VBROADCASTSD k+72(FP), Y0
	SUBQ         $64, N
	JLT          done

block:
	MOVQ $4, AX

part:
	VMOVUPD     (X), Y1
	VMOVUPD     32(X), Y2
	VMOVUPD     64(X), Y3
	VMOVUPD     96(X), Y4
	VFMADD231PD (Y), Y0, Y1
	VFMADD231PD 32(Y), Y0, Y2
	VFMADD231PD 64(Y), Y0, Y3
	VFMADD231PD 96(Y), Y0, Y4
	VMOVUPD     Y1, (DST)
	VMOVUPD     Y2, 32(DST)
	VMOVUPD     Y3, 64(DST)
	VMOVUPD     Y4, 96(DST)
	ADDQ        $128, X
	ADDQ        $128, Y
	ADDQ        $128, DST
	SUBQ        $1, AX
	JNZ         part
	SUBQ        $64, N
	JGE         block

done:
	VZEROUPPER
	RET
