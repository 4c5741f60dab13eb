// Column COL: its part of U by substitution in the first rows. The method is
// left-looking: a column is finished before the search for its pivot.

	MOVQ m+0(FP), M
	MOVQ w+8(FP), WIDTH
	MOVQ $-1, ret+64(FP)
	XORQ COL, COL
	SETUP

column:
	LEAQ  (TOPROWS-1)(M), COUNT
	SHRQ  $LOGTOP, COUNT
	SHLQ  $(TOPVECTORS-1), COUNT
	SUBQ  $TOPVECTORS, COUNT // vectors below the first rows
	LEAQ  TOP(W), P
	MOVQ  COL, A
	IMULQ LD, A
	ADDQ  W, A
	TESTQ COL, COL
	JZ    first

	ELEMENT0
	CMPQ COL, $2
	JLT  substituted
	ELEMENT1
	JEQ  substituted
	ELEMENT2
	CMPQ COL, $4
	JLT  substituted
	ELEMENT3
	JEQ  substituted
	ELEMENT4
	CMPQ COL, $6
	JLT  substituted
	ELEMENT5
	JEQ  substituted
	ELEMENT6

