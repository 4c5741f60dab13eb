// a[i][j] += alpha*x[i]*y[j], row by row. ADDREST adds to the elements past the whole vectors, whose bytes are in N.
// AVX2 and AVX-512 share this file.

	MOVQ   m+0(FP), M
	MOVQ   x+24(FP), X
	MOVQ   a+40(FP), A
	MOVQ   lda+48(FP), LDA
	SHLQ   $SHIFT, LDA
	SHLQ   $SHIFT, n+8(FP) // bytes from here on
	VBCAST alpha+16(FP), ALPHA

row:
	VBCAST (X), XI
	VMULT  ALPHA, XI, XI
	MOVQ   A, P
	MOVQ   y+32(FP), Y
	MOVQ   n+8(FP), N
	SUBQ   $(4*VEC), N
	JLT    few

four:
	VLOAD (P), V0
	VLOAD VEC(P), V1
	VLOAD (2*VEC)(P), V2
	VLOAD (3*VEC)(P), V3
	VFMA  (Y), XI, V0
	VFMA  VEC(Y), XI, V1
	VFMA  (2*VEC)(Y), XI, V2
	VFMA  (3*VEC)(Y), XI, V3
	VLOAD V0, (P)
	VLOAD V1, VEC(P)
	VLOAD V2, (2*VEC)(P)
	VLOAD V3, (3*VEC)(P)
	ADDQ  $(4*VEC), P
	ADDQ  $(4*VEC), Y
	SUBQ  $(4*VEC), N
	JGE   four

few:
	ADDQ $(3*VEC), N
	JLT  rest

one:
	VLOAD (P), V0
	VFMA  (Y), XI, V0
	VLOAD V0, (P)
	ADDQ  $VEC, P
	ADDQ  $VEC, Y
	SUBQ  $VEC, N
	JGE   one

rest:
	ADDQ $VEC, N
	JEQ  next
	ADDREST

next:
	ADDQ LDA, A
	ADDQ $SIZE, X
	DECQ M
	JNE  row
	VZEROUPPER
	RET
