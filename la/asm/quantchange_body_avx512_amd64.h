// Rows by blocks, see quantblocks_avx512_amd64.h. The z of the last block are in Z8 to Z11 and its differences in Z12 to Z15
// before anything is stored.

// INTEGERS stores those of the differences d at q and adds what they stand for to z.
#define INTEGERS(z, d, q) \
	VMULT  INV, d, d; \
	VPLUS  MAGIC, d, d; \
	VBYTES d, q; \
	VMINUS MAGIC, d, d; \
	VMULT  BY, d, d; \
	VPLUS  d, z, z

#define BLOCK(v, z, d) \
	VLOAD  (64*v)(OLD)(I*SIZE), z; \
	VLOAD  (64*v)(NEW)(I*SIZE), d; \
	VMINUS z, d, d; \
	INTEGERS(z, d, (LANES*v)(Q)(I*1)); \
	VLOAD  z, (64*v)(OLD)(I*SIZE)

#define GETLAST(at, z, d) \
	VLOAD.Z (OLD)(at*SIZE), K1, z; \
	VLOAD.Z (NEW)(at*SIZE), K1, d; \
	VMINUS  z, d, d

#define LAST(at, z, d) \
	INTEGERS(z, d, (Q)(at*1)); \
	VLOAD z, K1, (OLD)(at*SIZE)

	MOVQ     SETMAGIC, T
	FROMBITS T, X0
	SPREAD   X0, MAGIC
	MOVQ     SETTOP, T
	FROMBITS T, TOP
	MOVQ     SETPART, T
	FROMBITS T, PART

row:
	XORL I, I
	VREAD1 (CHANGE), X0
	EXPONENT
	JCC  zero

	VDIV1   X0, TOP, INVX
	SPREAD  INVX, INV
	VMUL1   X0, PART, BYX
	VSTORE1 BYX, (SCALE)
	SPREAD  BYX, BY
	GETLAST(AT0, Z8, Z12)
	GETLAST(AT1, Z9, Z13)
	GETLAST(AT2, Z10, Z14)
	GETLAST(AT3, Z11, Z15)
	TESTQ   AT0, AT0
	JZ      last

block:
	BLOCK(0, Z0, Z4)
	BLOCK(1, Z1, Z5)
	BLOCK(2, Z2, Z6)
	BLOCK(3, Z3, Z7)
	ADDQ $(4*LANES), I
	CMPQ I, AT0
	JLT  block

last:
	LAST(AT0, Z8, Z12)
	LAST(AT1, Z9, Z13)
	LAST(AT2, Z10, Z14)
	LAST(AT3, Z11, Z15)

next:
	ADDQ $SIZE, SCALE
	ADDQ $SIZE, CHANGE
	MOVQ ldq+24(FP), T
	LEAQ (Q)(T*4), Q
	MOVQ ldy+56(FP), T
	LEAQ (NEW)(T*SIZE), NEW
	MOVQ ldz+72(FP), T
	LEAQ (OLD)(T*SIZE), OLD
	DECQ M
	JNZ  row
	VZEROUPPER
	RET

zero:
	VXORPS  X1, X1, X1
	VSTORE1 X1, (SCALE)
	TESTQ   AT0, AT0
	JZ      zerolast

zeros:
	VBYTES MAGIC, (Q)(I*1)
	ADDQ   $LANES, I
	CMPQ   I, AT0
	JLT    zeros

zerolast:
	VBYTES MAGIC, (Q)(AT0*1)
	VBYTES MAGIC, (Q)(AT1*1)
	VBYTES MAGIC, (Q)(AT2*1)
	VBYTES MAGIC, (Q)(AT3*1)
	JMP    next

#undef INTEGERS
#undef BLOCK
#undef GETLAST
#undef LAST
