// The largest difference of every row. The bits of a number without its sign order as integers, a NaN above the rest.

#define LARGEST(v, t, top) \
	VLOAD   (64*v)(NEW)(I*SIZE), t; \
	VMINUS  (64*v)(OLD)(I*SIZE), t, t; \
	VAND    SIGNLESS, t, t; \
	VLARGER t, top, top

#define LARGESTLAST(at, t, top) \
	VLOAD.Z  (NEW)(at*SIZE), K1, t; \
	VMINUS.Z (OLD)(at*SIZE), t, K1, t; \
	VAND     SIGNLESS, t, t; \
	VLARGER  t, top, top

	SETSIGNLESS

row:
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
	VPXORQ Z2, Z2, Z2
	VPXORQ Z3, Z3, Z3
	XORL   I, I
	TESTQ  AT0, AT0
	JZ     last

block:
	LARGEST(0, Z4, Z0)
	LARGEST(1, Z5, Z1)
	LARGEST(2, Z6, Z2)
	LARGEST(3, Z7, Z3)
	ADDQ $(4*LANES), I
	CMPQ I, AT0
	JLT  block

last:
	LARGESTLAST(AT0, Z4, Z0)
	LARGESTLAST(AT1, Z5, Z1)
	LARGESTLAST(AT2, Z6, Z2)
	LARGESTLAST(AT3, Z7, Z3)
	VLARGER Z1, Z0, Z0
	VLARGER Z3, Z2, Z2
	VLARGER Z2, Z0, Z0

	VEXTRACTF64X4 $1, Z0, Y1
	VLARGER       Y1, Y0, Y0
	VEXTRACTF128  $1, Y0, X1
	VLARGER       X1, X0, X0
	LASTSTEP
	VSTORE1       X0, (CHANGE)

	ADDQ $SIZE, CHANGE
	LEAQ (NEW)(LDY*SIZE), NEW
	LEAQ (OLD)(LDZ*SIZE), OLD
	DECQ M
	JNZ  row
	VZEROUPPER
	RET

#undef LARGEST
#undef LARGESTLAST
