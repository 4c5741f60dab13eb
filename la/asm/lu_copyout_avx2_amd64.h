// The panel = W transposed.

	MOVQ  a+16(FP), A
	MOVQ  lda+24(FP), LDA
	IMULQ $SIZE, LDA
	LEAQ  (LDA)(LDA*2), LDA3
	MOVQ  W, P
	MOVQ  m+0(FP), COUNT
	CMPQ  w+8(FP), $8
	JNE   putrest
	SUBQ  $ROWSTEP, COUNT
	JLT   lastrows

putrows:
	VLOAD AT0(0, P), Y0
	VLOAD AT1(0, P), Y1
	VLOAD AT2(0, P), Y2
	VLOAD AT3(0, P), Y3
	VLOAD AT4(0, P), Y4
	VLOAD AT5(0, P), Y5
	VLOAD AT6(0, P), Y6
	VLOAD AT7(0, P), Y7
	FLIP
	PUTROWS
	ADDQ  $32, P
	SUBQ  $ROWSTEP, COUNT
	JGE   putrows

lastrows:
	ADDQ $ROWSTEP, COUNT
	JZ   done

putrest:
	MOVQ w+8(FP), LDA3
	MOVQ P, A4

putelement:
	SLOAD (A4), X0
	SLOAD X0, (A)
	ADDQ  $SIZE, A
	ADDQ  LD, A4
	DECQ  LDA3
	JNZ   putelement
	MOVQ  w+8(FP), LDA3
	IMULQ $SIZE, LDA3
	SUBQ  LDA3, A
	ADDQ  LDA, A
	ADDQ  $SIZE, P
	DECQ  COUNT
	JNZ   putrest

done:
	VZEROUPPER
	RET
