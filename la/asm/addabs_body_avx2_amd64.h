// y[i] += |x[i]|, all but the sign bits set in Y4. The sum of |x[i]| as four sums in X0 for float32 and two for float64:
// two vector sums, of even and odd vectors of the input.

	VXORPS Y0, Y0, Y0
	VXORPS Y3, Y3, Y3
	SHLQ   $SHIFT, N // bytes from here on
	SUBQ   $64, N
	JLT    one

two:
	VANDPS (X), Y4, Y1
	VANDPS 32(X), Y4, Y2
	VPLUS  Y1, Y0, Y0
	VPLUS  Y2, Y3, Y3
	VPLUS  (Y), Y1, Y1
	VPLUS  32(Y), Y2, Y2
	VLOAD  Y1, (Y)
	VLOAD  Y2, 32(Y)
	ADDQ   $64, X
	ADDQ   $64, Y
	SUBQ   $64, N
	JGE    two

one:
	TESTQ  $32, N
	JEQ    rest
	VANDPS (X), Y4, Y1
	VPLUS  Y1, Y0, Y0
	VPLUS  (Y), Y1, Y1
	VLOAD  Y1, (Y)
	ADDQ   $32, X
	ADDQ   $32, Y

rest:
	ANDQ     $31, N
	JEQ      sum
	LEAQ     tailMask<>+64(SB), T
	SUBQ     N, T
	VMOVUPS  (T), Y5
	VMASKMOV (X), Y5, Y1
	VMASKMOV (Y), Y5, Y2
	VANDPS   Y4, Y1, Y1
	VPLUS    Y1, Y3, Y3
	VPLUS    Y1, Y2, Y2
	VMASKMOV Y2, Y5, (Y)

sum:
	VPLUS        Y3, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VPLUS        X1, X0, X0
