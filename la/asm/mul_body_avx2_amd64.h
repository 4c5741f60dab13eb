// dst[i] = x[i]*y[i]

	SHLQ $SHIFT, N // bytes from here on
	SUBQ $128, N
	JLT  leftover

vectors4:
	VLOAD (X), Y0
	VLOAD 32(X), Y1
	VLOAD 64(X), Y2
	VLOAD 96(X), Y3
	VMULT (Y), Y0, Y0
	VMULT 32(Y), Y1, Y1
	VMULT 64(Y), Y2, Y2
	VMULT 96(Y), Y3, Y3
	VLOAD Y0, (DST)
	VLOAD Y1, 32(DST)
	VLOAD Y2, 64(DST)
	VLOAD Y3, 96(DST)
	ADDQ  $128, X
	ADDQ  $128, Y
	ADDQ  $128, DST
	SUBQ  $128, N
	JGE   vectors4

leftover:
	ADDQ $96, N
	JLT  rest

vector:
	VLOAD (X), Y0
	VMULT (Y), Y0, Y0
	VLOAD Y0, (DST)
	ADDQ  $32, X
	ADDQ  $32, Y
	ADDQ  $32, DST
	SUBQ  $32, N
	JGE   vector

rest:
	ADDQ     $32, N
	JEQ      done
	LEAQ     tailMask<>+64(SB), T
	SUBQ     N, T
	VMOVUPS  (T), Y3
	VMASKMOV (X), Y3, Y0
	VMASKMOV (Y), Y3, Y1
	VMULT    Y1, Y0, Y0
	VMASKMOV Y0, Y3, (DST)

done:
	VZEROUPPER
	RET
