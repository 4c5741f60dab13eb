// C = alpha*A*B + beta*C for a strip of V vectors of columns, tile by tile down
// the rows. Tiles have 6 rows; the last two share what is left.

	// TAIL: the columns beyond V-1 whole vectors, n*size bytes into the ones
	MOVQ    n+80(FP), CX
	SHLQ    $SHIFT, CX
	LEAQ    tailMask<>+(32*V+32)(SB), AX
	SUBQ    CX, AX
	VMOVUPS (AX), TAIL

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

tile:
	LEAQ (A)(RSA*4), A4

	// C is needed after the sums: fetch it now, unless they are short.
	CMPQ kc+0(FP), $32
	JLT  fetched
	MOVQ C, B
	FETCHC(B)
	ADDQ LDC, B
	FETCHC(B)
	ADDQ LDC, B
	FETCHC(B)
	ADDQ LDC, B
	FETCHC(B)
	ADDQ LDC, B
	FETCHC(B)
	ADDQ LDC, B
	FETCHC(B)

fetched:
	// Tiles fetch one or the other line of every row of the next strip.
	MOVQ M, NEXT
	ANDQ $2, NEXT
	SHLQ $5, NEXT
	MOVQ b+32(FP), B
	ADDQ next+48(FP), NEXT
	SUBQ B, NEXT

	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	ZERO(Y4, Y5)
	ZERO(Y6, Y7)
	ZERO(Y8, Y9)
	ZERO(Y10, Y11)

	MOVQ M, K
	CMPQ K, $12
	JGE  rows6
	CMPQ K, $6
	JLE  rows
	INCQ K // 7 to 11 rows: 4 to 6 now
	SHRQ $1, K

rows:
	CMPQ K, $4
	JLT  rows123
	JEQ  rows4
	CMPQ K, $6
	JLT  rows5

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
	LOADSCALARS
	BETABITS(B)
	JZ   put
	EACHROW(UPDATE)

put:
	EACHROW(PUT)

next:
	TESTQ M, M
	JNZ   tile
	VZEROUPPER
	RET

// The next strip defines these anew.
#undef LOADLAST
#undef PUTLAST
#undef ADDLAST
#undef V
#undef LOADB
#undef FMAS
#undef FETCHC
#undef PUT
#undef UPDATE
