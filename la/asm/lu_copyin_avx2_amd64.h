// W = the panel transposed, rows past the last zero; then one row after the
// other what is left of a panel, or all of one with fewer than eight columns.

	MOVQ  a+16(FP), A
	MOVQ  lda+24(FP), LDA
	MOVQ  work+48(FP), W
	MOVQ  ldw+56(FP), LD
	IMULQ $SIZE, LDA
	IMULQ $SIZE, LD
	LEAQ  (LDA)(LDA*2), LDA3
	LEAQ  (LD)(LD*2), LD3
	LEAQ  (LD)(LD*4), LD5
	LEAQ  (LD3)(LD*4), LD7

	// zeros in the last eight rows
	MOVQ   m+0(FP), COUNT
	LEAQ   7(COUNT), P
	ANDQ   $-8, P
	IMULQ  $SIZE, P
	LEAQ   -TOP(W)(P*1), P
	VXORPS Y0, Y0, Y0
	CLEAR(0)
	MOVQ   W, P
	CMPQ   w+8(FP), $8
	JNE    getrest
	SUBQ   $ROWSTEP, COUNT
	JLT    rowsleft

getrows:
	GETROWS
	FLIP
	VLOAD OUT0, AT0(0, P)
	VLOAD OUT1, AT1(0, P)
	VLOAD OUT2, AT2(0, P)
	VLOAD OUT3, AT3(0, P)
	VLOAD OUT4, AT4(0, P)
	VLOAD OUT5, AT5(0, P)
	VLOAD OUT6, AT6(0, P)
	VLOAD OUT7, AT7(0, P)
	ADDQ  $32, P
	SUBQ  $ROWSTEP, COUNT
	JGE   getrows

rowsleft:
	ADDQ $ROWSTEP, COUNT
	JZ   copied

getrest:
	// element after element
	MOVQ w+8(FP), LDA3
	MOVQ P, A4

getelement:
	SLOAD (A), X0
	SLOAD X0, (A4)
	ADDQ  $SIZE, A
	ADDQ  LD, A4
	DECQ  LDA3
	JNZ   getelement
	MOVQ  w+8(FP), LDA3
	IMULQ $SIZE, LDA3
	SUBQ  LDA3, A
	ADDQ  LDA, A
	ADDQ  $SIZE, P
	DECQ  COUNT
	JNZ   getrest

copied:
