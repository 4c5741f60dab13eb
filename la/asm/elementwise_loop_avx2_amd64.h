// dst[i] = KERNEL(src[i]), four vectors a turn, then one. The last, partial vector
// goes through the same instructions under a mask, so an element's bits do not
// depend on its place.

	SHLQ $SHIFT, N // bytes from here on
	SUBQ $128, N
	JLT  vectors

vectors4:
	VLOAD (SRC), Y0
	VLOAD 32(SRC), Y3
	VLOAD 64(SRC), Y6
	VLOAD 96(SRC), Y9
	KERNEL(FOUR)
	VLOAD Y0, (DST)
	VLOAD Y3, 32(DST)
	VLOAD Y6, 64(DST)
	VLOAD Y9, 96(DST)
	ADDQ  $128, SRC
	ADDQ  $128, DST
	SUBQ  $128, N
	JGE   vectors4

vectors:
	ADDQ $96, N
	JLT  rest

vector:
	VLOAD (SRC), Y0
	KERNEL(SINGLE)
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
	VMOVUPS  (MASK), T0
	VMASKMOV (SRC), T0, Y0
	KERNEL(SINGLE)
	VMOVUPS  (MASK), T0
	VMASKMOV Y0, T0, (DST)

done:
	VZEROUPPER
	RET
