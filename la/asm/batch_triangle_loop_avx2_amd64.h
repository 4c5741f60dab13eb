// Substitution with the first JT block columns of op(LU), tile by tile; see
// batch_triangle_avx2_amd64.h for the registers set before. ROW and COL say
// whether op is the transpose, BACKWARD is the order, DIVIDE means that the
// diagonal is not one.

	MOVQ X, BSTART
	XORL TILE, TILE

tile:
	MOVQ $1, HALF

half:
	LOADX
	MOVQ    ROWSTART, A
	MOVQ    BSTART, B
	MOVQ    TILE, K
	CMPQ    K, JT
	CMOVQGT JT, K
	TESTQ   K, K
	JEQ     diagonal

product:
	PRODUCT(0)
	PRODUCT(1)
	PRODUCT(2)
	PRODUCT(3)
	ADDQ COLSTEP, A
	ADDQ BSTEP, B
	DECQ K
	JNE  product

diagonal:
	CMPQ TILE, JT
	JGE  store

#ifdef BACKWARD
#ifdef DIVIDE
	OVER(3, Y6, Y7)
#endif
	MINUS(2, Y4, Y5, 3, Y6, Y7)
#ifdef DIVIDE
	OVER(2, Y4, Y5)
#endif
	MINUS(1, Y2, Y3, 3, Y6, Y7)
	MINUS(1, Y2, Y3, 2, Y4, Y5)
#ifdef DIVIDE
	OVER(1, Y2, Y3)
#endif
	MINUS(0, Y0, Y1, 3, Y6, Y7)
	MINUS(0, Y0, Y1, 2, Y4, Y5)
	MINUS(0, Y0, Y1, 1, Y2, Y3)
#ifdef DIVIDE
	OVER(0, Y0, Y1)
#endif
#else
#ifdef DIVIDE
	OVER(0, Y0, Y1)
#endif
	MINUS(1, Y2, Y3, 0, Y0, Y1)
#ifdef DIVIDE
	OVER(1, Y2, Y3)
#endif
	MINUS(2, Y4, Y5, 0, Y0, Y1)
	MINUS(2, Y4, Y5, 1, Y2, Y3)
#ifdef DIVIDE
	OVER(2, Y4, Y5)
#endif
	MINUS(3, Y6, Y7, 0, Y0, Y1)
	MINUS(3, Y6, Y7, 1, Y2, Y3)
	MINUS(3, Y6, Y7, 2, Y4, Y5)
#ifdef DIVIDE
	OVER(3, Y6, Y7)
#endif
#endif

store:
	STOREX
	ADDQ $64, X
	ADDQ $64, BSTART
	DECQ HALF
	JGE  half

	SUBQ $128, X
	SUBQ $128, BSTART
	ADDQ ROWSTEP, ROWSTART
	ADDQ BSTEP, X
	INCQ TILE
	CMPQ TILE, nt+0(FP)
	JLT  tile
	VZEROUPPER
	RET
