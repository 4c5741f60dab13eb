// C = alpha*A*B + beta*C for a strip of V vectors of columns, tile by tile down
// the rows. Tiles have 8 rows; the last two share what is left.

	// TAIL: the columns beyond V-1 whole vectors
	MOVQ  n+72(FP), CX
	SUBQ  $((V-1)*(64>>SHIFT)), CX
	MOVQ  $1, AX
	SHLQ  CX, AX
	DECQ  AX
	KMOVW AX, TAIL

	MOVQ a+8(FP), TILE
	MOVQ rsa+16(FP), RSA
	MOVQ csa+24(FP), CSA
	MOVQ rsb+40(FP), RSB
	MOVQ c+48(FP), C
	MOVQ ldc+56(FP), LDC
	MOVQ m+64(FP), M
	SHLQ $SHIFT, RSA
	SHLQ $SHIFT, CSA
	SHLQ $SHIFT, RSB
	SHLQ $SHIFT, LDC
	LEAQ (RSA)(RSA*2), RSA3
	LOADSCALARS

tile:
	MOVQ kc+0(FP), K

	// C is needed after the sums: fetch it now, unless they are short.
	CMPQ K, $32
	JLT  fetched
	MOVQ C, A
	LEAQ (C)(LDC*4), A4
	FETCHC(A)
	FETCHC(A4)
	ADDQ LDC, A
	ADDQ LDC, A4
	FETCHC(A)
	FETCHC(A4)
	ADDQ LDC, A
	ADDQ LDC, A4
	FETCHC(A)
	FETCHC(A4)
	ADDQ LDC, A
	ADDQ LDC, A4
	FETCHC(A)
	FETCHC(A4)

fetched:
	MOVQ b+32(FP), B
	ZERO(Z0, Z1, Z2)
	ZERO(Z3, Z4, Z5)
	ZERO(Z6, Z7, Z8)
	ZERO(Z9, Z10, Z11)
	ZERO(Z12, Z13, Z14)
	ZERO(Z15, Z16, Z17)
	ZERO(Z18, Z19, Z20)
	ZERO(Z21, Z22, Z23)

	MOVQ M, A
	CMPQ A, $16
	JGE  rows8
	CMPQ A, $8
	JLE  rows
	INCQ A // 9 to 15 rows: 5 to 8 now
	SHRQ $1, A

rows:
	CMPQ A, $4
	JLT  rows123
	JEQ  rows4
	CMPQ A, $6
	JLT  rows5
	JEQ  rows6
	CMPQ A, $7
	JEQ  rows7

rows8:
	SUM(loop8, ROWS8, 8)

rows7:
	SUM(loop7, ROWS7, 7)

rows6:
	SUM(loop6, ROWS6, 6)

rows5:
	SUM(loop5, ROWS5, 5)

rows4:
	SUM(loop4, ROWS4, 4)

rows123:
	CMPQ A, $2
	JLT  rows1
	JEQ  rows2
	SUM(loop3, ROWS3, 3)

rows2:
	SUM(loop2, ROWS2, 2)

rows1:
	SUM(loop1, ROWS1, 1)

summed:
	SUBQ K, M
	BETABITS(A)
	JZ   put
	EACHROW(UPDATE, next)

put:
	EACHROW(PUT, next)

next:
	TESTQ M, M
	JNZ   tile
	VZEROUPPER
	RET

// The next strip defines these anew.
#undef V
#undef LOADB
#undef FMAS
#undef FETCHC
#undef PUT
#undef UPDATE
