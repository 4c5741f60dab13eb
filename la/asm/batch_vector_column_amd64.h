// Substitution with L and U: an element found is taken out of all that follow.
// SOLVE is FORWARD, or BACKWARD if UPWARDS.

column:
	LOADX
	SOLVE(DIAGONAL)
	STOREX
	MOVQ LEFT, K
	TESTQ K, K
	JEQ  done
#ifdef UPWARDS
	SHLQ $TILESHIFT, K
	MOVQ DIAGONAL, A
	SUBQ K, A
	MOVQ LEFT, K
	MOVQ BSTART, B
#else
	LEAQ (16*VB)(DIAGONAL), A
	LEAQ (4*VB)(X), B
#endif

update:
	UPDATE
	ADDQ $(16*VB), A
	ADDQ $(4*VB), B
	DECQ K
	JNE  update

	ADDQ PANEL, DIAGONAL
	ADDQ BSTEP, X
	DECQ LEFT
	JMP  column

done:
	VZEROUPPER
	RET
