// One vector of columns at a time, SOME masks its columns, over all rows: Y0 is the largest |x - y|, Y1 the largest |x|. N is
// the columns left, in bytes.

	VPCMPEQD  SIGNLESS, SIGNLESS, SIGNLESS
	VMOVUPS   SIGNLESS, SOME
	CLEARSIGN $1, SIGNLESS, SIGNLESS
	MOVQ      n+8(FP), N
	SHLQ      $SHIFT, N
	MOVQ      x+16(FP), X
	MOVQ      ldx+24(FP), LDX
	SHLQ      $SHIFT, LDX
	MOVQ      y+32(FP), Y
	MOVQ      ldy+40(FP), LDY
	SHLQ      $SHIFT, LDY
	MOVQ      diff+48(FP), DIFF
	MOVQ      size+56(FP), TOP

columns:
	CMPQ    N, $32
	JGE     whole
	LEAQ    tailMask<>+64(SB), T
	SUBQ    N, T
	VMOVUPS (T), SOME

whole:
	VXORPS   X0, X0, X0
	VXORPS   X1, X1, X1
	MOVBQZX  load+64(FP), T
	TESTQ    T, T
	JEQ      begun
	VMASKMOV (DIFF), SOME, Y0
	VMASKMOV (TOP), SOME, Y1

begun:
	MOVQ m+0(FP), M
	MOVQ X, XI
	MOVQ Y, YI

row:
	VMASKMOV (XI), SOME, Y2
	VMASKMOV (YI), SOME, Y3
	VMINUS   Y3, Y2, Y3
	VANDPS   SIGNLESS, Y2, Y2
	VANDPS   SIGNLESS, Y3, Y3
	LARGER(Y3, Y0)
	LARGER(Y2, Y1)
	ADDQ     LDX, XI
	ADDQ     LDY, YI
	DECQ     M
	JNE      row
	VMASKMOV Y0, SOME, (DIFF)
	VMASKMOV Y1, SOME, (TOP)
	ADDQ     $32, X
	ADDQ     $32, Y
	ADDQ     $32, DIFF
	ADDQ     $32, TOP
	SUBQ     $32, N
	JGT      columns
	VZEROUPPER
	RET
