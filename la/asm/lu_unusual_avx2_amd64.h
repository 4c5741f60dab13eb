// Pivots without a safe reciprocal.

unusual:
	JEQ  bad // NaN or Inf; otherwise T is -1
	XTOS X10, T
	SHLQ $(64-8*SIZE+1), T
	JNZ  subnormal
	MOVQ ONE, T // nothing below but zeros
	STOX   T, X9
	VBCAST X9, RINV

bad:
	MOVQ  ret+64(FP), T
	TESTQ T, T
	JGE   next
	MOVQ  COL, ret+64(FP)
	JMP   next

subnormal:
	// its reciprocal may be infinite: scale the column first
	MOVQ   TINY, T
	STOX   T, X9
	SMULT  X9, X10, X10
	MOVQ   ONE, T
	STOX   T, X11
	SOVER  X10, X11, X11
	VBCAST X11, RINV
	MOVQ   M, COUNT
	SUBQ   COL, COUNT
	LEAQ   (A)(COL*SIZE), P
	JMP    below

scale:
	ADDQ  $SIZE, P
	SMULT (P), X9, X10
	SLOAD X10, (P)

below:
	DECQ COUNT
	JNZ  scale
	JMP  next
