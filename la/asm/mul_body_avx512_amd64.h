// dst[i] = x[i]*y[i]

	SHLQ $SHIFT, N // bytes from here on
	SUBQ $256, N
	JLT  leftover

vectors4:
	VLOAD (X), Z0
	VLOAD 64(X), Z1
	VLOAD 128(X), Z2
	VLOAD 192(X), Z3
	VMULT (Y), Z0, Z0
	VMULT 64(Y), Z1, Z1
	VMULT 128(Y), Z2, Z2
	VMULT 192(Y), Z3, Z3
	VLOAD Z0, (DST)
	VLOAD Z1, 64(DST)
	VLOAD Z2, 128(DST)
	VLOAD Z3, 192(DST)
	ADDQ  $256, X
	ADDQ  $256, Y
	ADDQ  $256, DST
	SUBQ  $256, N
	JGE   vectors4

leftover:
	ADDQ $192, N
	JLT  rest

vector:
	VLOAD (X), Z0
	VMULT (Y), Z0, Z0
	VLOAD Z0, (DST)
	ADDQ  $64, X
	ADDQ  $64, Y
	ADDQ  $64, DST
	SUBQ  $64, N
	JGE   vector

rest:
	ADDQ    $64, N
	JEQ     done
	TAIL
	VLOAD.Z (X), K1, Z0
	VLOAD.Z (Y), K1, Z1
	VMULT   Z1, Z0, Z0
	VLOAD   Z0, K1, (DST)

done:
	VZEROUPPER
	RET
