	// The bits of a number without its sign order as integers, a NaN above the rest.
	LOADARGS
	SETMASK((8*SIZE-1), SIGNLESS)

columns:
	MASKS
	MOVQ    m+0(FP), M
	MOVQ    B, ROW
	VLOAD.Z (TO), K1, Z0
	VLOAD.Z 64(TO), K2, Z1
	VLOAD.Z 128(TO), K3, Z2

row:
	VLOAD.Z (ROW), K1, Z3
	VLOAD.Z 64(ROW), K2, Z4
	VLOAD.Z 128(ROW), K3, Z5
	VAND    SIGNLESS, Z3, Z3
	VAND    SIGNLESS, Z4, Z4
	VAND    SIGNLESS, Z5, Z5
	VLARGER Z3, Z0, Z0
	VLARGER Z4, Z1, Z1
	VLARGER Z5, Z2, Z2
	ADDQ    LDB, ROW
	DECQ    M
	JNZ     row

	VLOAD Z0, K1, (TO)
	VLOAD Z1, K2, 64(TO)
	VLOAD Z2, K3, 128(TO)
	ADDQ  $192, B
	ADDQ  $192, TO
	SUBQ  $(3*LANES), N
	JGT   columns
	VZEROUPPER
	RET
