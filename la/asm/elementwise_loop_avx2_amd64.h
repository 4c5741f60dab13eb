// dst[i] = KERNEL(src[i]), three vectors a turn, then one. The last, partial vector
// goes through the same instructions under a mask, so an element's bits do not
// depend on its place.

	PREPARE
	SHLQ $SHIFT, N // bytes from here on
	SUBQ $96, N
	JLT  vectors

vectors3:
	VLOAD (SRC), Y0
	VLOAD 32(SRC), Y3
	VLOAD 64(SRC), Y6
	KERNEL(THREE)
	VLOAD Y0, (DST)
	VLOAD Y3, 32(DST)
	VLOAD Y6, 64(DST)
	ADDQ  $96, SRC
	ADDQ  $96, DST
	SUBQ  $96, N
	JGE   vectors3

vectors:
	ADDQ $64, N
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
