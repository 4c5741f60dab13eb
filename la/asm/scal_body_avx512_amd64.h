// x[i] = alpha*x[i], alpha in every element of Z0.

	SHLQ $SHIFT, N // bytes from here on
	SUBQ $256, N
	JLT  two

four:
	VMULT (X), Z0, Z1
	VMULT 64(X), Z0, Z2
	VMULT 128(X), Z0, Z3
	VMULT 192(X), Z0, Z4
	VLOAD Z1, (X)
	VLOAD Z2, 64(X)
	VLOAD Z3, 128(X)
	VLOAD Z4, 192(X)
	ADDQ  $256, X
	SUBQ  $256, N
	JGE   four

two:
	TESTQ $128, N
	JEQ   one
	VMULT (X), Z0, Z1
	VMULT 64(X), Z0, Z2
	VLOAD Z1, (X)
	VLOAD Z2, 64(X)
	ADDQ  $128, X

one:
	TESTQ $64, N
	JEQ   rest
	VMULT (X), Z0, Z1
	VLOAD Z1, (X)
	ADDQ  $64, X

rest:
	ANDQ    $63, N
	JEQ     done
	TAIL
	VLOAD.Z (X), K1, Z1
	VMULT   Z1, Z0, Z1
	VLOAD   Z1, K1, (X)

done:
	VZEROUPPER
	RET
