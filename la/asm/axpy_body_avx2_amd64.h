// y[i] = alpha*x[i] + y[i], alpha in every element of Y0.

	SHLQ $SHIFT, N // bytes from here on
	SUBQ $128, N
	JLT  leftover

vectors4:
	VLOAD (Y), Y1
	VFMA  (X), Y0, Y1
	VLOAD Y1, (Y)
	VLOAD 32(Y), Y2
	VFMA  32(X), Y0, Y2
	VLOAD Y2, 32(Y)
	VLOAD 64(Y), Y3
	VFMA  64(X), Y0, Y3
	VLOAD Y3, 64(Y)
	VLOAD 96(Y), Y4
	VFMA  96(X), Y0, Y4
	VLOAD Y4, 96(Y)
	ADDQ  $128, X
	ADDQ  $128, Y
	SUBQ  $128, N
	JGE   vectors4

leftover:
	ADDQ $96, N
	JLT  rest

vector:
	VLOAD (Y), Y1
	VFMA  (X), Y0, Y1
	VLOAD Y1, (Y)
	ADDQ  $32, X
	ADDQ  $32, Y
	SUBQ  $32, N
	JGE   vector

rest:
	ADDQ     $32, N
	JEQ      done
	LEAQ     tailMask<>+64(SB), T
	SUBQ     N, T
	VMOVUPS  (T), Y3
	VMASKMOV (X), Y3, Y1
	VMASKMOV (Y), Y3, Y2
	VFMA     Y1, Y0, Y2
	VMASKMOV Y2, Y3, (Y)

done:
	VZEROUPPER
	RET
