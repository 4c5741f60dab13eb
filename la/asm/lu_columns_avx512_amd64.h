// The columns of a panel, left-looking: a column is finished before the search for
// its pivot.

	MOVQ   m+0(FP), M
	MOVQ   w+8(FP), WIDTH
	MOVQ   $-1, ret+64(FP)
	SETUP

	// column 0
	BEGIN(0, TOP0, AT0)
	JZ     search0

column0:
	IAND   AT0(0, P), ABS, Z2
	FOLLOW
	ADDQ   $64, P
	DECQ   COUNT
	JNZ    column0

search0:
	SEARCH
	CMPQ   A, M
	JCC    giveup // after a NaN or an Inf in U the padding may be NaN, too
	PIVOT(0, AT0)
	JCC    unusual

next0:
	LOWER(TOP0, AT0)
	CMPQ   WIDTH, $1
	JEQ    factored

	// column 1
	PART(0, TOP0, TOP1, ULAST)
	BEGIN(1, TOP1, AT1)
	JZ     search1

column1:
	VLOAD  AT0(0, P), Z1
	PREVIOUS(AT0(0, P))
	VLOAD  AT1(0, P), Z0
	NEXT(AT1(0, P))
	ADDQ   $64, P
	DECQ   COUNT
	JNZ    column1

search1:
	SEARCH
	CMPQ   A, M
	JCC    giveup // after a NaN or an Inf in U the padding may be NaN, too
	PIVOT(1, AT1)
	JCC    unusual

next1:
	LOWER(TOP1, AT1)
	CMPQ   WIDTH, $2
	JEQ    factored

	// column 2
	PART(0, TOP0, TOP2, Z16)
	PART(1, TOP1, TOP2, ULAST)
	BEGIN(2, TOP2, AT2)
	JZ     search2

column2:
	VLOAD  AT1(0, P), Z1
	PREVIOUS(AT1(0, P))
	VLOAD  AT2(0, P), Z0
	VFNMA  AT0(0, P), Z16, Z0
	NEXT(AT2(0, P))
	ADDQ   $64, P
	DECQ   COUNT
	JNZ    column2

search2:
	SEARCH
	CMPQ   A, M
	JCC    giveup // after a NaN or an Inf in U the padding may be NaN, too
	PIVOT(2, AT2)
	JCC    unusual

next2:
	LOWER(TOP2, AT2)
	CMPQ   WIDTH, $3
	JEQ    factored

	// column 3
	PART(0, TOP0, TOP3, Z16)
	PART(1, TOP1, TOP3, Z17)
	PART(2, TOP2, TOP3, ULAST)
	BEGIN(3, TOP3, AT3)
	JZ     search3

column3:
	VLOAD  AT2(0, P), Z1
	PREVIOUS(AT2(0, P))
	VLOAD  AT3(0, P), Z0
	VFNMA  AT0(0, P), Z16, Z0
	VFNMA  AT1(0, P), Z17, Z0
	NEXT(AT3(0, P))
	ADDQ   $64, P
	DECQ   COUNT
	JNZ    column3

search3:
	SEARCH
	CMPQ   A, M
	JCC    giveup // after a NaN or an Inf in U the padding may be NaN, too
	PIVOT(3, AT3)
	JCC    unusual

next3:
	LOWER(TOP3, AT3)
	CMPQ   WIDTH, $4
	JEQ    factored
