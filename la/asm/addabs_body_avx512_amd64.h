// y[i] += |x[i]|, all but the sign bits set in Z4. The sum of |x[i]| as four sums in X0 for float32 and two for float64:
// two vector sums, of even and odd vectors of the input.

	VXORPS X0, X0, X0
	VXORPS X3, X3, X3
	SHLQ   $SHIFT, N // bytes from here on
	SUBQ   $128, N
	JLT    one

two:
	VPANDQ (X), Z4, Z1
	VPANDQ 64(X), Z4, Z2
	VPLUS  Z1, Z0, Z0
	VPLUS  Z2, Z3, Z3
	VPLUS  (Y), Z1, Z1
	VPLUS  64(Y), Z2, Z2
	VLOAD  Z1, (Y)
	VLOAD  Z2, 64(Y)
	ADDQ   $128, X
	ADDQ   $128, Y
	SUBQ   $128, N
	JGE    two

one:
	TESTQ  $64, N
	JEQ    rest
	VPANDQ (X), Z4, Z1
	VPLUS  Z1, Z0, Z0
	VPLUS  (Y), Z1, Z1
	VLOAD  Z1, (Y)
	ADDQ   $64, X
	ADDQ   $64, Y

rest:
	ANDQ    $63, N
	JEQ     sum
	TAIL
	VLOAD.Z (X), K1, Z1
	VLOAD.Z (Y), K1, Z2
	VPANDQ  Z4, Z1, Z1
	VPLUS   Z1, Z3, Z3
	VPLUS   Z1, Z2, Z2
	VLOAD   Z2, K1, (Y)

sum:
	VPLUS         Z3, Z0, Z0
	VEXTRACTF64X4 $1, Z0, Y1
	VPLUS         Y1, Y0, Y0
	VEXTRACTF128  $1, Y0, X1
	VPLUS         X1, X0, X0
