// dst[i] = KERNEL(src[i]). The last, partial vector goes through the same
// instructions under a mask, so an element's bits do not depend on its place.

	PREPARE
	SUBQ $LANES, N
	JLT  rest

vector:
	VLOAD (SRC), Z0
	KERNEL
	VLOAD Z0, (DST)
	ADDQ  $64, SRC
	ADDQ  $64, DST
	SUBQ  $LANES, N
	JGE   vector

rest:
	ADDQ   $LANES, N
	JEQ    done
	MOVQ   $1, MASK
	SHLQ   CX, MASK // CX is N
	DECQ   MASK
	KMOVW  MASK, K1
	VLOADZ (SRC), K1, Z0
	KERNEL
	VLOAD  Z0, K1, (DST)

done:
	VZEROUPPER
	RET
