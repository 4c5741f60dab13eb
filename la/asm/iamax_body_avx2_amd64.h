// The first index of the largest |x[i]|: the largest |x[i]| in S0 to S3, and then where it is. S4 and S5 add up |x[i]|*0, which
// is NaN if an element is infinite or NaN; the answer is then -1, as it is for no elements. COMPARE sets B to the
// bits of a comparison. AVX2 and AVX-512 share this file.

	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	VXORPS X4, X4, X4
	VXORPS X5, X5, X5
	VXORPS X6, X6, X6
	MAGNITUDE
	MOVQ   x_base+0(FP), X
	MOVQ   x_len+8(FP), N
	SHLQ   $SHIFT, N // bytes from here on
	SUBQ   $(4*VEC), N
	JLT    few

four:
	VANDPS (X), ABS, V0
	VANDPS VEC(X), ABS, V1
	VANDPS (2*VEC)(X), ABS, V2
	VANDPS (3*VEC)(X), ABS, V3
	VMAX   V0, S0, S0
	VMAX   V1, S1, S1
	VMAX   V2, S2, S2
	VMAX   V3, S3, S3
	VFMA   V0, S6, S4
	VFMA   V1, S6, S5
	VFMA   V2, S6, S4
	VFMA   V3, S6, S5
	ADDQ   $(4*VEC), X
	SUBQ   $(4*VEC), N
	JGE    four

few:
	ADDQ $(3*VEC), N
	JLT  rest

one:
	VANDPS (X), ABS, V0
	VMAX   V0, S0, S0
	VFMA   V0, S6, S4
	ADDQ   $VEC, X
	SUBQ   $VEC, N
	JGE    one

rest:
	ADDQ   $VEC, N
	JEQ    largest
	LOADREST
	VANDPS V0, ABS, V0
	VMAX   V0, S0, S0
	VFMA   V0, S6, S4

largest:
	VMAX         S1, S0, S0
	VMAX         S3, S2, S2
	VMAX         S2, S0, S0
	VPLUS        S5, S4, S4
	COMPARE(3, S4, S4)       // unordered
	JNE          none
	FOLD
	VEXTRACTF128 $1, Y0, X1
	VMAX         X1, X0, X0
	ACROSS
	VBCAST       X0, S0
	MOVQ         x_base+0(FP), X
	MOVQ         x_len+8(FP), N
	SHLQ         $SHIFT, N
	SUBQ         $VEC, N
	JLT          tail

search:
	VANDPS (X), ABS, V0
	COMPARE(0, S0, V0) // equal
	JNE    found
	ADDQ   $VEC, X
	SUBQ   $VEC, N
	JGE    search

tail:
	ADDQ   $VEC, N
	JEQ    none
	LOADREST
	VANDPS V0, ABS, V0
	COMPARE(0, S0, V0)
	JEQ    none

found:
	BSFQ B, B
	SUBQ x_base+0(FP), X
	SHRQ $SHIFT, X
	ADDQ X, B
	MOVQ B, ret+24(FP)
	VZEROUPPER
	RET

none:
	MOVQ $-1, B
	MOVQ B, ret+24(FP)
	VZEROUPPER
	RET
