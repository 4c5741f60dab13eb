// The maximum in X0, except for the last steps within 16 bytes.

	VPTERNLOGD $0xFF, SIGNLESS, SIGNLESS, SIGNLESS
	CLEARSIGN  $1, SIGNLESS, SIGNLESS
	VXORPS     Z0, Z0, Z0
	VXORPS     Z1, Z1, Z1
	VXORPS     Z2, Z2, Z2
	VXORPS     Z3, Z3, Z3
	SUBQ       $4*LANES, N
	JLT        vectors

vectors4:
	NEXT(0, Z4, Z0)
	NEXT(64, Z5, Z1)
	NEXT(128, Z6, Z2)
	NEXT(192, Z7, Z3)
	ADDQ $256, X
	ADDQ $256, Y
	SUBQ $4*LANES, N
	JGE  vectors4

vectors:
	ADDQ $3*LANES, N
	JLT  rest

vector:
	NEXT(0, Z4, Z0)
	ADDQ $64, X
	ADDQ $64, Y
	SUBQ $LANES, N
	JGE  vector

rest:
	ADDQ    $LANES, N
	MOVQ    $1, MASK
	SHLQ    CX, MASK // CX is N
	DECQ    MASK
	KMOVW   MASK, K1
	VLOADZ  (X), K1, Z4
	VLOADZ  (Y), K1, Z5
	VMINUS  Z5, Z4, Z4
	VAND    SIGNLESS, Z4, Z4
	VLARGER Z4, Z1, Z1

	VLARGER       Z1, Z0, Z0
	VLARGER       Z3, Z2, Z2
	VLARGER       Z2, Z0, Z0
	VEXTRACTF64X4 $1, Z0, Y1
	VLARGER       Y1, Y0, Y0
	VEXTRACTF128  $1, Y0, X1
	VLARGER       X1, X0, X0
