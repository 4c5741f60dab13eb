// The other vectors of column COL: their part of the previous column of L, then
// column COL of what is left.

	TESTQ  COUNT, COUNT
	JZ     searched
	CMPQ   COL, $4
	JGE    column4567
	CMPQ   COL, $2
	JGE    column23
	CMPQ   COL, $1
	JEQ    column1

column0:
	IAND AT0(0, P), ABS, V2
	FOLLOW
	ADDQ $VBYTES, P
	DECQ COUNT
	JNZ  column0
	JMP  searched

column1:
	VLOAD AT0(0, P), V1
	PREVIOUS(AT0(0, P))
	VLOAD AT1(0, P), V0
	NEXT(AT1(0, P))
	ADDQ  $VBYTES, P
	DECQ  COUNT
	JNZ   column1
	JMP   searched

column23:
	JNE column3

column2:
	VLOAD AT1(0, P), V1
	PREVIOUS(AT1(0, P))
	VLOAD AT2(0, P), V0
	VFNMA AT0(0, P), VU0, V0
	NEXT(AT2(0, P))
	ADDQ  $VBYTES, P
	DECQ  COUNT
	JNZ   column2
	JMP   searched

column3:
	VLOAD AT2(0, P), V1
	PREVIOUS(AT2(0, P))
	VLOAD AT3(0, P), V0
	VFNMA AT0(0, P), VU0, V0
	VFNMA AT1(0, P), VU1, V0
	NEXT(AT3(0, P))
	ADDQ  $VBYTES, P
	DECQ  COUNT
	JNZ   column3
	JMP   searched

column4567:
	JEQ  column4
	CMPQ COL, $6
	JEQ  column6
	JGT  column7

column5:
	VLOAD AT4(0, P), V1
	PREVIOUS(AT4(0, P))
	VLOAD AT5(0, P), V0
	VFNMA AT0(0, P), VU0, V0
	VFNMA AT1(0, P), VU1, V0
	VFNMA AT2(0, P), VU2, V0
	VFNMA AT3(0, P), VU3, V0
	NEXT(AT5(0, P))
	ADDQ  $VBYTES, P
	DECQ  COUNT
	JNZ   column5
	JMP   searched

column4:
	VLOAD AT3(0, P), V1
	PREVIOUS(AT3(0, P))
	VLOAD AT4(0, P), V0
	VFNMA AT0(0, P), VU0, V0
	VFNMA AT1(0, P), VU1, V0
	VFNMA AT2(0, P), VU2, V0
	NEXT(AT4(0, P))
	ADDQ  $VBYTES, P
	DECQ  COUNT
	JNZ   column4
	JMP   searched

column6:
	VLOAD AT5(0, P), V1
	PREVIOUS(AT5(0, P))
	VLOAD AT6(0, P), V0
	VFNMA AT0(0, P), VU0, V0
	VFNMA AT1(0, P), VU1, V0
	VFNMA AT2(0, P), VU2, V0
	VFNMA AT3(0, P), VU3, V0
	VFNMA AT4(0, P), VU4, V0
	NEXT(AT6(0, P))
	ADDQ  $VBYTES, P
	DECQ  COUNT
	JNZ   column6
	JMP   searched

column7:
	VLOAD AT6(0, P), V1
	PREVIOUS(AT6(0, P))
	VLOAD AT7(0, P), V0
	VFNMA AT0(0, P), VU0, V0
	VFNMA AT1(0, P), VU1, V0
	VFNMA AT2(0, P), VU2, V0
	VFNMA AT3(0, P), VU3, V0
	VFNMA AT4(0, P), VU4, V0
	VFNMA AT5(0, P), VU5, V0
	NEXT(AT7(0, P))
	ADDQ  $VBYTES, P
	DECQ  COUNT
	JNZ   column7

