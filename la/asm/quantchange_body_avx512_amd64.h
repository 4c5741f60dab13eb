// The last vector of a row, of LANES elements if the row has them, is at LAST and may hold elements of the one before: masks
// that reach into other rows make their loads wait for stores. Its z is in Z2 and its difference in Z3 before anything is stored.

	MOVQ SETMAGIC, T
	FROMBITS T, X0
	SPREAD X0, MAGIC
	MOVQ SETTOP, T
	FROMBITS T, TOP
	MOVQ SETPART, T
	FROMBITS T, PART
	SETSIGNLESS

	MOVQ  n+8(FP), CX
	XORL  LAST, LAST
	MOVL  $1, T
	SHLQ  CX, T
	DECQ  T
	SUBQ  $LANES, CX
	JLT   short
	MOVQ  CX, LAST
	SHLQ  $SHIFT, LAST
	MOVQ  $-1, T

short:
	KMOVW T, K1

	MOVQ m+0(FP), M
	MOVQ q+16(FP), Q
	MOVQ ldq+24(FP), LDQ
	MOVQ scale+32(FP), SCALE
	MOVQ change+40(FP), CHANGE
	MOVQ y+48(FP), NEW
	MOVQ ldy+56(FP), LDY
	MOVQ z+64(FP), OLD
	SHLQ $2, LDQ
	SHLQ $SHIFT, LDY

row:
	VPXORQ Z0, Z0, Z0
	XORL   I, I
	TESTQ  LAST, LAST
	JZ     largestlast

largest:
	VLOAD   (NEW)(I*1), Z1
	VMINUS  (OLD)(I*1), Z1, Z1
	VAND    SIGNLESS, Z1, Z1
	VLARGER Z1, Z0, Z0
	ADDQ    $64, I
	CMPQ    I, LAST
	JLT     largest

largestlast:
	VLOAD.Z (NEW)(LAST*1), K1, Z3
	VLOAD.Z (OLD)(LAST*1), K1, Z2
	VMINUS  Z2, Z3, Z3
	VAND    SIGNLESS, Z3, Z1
	VLARGER Z1, Z0, Z0

	VEXTRACTF64X4 $1, Z0, Y1
	VLARGER       Y1, Y0, Y0
	VEXTRACTF128  $1, Y0, X1
	VLARGER       X1, X0, X0
	LASTSTEP
	VSTORE1       X0, (CHANGE)
	XORL          I, I
	XORL          J, J
	EXPONENT
	JCC           zero

	VDIV1   X0, TOP, INVX
	SPREAD  INVX, INV
	VMUL1   X0, PART, BYX
	VSTORE1 BYX, (SCALE)
	SPREAD  BYX, BY
	TESTQ   LAST, LAST
	JZ      integerslast

integers:
	VLOAD  (OLD)(I*1), Z0
	VLOAD  (NEW)(I*1), Z1
	VMINUS Z0, Z1, Z1
	VMULT  INV, Z1, Z1
	VPLUS  MAGIC, Z1, Z1
	VBYTES Z1, (Q)(J*1)
	VMINUS MAGIC, Z1, Z1
	VMULT  BY, Z1, Z1
	VPLUS  Z1, Z0, Z0
	VLOAD  Z0, (OLD)(I*1)
	ADDQ   $64, I
	ADDQ   $LANES, J
	CMPQ   I, LAST
	JLT    integers

integerslast:
	MOVQ   LAST, J
	SHRQ   $SHIFT, J
	VMULT  INV, Z3, Z3
	VPLUS  MAGIC, Z3, Z3
	VBYTES Z3, (Q)(J*1)
	VMINUS MAGIC, Z3, Z3
	VMULT  BY, Z3, Z3
	VPLUS  Z3, Z2, Z2
	VLOAD  Z2, K1, (OLD)(LAST*1)

next:
	ADDQ $SIZE, SCALE
	ADDQ $SIZE, CHANGE
	ADDQ LDQ, Q
	ADDQ LDY, NEW
	MOVQ ldz+72(FP), T
	SHLQ $SHIFT, T
	ADDQ T, OLD
	DECQ M
	JNZ  row
	VZEROUPPER
	RET

zero:
	VXORPS  X1, X1, X1
	VSTORE1 X1, (SCALE)
	TESTQ   LAST, LAST
	JZ      zerolast

zeros:
	VBYTES MAGIC, (Q)(J*1)
	ADDQ   $64, I
	ADDQ   $LANES, J
	CMPQ   I, LAST
	JLT    zeros

zerolast:
	MOVQ   LAST, J
	SHRQ   $SHIFT, J
	VBYTES MAGIC, (Q)(J*1)
	JMP    next
