// Pivots without a safe reciprocal.

unusual:
	JEQ  bad // NaN or Inf; otherwise T is -1
	XTOS X11, T
	SHLQ $(64-8*SIZE+1), T
	JNZ  giveup // subnormal: the reciprocal may be infinite
	MOVQ ONE, T // nothing below but zeros
	IBCAST T, RINV

bad:
	MOVQ  ret+64(FP), T
	TESTQ T, T
	JGE   recorded
	MOVQ  COL, ret+64(FP)

recorded:
	CMPQ COL, $1
	JLT  next0
	JEQ  next1
	CMPQ COL, $3
	JLT  next2
	JEQ  next3
	CMPQ COL, $5
	JLT  next4
	JEQ  next5
	CMPQ COL, $7
	JLT  next6
	JMP  next7

giveup:
	MOVQ $-2, ret+64(FP) // the panel itself is as it was
	VZEROUPPER
	RET
