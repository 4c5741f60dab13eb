// Sum of x[i]*y[i] of float32 elements in float64, as two sums in X0. Four vector sums S0 to S3: vector v of the input goes to
// sum v mod 4 while four are left, the others and the masked rest to S0. HALF is the bytes of a vector of
// the input. AVX2 and AVX-512 share this file.

	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	MOVQ   x_base+0(FP), X
	MOVQ   x_len+8(FP), N
	MOVQ   y_base+24(FP), Y
	SHLQ   $2, N              // bytes from here on
	SUBQ   $(4*HALF), N
	JLT    few

four:
	VCVTPS2PD   (X), V0
	VCVTPS2PD   HALF(X), V1
	VCVTPS2PD   (2*HALF)(X), V2
	VCVTPS2PD   (3*HALF)(X), V3
	VCVTPS2PD   (Y), V4
	VCVTPS2PD   HALF(Y), V5
	VCVTPS2PD   (2*HALF)(Y), V6
	VCVTPS2PD   (3*HALF)(Y), V7
	VFMADD231PD V4, V0, S0
	VFMADD231PD V5, V1, S1
	VFMADD231PD V6, V2, S2
	VFMADD231PD V7, V3, S3
	ADDQ        $(4*HALF), X
	ADDQ        $(4*HALF), Y
	SUBQ        $(4*HALF), N
	JGE         four

few:
	ADDQ $(3*HALF), N
	JLT  rest

one:
	VCVTPS2PD   (X), V0
	VCVTPS2PD   (Y), V4
	VFMADD231PD V4, V0, S0
	ADDQ        $HALF, X
	ADDQ        $HALF, Y
	SUBQ        $HALF, N
	JGE         one

rest:
	ADDQ        $HALF, N
	JEQ         sum
	LOADREST
	VFMADD231PD V4, V0, S0

sum:
	VADDPD       S1, S0, S0
	VADDPD       S3, S2, S2
	VADDPD       S2, S0, S0
	FOLD
	VEXTRACTF128 $1, Y0, X1
	VADDPD       X1, X0, X0
	VPERMILPD    $1, X0, X1
	VADDSD       X1, X0, X0
	VMOVSD       X0, ret+48(FP)
	VZEROUPPER
	RET
