// The maximum in X0, except for the last steps within 16 bytes.

	VPCMPEQD  SIGNLESS, SIGNLESS, SIGNLESS
	CLEARSIGN $1, SIGNLESS, SIGNLESS
	VXORPS    Y0, Y0, Y0
	VXORPS    Y1, Y1, Y1
	VXORPS    Y2, Y2, Y2
	VXORPS    Y3, Y3, Y3
	SHLQ      $SHIFT, N // bytes from here on
	SUBQ      $128, N
	JLT       vectors

vectors4:
	NEXT(0, Y4, Y0)
	NEXT(32, Y5, Y1)
	NEXT(64, Y6, Y2)
	NEXT(96, Y7, Y3)
	ADDQ $128, X
	ADDQ $128, Y
	SUBQ $128, N
	JGE  vectors4

vectors:
	ADDQ $96, N
	JLT  rest

vector:
	NEXT(0, Y4, Y0)
	ADDQ $32, X
	ADDQ $32, Y
	SUBQ $32, N
	JGE  vector

rest:
	ADDQ     $32, N
	LEAQ     tailMask<>+64(SB), MASK
	SUBQ     N, MASK
	VMOVUPS  (MASK), Y6
	VMASKMOV (X), Y6, Y4
	VMASKMOV (Y), Y6, Y5
	VMINUS   Y5, Y4, Y4
	VANDPS   SIGNLESS, Y4, Y4
	LARGER(Y4, Y1, Y8)

	LARGER(Y1, Y0, Y8)
	LARGER(Y3, Y2, Y8)
	LARGER(Y2, Y0, Y8)
	VEXTRACTF128 $1, Y0, X1
	LARGER(X1, X0, X2)
