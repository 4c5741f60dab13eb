// Column COL: its part of U, all its other elements, and the largest of them.

column:
	VMOVDQU64 LANE+0(SB), ROWS
	IBCAST    COL, INDEX // row COL where nothing is larger than 0
	VPXORQ    MAX, MAX, MAX
	MOVQ      $-64, AX
	KMOVW     AX, K7 // rows > 5
	LEAQ      (LANES-1)(M), COUNT
	SHRQ      $LOGLANES, COUNT
	MOVQ      W, P
	MOVQ      COL, A
	IMULQ     LD, A
	ADDQ      W, A
	VLOAD     (A), Z0
	TESTQ     COL, COL
	JZ        first

	// u by substitution in the first rows
	ELEMENT0
	CMPQ COL, $2
	JLT  substituted
	ELEMENT1
	JEQ  substituted
	ELEMENT2
	CMPQ COL, $4
	JLT  substituted
	ELEMENT3
	JEQ  substituted
	ELEMENT4
	CMPQ COL, $6
	JLT  substituted
	ELEMENT5
	JEQ  substituted
	ELEMENT6

substituted:
	VBCAST X16, Z16
	VBCAST X17, Z17
	VBCAST X18, Z18
	VBCAST X19, Z19
	VBCAST X20, Z20
	VBCAST X21, Z21
	VBCAST X22, Z22
	VBCAST X23, ULAST

	// the first vector: row i takes u[l] for l < i only
	CMPQ  COL, $2
	JLT   top
	VFNMA AT0(0, W), Z16, K2, Z0
	JEQ   top
	VFNMA AT1(0, W), Z17, K3, Z0
	CMPQ  COL, $4
	JLT   top
	VFNMA AT2(0, W), Z18, K4, Z0
	JEQ   top
	VFNMA AT3(0, W), Z19, K5, Z0
	CMPQ  COL, $6
	JLT   top
	VFNMA AT4(0, W), Z20, K6, Z0
	JEQ   top
	VFNMA AT5(0, W), Z21, K7, Z0

top:
	SUBQ  LD, A
	VLOAD (A), Z1
	VMULT RINV, Z1, K1, Z1
	VLOAD Z1, (A)
	ADDQ  LD, A
	VFNMA Z1, ULAST, K1, Z0
	VLOAD Z0, (A)

first:
	IAND.Z ABS, Z0, K1, Z2
	FOLLOW
	ADDQ   $64, P
	DECQ   COUNT
	JZ     searched
	CMPQ   COL, $4
	JGE    column4567
	CMPQ   COL, $2
	JGE    column23
	CMPQ   COL, $1
	JEQ    column1

column0:
	IAND AT0(0, P), ABS, Z2
	FOLLOW
	ADDQ $64, P
	DECQ COUNT
	JNZ  column0
	JMP  searched

column1:
	VLOAD AT0(0, P), Z1
	PREVIOUS(AT0(0, P))
	VLOAD AT1(0, P), Z0
	NEXT(AT1(0, P))
	ADDQ  $64, P
	DECQ  COUNT
	JNZ   column1
	JMP   searched

column23:
	JNE column3

column2:
	VLOAD AT1(0, P), Z1
	PREVIOUS(AT1(0, P))
	VLOAD AT2(0, P), Z0
	VFNMA AT0(0, P), Z16, Z0
	NEXT(AT2(0, P))
	ADDQ  $64, P
	DECQ  COUNT
	JNZ   column2
	JMP   searched

column3:
	VLOAD AT2(0, P), Z1
	PREVIOUS(AT2(0, P))
	VLOAD AT3(0, P), Z0
	VFNMA AT0(0, P), Z16, Z0
	VFNMA AT1(0, P), Z17, Z0
	NEXT(AT3(0, P))
	ADDQ  $64, P
	DECQ  COUNT
	JNZ   column3
	JMP   searched

column4567:
	JEQ  column4
	CMPQ COL, $6
	JEQ  column6
	JGT  column7

column5:
	VLOAD AT4(0, P), Z1
	PREVIOUS(AT4(0, P))
	VLOAD AT5(0, P), Z0
	VFNMA AT0(0, P), Z16, Z0
	VFNMA AT1(0, P), Z17, Z0
	VFNMA AT2(0, P), Z18, Z0
	VFNMA AT3(0, P), Z19, Z0
	NEXT(AT5(0, P))
	ADDQ  $64, P
	DECQ  COUNT
	JNZ   column5
	JMP   searched

column4:
	VLOAD AT3(0, P), Z1
	PREVIOUS(AT3(0, P))
	VLOAD AT4(0, P), Z0
	VFNMA AT0(0, P), Z16, Z0
	VFNMA AT1(0, P), Z17, Z0
	VFNMA AT2(0, P), Z18, Z0
	NEXT(AT4(0, P))
	ADDQ  $64, P
	DECQ  COUNT
	JNZ   column4
	JMP   searched

column6:
	VLOAD AT5(0, P), Z1
	PREVIOUS(AT5(0, P))
	VLOAD AT6(0, P), Z0
	VFNMA AT0(0, P), Z16, Z0
	VFNMA AT1(0, P), Z17, Z0
	VFNMA AT2(0, P), Z18, Z0
	VFNMA AT3(0, P), Z19, Z0
	VFNMA AT4(0, P), Z20, Z0
	NEXT(AT6(0, P))
	ADDQ  $64, P
	DECQ  COUNT
	JNZ   column6
	JMP   searched

column7:
	VLOAD AT6(0, P), Z1
	PREVIOUS(AT6(0, P))
	VLOAD AT7(0, P), Z0
	VFNMA AT0(0, P), Z16, Z0
	VFNMA AT1(0, P), Z17, Z0
	VFNMA AT2(0, P), Z18, Z0
	VFNMA AT3(0, P), Z19, Z0
	VFNMA AT4(0, P), Z20, Z0
	VFNMA AT5(0, P), Z21, Z0
	NEXT(AT7(0, P))
	ADDQ  $64, P
	DECQ  COUNT
	JNZ   column7

