// One vector of columns at a time, K1 masks its columns, over all rows: Z0 is the largest |x - y|, Z1 the largest |x|.

	VPTERNLOGD $0xFF, SIGNLESS, SIGNLESS, SIGNLESS
	CLEARSIGN  $1, SIGNLESS, SIGNLESS
	MOVQ       n+8(FP), N
	MOVQ       x+16(FP), X
	MOVQ       ldx+24(FP), LDX
	SHLQ       $SHIFT, LDX
	MOVQ       y+32(FP), Y
	MOVQ       ldy+40(FP), LDY
	SHLQ       $SHIFT, LDY
	MOVQ       diff+48(FP), DIFF
	MOVQ       size+56(FP), TOP
	MOVL       $0xFFFF, T
	KMOVW      T, K1

columns:
	CMPQ  N, $LANES
	JGE   whole
	MOVQ  N, CX
	MOVL  $1, T
	SHLQ  CX, T
	DECQ  T
	KMOVW T, K1

whole:
	VXORPS  X0, X0, X0
	VXORPS  X1, X1, X1
	MOVBQZX load+64(FP), T
	TESTQ   T, T
	JEQ     begun
	VLOAD.Z (DIFF), K1, Z0
	VLOAD.Z (TOP), K1, Z1

begun:
	MOVQ m+0(FP), M
	MOVQ X, XI
	MOVQ Y, YI

row:
	VLOAD.Z  (XI), K1, Z2
	VLOAD.Z  (YI), K1, Z3
	VMINUS   Z3, Z2, Z3
	VAND     SIGNLESS, Z2, Z2
	VAND     SIGNLESS, Z3, Z3
	VLARGER  Z3, Z0, Z0
	VLARGER  Z2, Z1, Z1
	ADDQ     LDX, XI
	ADDQ     LDY, YI
	DECQ     M
	JNE      row
	VLOAD    Z0, K1, (DIFF)
	VLOAD    Z1, K1, (TOP)
	ADDQ     $64, X
	ADDQ     $64, Y
	ADDQ     $64, DIFF
	ADDQ     $64, TOP
	SUBQ     $LANES, N
	JGT      columns
	VZEROUPPER
	RET
