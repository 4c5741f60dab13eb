// dst[i] = KERNEL(src[i]). The last, partial vector goes through the same
// instructions under a mask, so an element's bits do not depend on its place.

	SHLQ $SHIFT, N // bytes from here on
	SUBQ $32, N
	JLT  rest

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
	VMOVUPS  (MASK), Y14
	VMASKMOV (SRC), Y14, Y0
	KERNEL
	VMASKMOV Y0, Y14, (DST)

done:
	VZEROUPPER
	RET
