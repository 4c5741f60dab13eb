//go:build !purego

#include "textflag.h"

#define DST DI
#define X SI
#define Y DX
#define N CX

// func readAVX512(x []float64)
TEXT ·readAVX512(SB), NOSPLIT, $0-24
	MOVQ   x_base+0(FP), X
	MOVQ   x_len+8(FP), N
	VXORPD Z0, Z0, Z0
	VXORPD Z1, Z1, Z1
	VXORPD Z2, Z2, Z2
	VXORPD Z3, Z3, Z3
	SUBQ   $64, N
	JLT    done

block:
	VORPD (X), Z0, Z0
	VORPD 64(X), Z1, Z1
	VORPD 128(X), Z2, Z2
	VORPD 192(X), Z3, Z3
	VORPD 256(X), Z0, Z0
	VORPD 320(X), Z1, Z1
	VORPD 384(X), Z2, Z2
	VORPD 448(X), Z3, Z3
	ADDQ  $512, X
	SUBQ  $64, N
	JGE   block

done:
	VZEROUPPER
	RET

// func triadAVX512(dst, x, y []float64, k float64)
TEXT ·triadAVX512(SB), NOSPLIT, $0-80
	MOVQ         dst_base+0(FP), DST
	MOVQ         dst_len+8(FP), N
	MOVQ         x_base+24(FP), X
	MOVQ         y_base+48(FP), Y
	VBROADCASTSD k+72(FP), Z0
	SUBQ         $64, N
	JLT          done

block:
	VMOVUPD     (X), Z1
	VMOVUPD     64(X), Z2
	VMOVUPD     128(X), Z3
	VMOVUPD     192(X), Z4
	VMOVUPD     256(X), Z5
	VMOVUPD     320(X), Z6
	VMOVUPD     384(X), Z7
	VMOVUPD     448(X), Z8
	VFMADD231PD (Y), Z0, Z1
	VFMADD231PD 64(Y), Z0, Z2
	VFMADD231PD 128(Y), Z0, Z3
	VFMADD231PD 192(Y), Z0, Z4
	VFMADD231PD 256(Y), Z0, Z5
	VFMADD231PD 320(Y), Z0, Z6
	VFMADD231PD 384(Y), Z0, Z7
	VFMADD231PD 448(Y), Z0, Z8
	VMOVUPD     Z1, (DST)
	VMOVUPD     Z2, 64(DST)
	VMOVUPD     Z3, 128(DST)
	VMOVUPD     Z4, 192(DST)
	VMOVUPD     Z5, 256(DST)
	VMOVUPD     Z6, 320(DST)
	VMOVUPD     Z7, 384(DST)
	VMOVUPD     Z8, 448(DST)
	ADDQ        $512, X
	ADDQ        $512, Y
	ADDQ        $512, DST
	SUBQ        $64, N
	JGE         block

done:
	VZEROUPPER
	RET
