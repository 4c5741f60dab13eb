// Sum of |x[i]| in X0, except for the last additions inside 16 bytes. Eight vector sums S0 to S7: vector v goes to sum
// v mod 8 while eight are left, the others and the masked rest to S0. AVX2 and AVX-512 share this file.

	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	VXORPS X4, X4, X4
	VXORPS X5, X5, X5
	VXORPS X6, X6, X6
	VXORPS X7, X7, X7
	MAGNITUDE
	SHLQ   $SHIFT, N // bytes from here on
	SUBQ   $(8*VEC), N
	JLT    few

eight:
	VANDPS (X), ABS, V0
	VANDPS VEC(X), ABS, V1
	VANDPS (2*VEC)(X), ABS, V2
	VANDPS (3*VEC)(X), ABS, V3
	VPLUS  V0, S0, S0
	VPLUS  V1, S1, S1
	VPLUS  V2, S2, S2
	VPLUS  V3, S3, S3
	VANDPS (4*VEC)(X), ABS, V0
	VANDPS (5*VEC)(X), ABS, V1
	VANDPS (6*VEC)(X), ABS, V2
	VANDPS (7*VEC)(X), ABS, V3
	VPLUS  V0, S4, S4
	VPLUS  V1, S5, S5
	VPLUS  V2, S6, S6
	VPLUS  V3, S7, S7
	ADDQ   $(8*VEC), X
	SUBQ   $(8*VEC), N
	JGE    eight

few:
	ADDQ $(7*VEC), N
	JLT  rest

one:
	VANDPS (X), ABS, V0
	VPLUS  V0, S0, S0
	ADDQ   $VEC, X
	SUBQ   $VEC, N
	JGE    one

rest:
	ADDQ   $VEC, N
	JEQ    sum
	LOADREST
	VANDPS V0, ABS, V0
	VPLUS  V0, S0, S0

sum:
	VPLUS        S1, S0, S0
	VPLUS        S3, S2, S2
	VPLUS        S5, S4, S4
	VPLUS        S7, S6, S6
	VPLUS        S2, S0, S0
	VPLUS        S6, S4, S4
	VPLUS        S4, S0, S0
	FOLD
	VEXTRACTF128 $1, Y0, X1
	VPLUS        X1, X0, X0
