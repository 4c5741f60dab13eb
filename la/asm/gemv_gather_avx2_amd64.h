// A0 to A7 point to the rows of A whose numbers come next; in the last turn those past number m-1 repeat the first. lda is in bytes.

#define ROWAT(at, A) \
	MOVLQSX at(T), A;          \
	IMULQ   lda+32(FP), A;     \
	ADDQ    a+24(FP), A

	MOVQ rows+64(FP), T
	ROWAT(0, A0)
	CMPQ M, $8
	JLT  fewer
	ROWAT(4, A1)
	ROWAT(8, A2)
	ROWAT(12, A3)
	ROWAT(16, A4)
	ROWAT(20, A5)
	ROWAT(24, A6)
	ROWAT(28, A7)
	JMP  columns

fewer:
	MOVQ A0, A1
	MOVQ A0, A2
	MOVQ A0, A3
	MOVQ A0, A4
	MOVQ A0, A5
	MOVQ A0, A6
	MOVQ A0, A7
	CMPQ M, $2
	JLT  pointed
	ROWAT(4, A1)
	CMPQ M, $3
	JLT  pointed
	ROWAT(8, A2)
	CMPQ M, $4
	JLT  pointed
	ROWAT(12, A3)
	CMPQ M, $5
	JLT  pointed
	ROWAT(16, A4)
	CMPQ M, $6
	JLT  pointed
	ROWAT(20, A5)
	CMPQ M, $7
	JLT  pointed
	ROWAT(24, A6)

pointed:
#undef ROWAT
