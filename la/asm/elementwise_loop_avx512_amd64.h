// dst[i] = KERNEL(src[i]), four vectors a turn, then one. The last, partial vector
// goes through the same instructions under a mask, so an element's bits do not
// depend on its place.

	PREPARE
	SUBQ $4*LANES, N
	JLT  vectors

vectors4:
	VLOAD (SRC), Z0
	VLOAD 64(SRC), Z4
	VLOAD 128(SRC), Z8
	VLOAD 192(SRC), Z12
	KERNEL(FOUR)
	VLOAD Z0, (DST)
	VLOAD Z4, 64(DST)
	VLOAD Z8, 128(DST)
	VLOAD Z12, 192(DST)
	ADDQ  $256, SRC
	ADDQ  $256, DST
	SUBQ  $4*LANES, N
	JGE   vectors4

vectors:
	ADDQ $3*LANES, N
	JLT  rest

vector:
	VLOAD (SRC), Z0
	KERNEL(SINGLE)
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
	KERNEL(SINGLE)
	VLOAD  Z0, K1, (DST)

done:
	VZEROUPPER
	RET
