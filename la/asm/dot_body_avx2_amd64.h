// Sum of x[i]*y[i] in X0, except for the last addition across the halves that
// depends on the type. Four vector sums: vector v of the input goes to sum
// v mod 4; the leftover vectors go to sums 0, 1, 2 and the masked rest to sum 3.

	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	SHLQ   $SHIFT, N // bytes from here on
	SUBQ   $128, N
	JLT    leftover

vectors4:
	VLOAD (X), Y4
	VLOAD 32(X), Y5
	VLOAD 64(X), Y6
	VLOAD 96(X), Y7
	VFMA  (Y), Y4, Y0
	VFMA  32(Y), Y5, Y1
	VFMA  64(Y), Y6, Y2
	VFMA  96(Y), Y7, Y3
	ADDQ  $128, X
	ADDQ  $128, Y
	SUBQ  $128, N
	JGE   vectors4

leftover:
	ADDQ  $96, N
	JLT   rest
	VLOAD (X), Y4
	VFMA  (Y), Y4, Y0
	ADDQ  $32, X
	ADDQ  $32, Y
	SUBQ  $32, N
	JLT   rest
	VLOAD (X), Y4
	VFMA  (Y), Y4, Y1
	ADDQ  $32, X
	ADDQ  $32, Y
	SUBQ  $32, N
	JLT   rest
	VLOAD (X), Y4
	VFMA  (Y), Y4, Y2
	ADDQ  $32, X
	ADDQ  $32, Y
	SUBQ  $32, N

rest:
	ADDQ     $32, N
	JEQ      sum
	LEAQ     tailMask<>+64(SB), T
	SUBQ     N, T
	VMOVUPS  (T), Y6
	VMASKMOV (X), Y6, Y4
	VMASKMOV (Y), Y6, Y5
	VFMA     Y5, Y4, Y3

sum:
	VPLUS        Y1, Y0, Y0
	VPLUS        Y3, Y2, Y2
	VPLUS        Y2, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VPLUS        X1, X0, X0
