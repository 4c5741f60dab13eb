// W = the panel transposed.

	// K1: the first WIDTH elements of a row
	MOVQ  w+8(FP), CX
	MOVQ  $1, AX
	SHLQ  CX, AX
	DECQ  AX
	KMOVW AX, K1

	MOVQ a+16(FP), A
	MOVQ lda+24(FP), LDA
	MOVQ work+48(FP), W
	MOVQ ldw+56(FP), LD
	IMULQ $SIZE, LDA
	IMULQ $SIZE, LD
	LEAQ (LDA)(LDA*2), LDA3
	LEAQ (LD)(LD*2), LD3
	LEAQ (LD)(LD*4), LD5
	LEAQ (LD3)(LD*4), LD7
	MOVQ W, P
	MOVQ m+0(FP), COUNT
	SUBQ $8, COUNT
	JLT  lastrows

rows8:
	LEAQ    (A)(LDA*4), A4
	VLOAD.Z (A), K1, ROW0
	VLOAD.Z (A)(LDA*1), K1, ROW1
	VLOAD.Z (A)(LDA*2), K1, ROW2
	VLOAD.Z (A)(LDA3*1), K1, ROW3
	VLOAD.Z (A4), K1, ROW4
	VLOAD.Z (A4)(LDA*1), K1, ROW5
	VLOAD.Z (A4)(LDA*2), K1, ROW6
	VLOAD.Z (A4)(LDA3*1), K1, ROW7
	LEAQ    (A)(LDA*8), A

putcolumns:
	FLIP
	VLOAD OUT0, AT0(0, P)
	VLOAD OUT1, AT1(0, P)
	VLOAD OUT2, AT2(0, P)
	VLOAD OUT3, AT3(0, P)
	VLOAD OUT4, AT4(0, P)
	VLOAD OUT5, AT5(0, P)
	VLOAD OUT6, AT6(0, P)
	VLOAD OUT7, AT7(0, P)
	ADDQ  $(8*SIZE), P
	SUBQ  $8, COUNT
	JGE   rows8

lastrows:
	// up to seven rows, then zeros to the end of a vector
	VXORPS ROW0, ROW0, ROW0
	VXORPS ROW1, ROW1, ROW1
	VXORPS ROW2, ROW2, ROW2
	VXORPS ROW3, ROW3, ROW3
	VXORPS ROW4, ROW4, ROW4
	VXORPS ROW5, ROW5, ROW5
	VXORPS ROW6, ROW6, ROW6
	VXORPS ROW7, ROW7, ROW7
	ADDQ   $8, COUNT
	JLE    padded
	LEAQ    (A)(LDA*4), A4
	VLOAD.Z (A), K1, ROW0
	CMPQ    COUNT, $2
	JLT     lastloaded
	VLOAD.Z (A)(LDA*1), K1, ROW1
	JEQ     lastloaded
	VLOAD.Z (A)(LDA*2), K1, ROW2
	CMPQ    COUNT, $4
	JLT     lastloaded
	VLOAD.Z (A)(LDA3*1), K1, ROW3
	JEQ     lastloaded
	VLOAD.Z (A4), K1, ROW4
	CMPQ    COUNT, $6
	JLT     lastloaded
	VLOAD.Z (A4)(LDA*1), K1, ROW5
	JEQ     lastloaded
	VLOAD.Z (A4)(LDA*2), K1, ROW6

lastloaded:
	MOVQ $-8, COUNT // no rows are left
	JMP  putcolumns

padded:
	MOVQ  P, AX
	SUBQ  W, AX
	TESTQ $(LANES*SIZE-1), AX
	JZ    copied
	MOVQ  $-8, COUNT
	JMP   putcolumns

copied:
