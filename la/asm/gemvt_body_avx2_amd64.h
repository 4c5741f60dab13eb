// y[j] = alpha*sum a[i][j]*x[i] (+ y[j]), up to eight vectors of y at a time, which stay in registers S0 to S7 over all
// rows. There is a loop for every number of vectors, since an access that a mask empties may still fault and then takes
// long. N counts the columns left. MASKS takes the elements of the last vector, in CX; FMALAST and LAST
// are the steps of that vector, FMAWHOLE and WHOLE those of the others, at some distance. If rows are so long that A
// probably comes from memory, row i fetches row i+4. AVX2 and AVX-512 share this file.

	MOVQ    n+8(FP), N
	MOVQ    y+48(FP), Y
	MOVQ    lda+32(FP), LDA
	SHLQ    $SHIFT, LDA
	MOVBQZX load+56(FP), T
	NEGQ    T
	LOADY
	VBCAST  alpha+16(FP), ALPHA

columns:
	MOVL    $(8*LANES), T
	CMPQ    N, T
	CMOVQLT N, T
	LEAQ    -1(T), CX
	ANDQ    $(LANES-1), CX
	INCQ    CX
	MASKS
	MOVQ    a+24(FP), A
	MOVQ    x+40(FP), X
	MOVQ    m+0(FP), M
	VXORPS  X0, X0, X0
	VXORPS  X1, X1, X1
	VXORPS  X2, X2, X2
	VXORPS  X3, X3, X3
	VXORPS  X4, X4, X4
	VXORPS  X5, X5, X5
	VXORPS  X6, X6, X6
	VXORPS  X7, X7, X7
	CMPQ    N, $(7*LANES)
	JGT     row8
	CMPQ    N, $(6*LANES)
	JGT     row7
	CMPQ    N, $(5*LANES)
	JGT     row6
	CMPQ    N, $(4*LANES)
	JGT     row5
	CMPQ    N, $(3*LANES)
	JGT     row4
	CMPQ    N, $(2*LANES)
	JGT     row3
	CMPQ    N, $(1*LANES)
	JGT     row2

row1:
	VBCAST (X), XI
	FMALAST(0*VEC, S0)
	ADDQ   LDA, A
	ADDQ   $SIZE, X
	DECQ   M
	JNE    row1
	LAST(0*VEC, S0)
	JMP    from0

row2:
	VBCAST (X), XI
	FMAWHOLE(0*VEC, S0)
	FMALAST(1*VEC, S1)
	ADDQ   LDA, A
	ADDQ   $SIZE, X
	DECQ   M
	JNE    row2
	LAST(1*VEC, S1)
	JMP    from1

row3:
	VBCAST (X), XI
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMALAST(2*VEC, S2)
	ADDQ   LDA, A
	ADDQ   $SIZE, X
	DECQ   M
	JNE    row3
	LAST(2*VEC, S2)
	JMP    from2

row4:
	VBCAST (X), XI
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMAWHOLE(2*VEC, S2)
	FMALAST(3*VEC, S3)
	ADDQ   LDA, A
	ADDQ   $SIZE, X
	DECQ   M
	JNE    row4
	LAST(3*VEC, S3)
	JMP    from3

row5:
	VBCAST (X), XI
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMAWHOLE(2*VEC, S2)
	FMAWHOLE(3*VEC, S3)
	FMALAST(4*VEC, S4)
	ADDQ   LDA, A
	ADDQ   $SIZE, X
	DECQ   M
	JNE    row5
	LAST(4*VEC, S4)
	JMP    from4

row6:
	VBCAST (X), XI
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMAWHOLE(2*VEC, S2)
	FMAWHOLE(3*VEC, S3)
	FMAWHOLE(4*VEC, S4)
	FMALAST(5*VEC, S5)
	ADDQ   LDA, A
	ADDQ   $SIZE, X
	DECQ   M
	JNE    row6
	LAST(5*VEC, S5)
	JMP    from5

row7:
	VBCAST (X), XI
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMAWHOLE(2*VEC, S2)
	FMAWHOLE(3*VEC, S3)
	FMAWHOLE(4*VEC, S4)
	FMAWHOLE(5*VEC, S5)
	FMALAST(6*VEC, S6)
	ADDQ   LDA, A
	ADDQ   $SIZE, X
	DECQ   M
	JNE    row7
	LAST(6*VEC, S6)
	JMP    from6

row8:
	CMPQ       LDA, $8192
	JLT        near
	LEAQ       (A)(LDA*4), T
	PREFETCHT0 (T)
	PREFETCHT0 (1*VEC)(T)
	PREFETCHT0 (2*VEC)(T)
	PREFETCHT0 (3*VEC)(T)
	PREFETCHT0 (4*VEC)(T)
	PREFETCHT0 (5*VEC)(T)
	PREFETCHT0 (6*VEC)(T)
	PREFETCHT0 (7*VEC)(T)

near:
	VBCAST (X), XI
	FMAWHOLE(0*VEC, S0)
	FMAWHOLE(1*VEC, S1)
	FMAWHOLE(2*VEC, S2)
	FMAWHOLE(3*VEC, S3)
	FMAWHOLE(4*VEC, S4)
	FMAWHOLE(5*VEC, S5)
	FMAWHOLE(6*VEC, S6)
	FMALAST(7*VEC, S7)
	ADDQ   LDA, A
	ADDQ   $SIZE, X
	DECQ   M
	JNE    row8
	LAST(7*VEC, S7)

from7:
	WHOLE(6*VEC, S6)

from6:
	WHOLE(5*VEC, S5)

from5:
	WHOLE(4*VEC, S4)

from4:
	WHOLE(3*VEC, S3)

from3:
	WHOLE(2*VEC, S2)

from2:
	WHOLE(1*VEC, S1)

from1:
	WHOLE(0*VEC, S0)

from0:
	ADDQ $(8*VEC), Y
	ADDQ $(8*VEC), a+24(FP)
	SUBQ $(8*LANES), N
	JGT  columns
	VZEROUPPER
	RET
