// C = alpha*A*B + beta*C for a strip of V vectors of columns, tile by tile down
// the rows. Tiles have 8 rows; the last two share what is left.

	// TAIL: the columns beyond V-1 whole vectors
	MOVQ  n+80(FP), CX
	SUBQ  $((V-1)*(64>>SHIFT)), CX
	MOVQ  $1, AX
	SHLQ  CX, AX
	DECQ  AX
	KMOVW AX, TAIL

	MOVQ a+8(FP), A
	MOVQ rsa+16(FP), RSA
	MOVQ csa+24(FP), CSA
	MOVQ rsb+40(FP), RSB
	MOVQ c+56(FP), C
	MOVQ ldc+64(FP), LDC
	MOVQ m+72(FP), M
	SHLQ $SHIFT, RSA
	SHLQ $SHIFT, CSA
	SHLQ $SHIFT, RSB
	SHLQ $SHIFT, LDC
	LEAQ (RSA)(RSA*2), RSA3
	LOADSCALARS

tile:
	LEAQ (A)(RSA*4), A4

	// C is needed after the sums: fetch it now, unless they are short.
	CMPQ kc+0(FP), $32
	JLT  fetched
	MOVQ C, B
	LEAQ (C)(LDC*4), NEXT
	FETCHC(B)
	FETCHC(NEXT)
	ADDQ LDC, B
	ADDQ LDC, NEXT
	FETCHC(B)
	FETCHC(NEXT)
	ADDQ LDC, B
	ADDQ LDC, NEXT
	FETCHC(B)
	FETCHC(NEXT)
	ADDQ LDC, B
	ADDQ LDC, NEXT
	FETCHC(B)
	FETCHC(NEXT)

fetched:
	// Each tile fetches one of the lines of every row of the next strip.
	MOVQ M, NEXT
	ANDQ $24, NEXT
	SHLQ $3, NEXT
	MOVQ b+32(FP), B
	ADDQ next+48(FP), NEXT
	SUBQ B, NEXT

	ZERO(Z0, Z1, Z2)
	ZERO(Z3, Z4, Z5)
	ZERO(Z6, Z7, Z8)
	ZERO(Z9, Z10, Z11)
	ZERO(Z12, Z13, Z14)
	ZERO(Z15, Z16, Z17)
	ZERO(Z18, Z19, Z20)
	ZERO(Z21, Z22, Z23)

	MOVQ M, K
	CMPQ K, $16
	JGE  rows8
	CMPQ K, $8
	JLE  rows
	INCQ K // 9 to 15 rows: 5 to 8 now
	SHRQ $1, K

rows:
	CMPQ K, $4
	JLT  rows123
	JEQ  rows4
	CMPQ K, $6
	JLT  rows5
	JEQ  rows6
	CMPQ K, $7
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
	CMPQ K, $2
	JLT  rows1
	JEQ  rows2
	SUM(loop3, ROWS3, 3)

rows2:
	SUM(loop2, ROWS2, 2)

rows1:
	SUM(loop1, ROWS1, 1)

summed:
	SUBQ K, M
	MOVQ kc+0(FP), B // back to the first column
	IMULQ CSA, B
	SUBQ B, A
	FINISH

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
#undef HOLD
#undef STORE
