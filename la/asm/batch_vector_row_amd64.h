// Substitution with L' and U': a tile is found from all before it.

	MOVQ X, BSTART
	XORL TILES, TILES

row:
	LOADX
	MOVQ  DIAGONAL, A // the first tile of this panel, in the order of the substitution
	MOVQ  BSTART, B
	MOVQ  TILES, K
	TESTQ K, K
	JEQ   solve

product:
	PRODUCT(0)
	PRODUCT(1)
	PRODUCT(2)
	PRODUCT(3)
	ADDQ ASTEP, A
	ADDQ BSTEP, B
	DECQ K
	JNE  product

solve:
	SOLVE(A)
	STOREX
	ADDQ PANEL, DIAGONAL
	ADDQ BSTEP, X
	INCQ TILES
	DECQ LEFT
	JGE  row
	VZEROUPPER
	RET
