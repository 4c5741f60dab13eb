// x[i] = alpha*x[i], alpha in every element of Y0.

	SHLQ $SHIFT, N // bytes from here on
	SUBQ $128, N
	JLT  leftover

vectors4:
	VMULT (X), Y0, Y1
	VMULT 32(X), Y0, Y2
	VMULT 64(X), Y0, Y3
	VMULT 96(X), Y0, Y4
	VLOAD Y1, (X)
	VLOAD Y2, 32(X)
	VLOAD Y3, 64(X)
	VLOAD Y4, 96(X)
	ADDQ  $128, X
	SUBQ  $128, N
	JGE   vectors4

leftover:
	ADDQ $96, N
	JLT  rest

vector:
	VMULT (X), Y0, Y1
	VLOAD Y1, (X)
	ADDQ  $32, X
	SUBQ  $32, N
	JGE   vector

rest:
	ADDQ     $32, N
	JEQ      done
	LEAQ     tailMask<>+64(SB), T
	SUBQ     N, T
	VMOVUPS  (T), Y3
	VMASKMOV (X), Y3, Y1
	VMULT    Y1, Y0, Y1
	VMASKMOV Y1, Y3, (X)

done:
	VZEROUPPER
	RET
