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
	SHLQ $10, K
	MOVQ DIAGONAL, A
	SUBQ K, A
	MOVQ LEFT, K
	MOVQ BSTART, B
#else
	LEAQ 1024(DIAGONAL), A
	LEAQ 256(X), B
#endif

update:
	UPDATE
	ADDQ $1024, A
	ADDQ $256, B
	DECQ K
	JNE  update

	ADDQ PANEL, DIAGONAL
	ADDQ BSTEP, X
	DECQ LEFT
	JMP  column

done:
	VZEROUPPER
	RET
