// Substitution with the first JT block columns of op(LU), tile by tile; see
// batch_triangle_avx512_amd64.h for the registers set before. ROW and COL say
// whether op is the transpose, BACKWARD is the order, DIVIDE means that the
// diagonal is not one.

	MOVQ X, BSTART
	XORL TILE, TILE

tile:
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
	OVER(3, Z12, Z13, Z14, Z15)
#endif
	MINUS(2, Z8, Z9, Z10, Z11, 3, Z12, Z13, Z14, Z15)
#ifdef DIVIDE
	OVER(2, Z8, Z9, Z10, Z11)
#endif
	MINUS(1, Z4, Z5, Z6, Z7, 3, Z12, Z13, Z14, Z15)
	MINUS(1, Z4, Z5, Z6, Z7, 2, Z8, Z9, Z10, Z11)
#ifdef DIVIDE
	OVER(1, Z4, Z5, Z6, Z7)
#endif
	MINUS(0, Z0, Z1, Z2, Z3, 3, Z12, Z13, Z14, Z15)
	MINUS(0, Z0, Z1, Z2, Z3, 2, Z8, Z9, Z10, Z11)
	MINUS(0, Z0, Z1, Z2, Z3, 1, Z4, Z5, Z6, Z7)
#ifdef DIVIDE
	OVER(0, Z0, Z1, Z2, Z3)
#endif
#else
#ifdef DIVIDE
	OVER(0, Z0, Z1, Z2, Z3)
#endif
	MINUS(1, Z4, Z5, Z6, Z7, 0, Z0, Z1, Z2, Z3)
#ifdef DIVIDE
	OVER(1, Z4, Z5, Z6, Z7)
#endif
	MINUS(2, Z8, Z9, Z10, Z11, 0, Z0, Z1, Z2, Z3)
	MINUS(2, Z8, Z9, Z10, Z11, 1, Z4, Z5, Z6, Z7)
#ifdef DIVIDE
	OVER(2, Z8, Z9, Z10, Z11)
#endif
	MINUS(3, Z12, Z13, Z14, Z15, 0, Z0, Z1, Z2, Z3)
	MINUS(3, Z12, Z13, Z14, Z15, 1, Z4, Z5, Z6, Z7)
	MINUS(3, Z12, Z13, Z14, Z15, 2, Z8, Z9, Z10, Z11)
#ifdef DIVIDE
	OVER(3, Z12, Z13, Z14, Z15)
#endif
#endif

store:
	STOREX
	ADDQ ROWSTEP, ROWSTART
	ADDQ BSTEP, X
	INCQ TILE
	CMPQ TILE, NT
	JLT  tile
	VZEROUPPER
	RET
