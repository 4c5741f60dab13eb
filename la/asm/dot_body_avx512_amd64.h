// Sum of x[i]*y[i], as four sums in X0 for float32 and two for float64. Eight vector sums: vector v of the input goes to
// sum v mod 8 while eight are left; then four, two, one and the masked rest, where there are such, go to sums 0 to 3, 4
// and 5, 6, 7.

	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	VXORPS X4, X4, X4
	VXORPS X5, X5, X5
	VXORPS X6, X6, X6
	VXORPS X7, X7, X7
	SHLQ   $SHIFT, N  // bytes from here on
	SUBQ   $512, N
	JLT    four

eight:
	VLOAD (X), Z8
	VLOAD 64(X), Z9
	VLOAD 128(X), Z10
	VLOAD 192(X), Z11
	VLOAD 256(X), Z12
	VLOAD 320(X), Z13
	VLOAD 384(X), Z14
	VLOAD 448(X), Z15
	VFMA  (Y), Z8, Z0
	VFMA  64(Y), Z9, Z1
	VFMA  128(Y), Z10, Z2
	VFMA  192(Y), Z11, Z3
	VFMA  256(Y), Z12, Z4
	VFMA  320(Y), Z13, Z5
	VFMA  384(Y), Z14, Z6
	VFMA  448(Y), Z15, Z7
	ADDQ  $512, X
	ADDQ  $512, Y
	SUBQ  $512, N
	JGE   eight

four:
	TESTQ $256, N
	JEQ   two
	VLOAD (X), Z8
	VLOAD 64(X), Z9
	VLOAD 128(X), Z10
	VLOAD 192(X), Z11
	VFMA  (Y), Z8, Z0
	VFMA  64(Y), Z9, Z1
	VFMA  128(Y), Z10, Z2
	VFMA  192(Y), Z11, Z3
	ADDQ  $256, X
	ADDQ  $256, Y

two:
	TESTQ $128, N
	JEQ   one
	VLOAD (X), Z8
	VLOAD 64(X), Z9
	VFMA  (Y), Z8, Z4
	VFMA  64(Y), Z9, Z5
	ADDQ  $128, X
	ADDQ  $128, Y

one:
	TESTQ $64, N
	JEQ   rest
	VLOAD (X), Z8
	VFMA  (Y), Z8, Z6
	ADDQ  $64, X
	ADDQ  $64, Y

rest:
	ANDQ    $63, N
	JEQ     sum
	TAIL
	VLOAD.Z (X), K1, Z8
	VLOAD.Z (Y), K1, Z9
	VFMA    Z9, Z8, Z7

sum:
	VPLUS         Z1, Z0, Z0
	VPLUS         Z3, Z2, Z2
	VPLUS         Z5, Z4, Z4
	VPLUS         Z7, Z6, Z6
	VPLUS         Z2, Z0, Z0
	VPLUS         Z6, Z4, Z4
	VPLUS         Z4, Z0, Z0
	VEXTRACTF64X4 $1, Z0, Y1
	VPLUS         Y1, Y0, Y0
	VEXTRACTF128  $1, Y0, X1
	VPLUS         X1, X0, X0
