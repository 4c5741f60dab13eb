// Blocks of VL x VL, along the rows of src. Registers of rows and columns that an
// edge block lacks hold anything and are not stored.

	LOADARGS

down:
	MOVQ $VL, I
	CMPQ M, I
	CMOVQLT M, I // rows of this block
	ONES(I, ROWS)
	MOVQ $VL, J
	ONES(J, TAIL)
	XORQ J, J

across:
	MOVQ N, T
	SUBQ J, T
	CMPQ T, $VL
	JGE  load
	ONES(N, TAIL)

load:
	LEAQ (SRC)(J*SIZE), S
	MOVQ I, T
	GETROWS(loaded)

loaded:
	SHUFFLE

	// columns of src are rows of dst
	MOVQ  N, T
	SUBQ  J, T
	MOVQ  $VL, R13
	CMPQ  T, R13
	CMOVQGT R13, T
	MOVQ  J, D
	IMULQ LDD, D
	ADDQ  DST, D
	PUTROWS(stored)

stored:
	ADDQ $VL, J
	CMPQ J, N
	JLT  across

	MOVQ  LDS, T
	SHLQ  $(6-SHIFT), T
	ADDQ  T, SRC
	ADDQ  $64, DST
	SUBQ  $VL, M
	JGT   down
	VZEROUPPER
	RET
