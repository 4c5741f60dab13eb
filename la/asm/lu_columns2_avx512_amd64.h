// The other columns, and the last column of L below the first vector.

	// column 4
	PART(0, TOP0, TOP4, Z16)
	PART(1, TOP1, TOP4, Z17)
	PART(2, TOP2, TOP4, Z18)
	PART(3, TOP3, TOP4, ULAST)
	BEGIN(4, TOP4, AT4)
	JZ     search4

column4:
	VLOAD  AT3(0, P), Z1
	PREVIOUS(AT3(0, P))
	VLOAD  AT4(0, P), Z0
	VFNMA  AT0(0, P), Z16, Z0
	VFNMA  AT1(0, P), Z17, Z0
	VFNMA  AT2(0, P), Z18, Z0
	NEXT(AT4(0, P))
	ADDQ   $64, P
	DECQ   COUNT
	JNZ    column4

search4:
	SEARCH
	CMPQ   A, M
	JCC    giveup // after a NaN or an Inf in U the padding may be NaN, too
	PIVOT(4, AT4)
	JCC    unusual

next4:
	LOWER(TOP4, AT4)
	CMPQ   WIDTH, $5
	JEQ    factored

	// column 5
	PART(0, TOP0, TOP5, Z16)
	PART(1, TOP1, TOP5, Z17)
	PART(2, TOP2, TOP5, Z18)
	PART(3, TOP3, TOP5, Z19)
	PART(4, TOP4, TOP5, ULAST)
	BEGIN(5, TOP5, AT5)
	JZ     search5

column5:
	VLOAD  AT4(0, P), Z1
	PREVIOUS(AT4(0, P))
	VLOAD  AT5(0, P), Z0
	VFNMA  AT0(0, P), Z16, Z0
	VFNMA  AT1(0, P), Z17, Z0
	VFNMA  AT2(0, P), Z18, Z0
	VFNMA  AT3(0, P), Z19, Z0
	NEXT(AT5(0, P))
	ADDQ   $64, P
	DECQ   COUNT
	JNZ    column5

search5:
	SEARCH
	CMPQ   A, M
	JCC    giveup // after a NaN or an Inf in U the padding may be NaN, too
	PIVOT(5, AT5)
	JCC    unusual

next5:
	LOWER(TOP5, AT5)
	CMPQ   WIDTH, $6
	JEQ    factored

	// column 6
	PART(0, TOP0, TOP6, Z16)
	PART(1, TOP1, TOP6, Z17)
	PART(2, TOP2, TOP6, Z18)
	PART(3, TOP3, TOP6, Z19)
	PART(4, TOP4, TOP6, Z20)
	PART(5, TOP5, TOP6, ULAST)
	BEGIN(6, TOP6, AT6)
	JZ     search6

column6:
	VLOAD  AT5(0, P), Z1
	PREVIOUS(AT5(0, P))
	VLOAD  AT6(0, P), Z0
	VFNMA  AT0(0, P), Z16, Z0
	VFNMA  AT1(0, P), Z17, Z0
	VFNMA  AT2(0, P), Z18, Z0
	VFNMA  AT3(0, P), Z19, Z0
	VFNMA  AT4(0, P), Z20, Z0
	NEXT(AT6(0, P))
	ADDQ   $64, P
	DECQ   COUNT
	JNZ    column6

search6:
	SEARCH
	CMPQ   A, M
	JCC    giveup // after a NaN or an Inf in U the padding may be NaN, too
	PIVOT(6, AT6)
	JCC    unusual

next6:
	LOWER(TOP6, AT6)
	CMPQ   WIDTH, $7
	JEQ    factored

	// column 7
	PART(0, TOP0, TOP7, Z16)
	PART(1, TOP1, TOP7, Z17)
	PART(2, TOP2, TOP7, Z18)
	PART(3, TOP3, TOP7, Z19)
	PART(4, TOP4, TOP7, Z20)
	PART(5, TOP5, TOP7, Z21)
	PART(6, TOP6, TOP7, ULAST)
	BEGIN(7, TOP7, AT7)
	JZ     search7

column7:
	VLOAD  AT6(0, P), Z1
	PREVIOUS(AT6(0, P))
	VLOAD  AT7(0, P), Z0
	VFNMA  AT0(0, P), Z16, Z0
	VFNMA  AT1(0, P), Z17, Z0
	VFNMA  AT2(0, P), Z18, Z0
	VFNMA  AT3(0, P), Z19, Z0
	VFNMA  AT4(0, P), Z20, Z0
	VFNMA  AT5(0, P), Z21, Z0
	NEXT(AT7(0, P))
	ADDQ   $64, P
	DECQ   COUNT
	JNZ    column7

search7:
	SEARCH
	CMPQ   A, M
	JCC    giveup // after a NaN or an Inf in U the padding may be NaN, too
	PIVOT(7, AT7)
	JCC    unusual

next7:
	LOWER(TOP7, AT7)

factored:
	MOVQ  $-2, AX
	KMOVW AX, K1
	VLOAD TOP0, K1, AT0(0, W)
	KSHIFTLW $1, K1, K1
	VLOAD TOP1, K1, AT1(0, W)
	KSHIFTLW $1, K1, K1
	VLOAD TOP2, K1, AT2(0, W)
	KSHIFTLW $1, K1, K1
	VLOAD TOP3, K1, AT3(0, W)
	KSHIFTLW $1, K1, K1
	VLOAD TOP4, K1, AT4(0, W)
	KSHIFTLW $1, K1, K1
	VLOAD TOP5, K1, AT5(0, W)
	KSHIFTLW $1, K1, K1
	VLOAD TOP6, K1, AT6(0, W)
	KSHIFTLW $1, K1, K1
	VLOAD TOP7, K1, AT7(0, W)
	IMULQ LD, COL
	LEAQ  TOPBYTES(W)(COL*1), A
	LEAQ  (LANES-1)(M), COUNT
	SHRQ  $LOGLANES, COUNT
	DECQ  COUNT
	JZ    scaled

last:
	VMULT (A), RINV, Z1
	VLOAD Z1, (A)
	ADDQ  $64, A
	DECQ  COUNT
	JNZ   last

scaled:
