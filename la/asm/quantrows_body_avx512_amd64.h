// Rows of LANES elements a vector; the last vector has one element or more, which K1 masks.

	SETMAGIC
	MOVQ  n+8(FP), CX
	DECQ  CX
	MOVQ  CX, LAST
	ANDQ  $~(LANES-1), LAST
	SUBQ  LAST, CX
	SHLQ  $SHIFT, LAST
	MOVL  $2, T
	SHLQ  CX, T
	DECQ  T
	KMOVW T, K1

	MOVQ m+0(FP), M
	MOVQ b+16(FP), B
	MOVQ ldb+24(FP), LDB
	MOVQ inv+32(FP), INV
	MOVQ q+40(FP), Q
	MOVQ ldq+48(FP), LDQ
	MOVQ start+56(FP), START
	SHLQ $2, LDQ
	SHLQ $SHIFT, LDB

row:
	VBCAST (INV), BY
	VPXORQ Z0, Z0, Z0
	XORL   I, I
	XORL   J, J
	TESTQ  LAST, LAST
	JZ     last

integers:
	VMULT     (B)(I*1), BY, Z1
	VPLUS     MAGIC, Z1, Z1
	VBYTES    Z1, (Q)(J*1)
	VMINUSINT MAGIC, Z1, Z1
	VPLUSINT  Z1, Z0, Z0
	ADDQ      $64, I
	ADDQ      $LANES, J
	CMPQ      I, LAST
	JLT       integers

last:
	VMULT.Z   (B)(I*1), BY, K1, Z1
	VPLUS     MAGIC, Z1, Z1
	VBYTES    Z1, (Q)(J*1)
	VMINUSINT MAGIC, Z1, Z1
	VPLUSINT  Z1, Z0, Z0

	VEXTRACTF64X4 $1, Z0, Y1
	VPLUSINT      Y1, Y0, Y0
	VEXTRACTF128  $1, Y0, X1
	VPLUSINT      X1, X0, X0
	TOTAL
	VMOVD         X0, CX
	SHLQ          $6, CX
	MOVL          (START), T
	SUBQ          CX, T
	MOVL          T, (START)
	ADDQ          $4, START
	ADDQ          $SIZE, INV
	ADDQ          LDQ, Q
	ADDQ          LDB, B
	DECQ          M
	JNZ           row
	VZEROUPPER
	RET
