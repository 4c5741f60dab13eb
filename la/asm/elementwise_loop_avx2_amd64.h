// dst[i] = KERNEL(src[i]). The last, partial vector goes through the same
// instructions under a mask, so an element's bits do not depend on its place.

	VLOAD TABLE+elementTable_round(SB), ROUND
	VLOAD TABLE+elementTable_log2e(SB), LOG2E
	VLOAD TABLE+elementTable_ln2Hi(SB), LN2HI
	VLOAD TABLE+elementTable_ln2Lo(SB), LN2LO
	VLOAD TABLE+elementTable_one(SB), ONE
	PREPARE
	SHLQ  $SHIFT, N // bytes from here on
	SUBQ  $32, N
	JLT   rest

vector:
	VLOAD (SRC), Y0
	KERNEL
	VLOAD Y0, (DST)
	ADDQ  $32, SRC
	ADDQ  $32, DST
	SUBQ  $32, N
	JGE   vector

rest:
	ADDQ     $32, N
	JEQ      done
	LEAQ     tailMask<>+64(SB), MASK
	SUBQ     N, MASK
	VMOVUPS  (MASK), Y1
	VMASKMOV (SRC), Y1, Y0
	KERNEL
	VMOVUPS  (MASK), Y1
	VMASKMOV Y0, Y1, (DST)

done:
	VZEROUPPER
	RET
