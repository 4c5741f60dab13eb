// C = alpha*S*B (+ C), up to eight vectors of columns at a time and in these row by row: entry e of a row adds val[e] times row
// col[e] of B. COL and VAL run over the entries from the first row to the last, START over the rows. AVX2 and AVX-512 share this file.

#define FETCH \
	MOVLQSX (COL), A;  \
	IMULQ   LDB, A;    \
	ADDQ    B, A;      \
	VBCAST  (VAL), XI
#define STEP \
	ADDQ $4, COL;    \
	ADDQ $SIZE, VAL; \
	CMPQ COL, END
#define AHEAD

	MOVQ    n+8(FP), N
	MOVQ    ldb+56(FP), LDB
	SHLQ    $SHIFT, LDB
	SHLQ    $SHIFT, ldc+72(FP) // bytes from here on
	MOVBQZX load+80(FP), T
	NEGQ    T
	LOADY

columns:
	MOVL    $(8*LANES), T
	CMPQ    N, T
	CMOVQLT N, T
	LEAQ    -1(T), CX
	ANDQ    $(LANES-1), CX
	INCQ    CX
	MASKS
	MOVQ    m+0(FP), M
	MOVQ    b+48(FP), B
	MOVQ    c+64(FP), Y
	MOVQ    start+24(FP), START
	MOVQ    (START), T
	MOVQ    col+32(FP), COL
	LEAQ    (COL)(T*4), COL
	MOVQ    val+40(FP), VAL
	LEAQ    (VAL)(T*SIZE), VAL

row:
	ADDQ $8, START
	MOVQ (START), T
	MOVQ col+32(FP), END
	LEAQ (END)(T*4), END
	CMPQ COL, END
	JEQ  empty
	VBCAST alpha+16(FP), ALPHA
#include "gemvt_sum_avx2_amd64.h"

from0:
	ADDQ ldc+72(FP), Y
	DECQ M
	JNE  row
	ADDQ $(8*VEC), b+48(FP)
	ADDQ $(8*VEC), c+64(FP)
	SUBQ $(8*LANES), N
	JGT  columns
	VZEROUPPER
	RET

empty: // C stays, or becomes zero whatever alpha is
	MOVBQZX load+80(FP), T
	TESTQ   T, T
	JNE     from0
	VXORPS ALPHA, ALPHA, ALPHA
	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	VXORPS X4, X4, X4
	VXORPS X5, X5, X5
	VXORPS X6, X6, X6
	VXORPS X7, X7, X7
	CMPQ   N, $(7*LANES)
	JGT    sum8
	CMPQ   N, $(6*LANES)
	JGT    sum7
	CMPQ   N, $(5*LANES)
	JGT    sum6
	CMPQ   N, $(4*LANES)
	JGT    sum5
	CMPQ   N, $(3*LANES)
	JGT    sum4
	CMPQ   N, $(2*LANES)
	JGT    sum3
	CMPQ   N, $(1*LANES)
	JGT    sum2
	JMP    sum1

#undef FETCH
#undef STEP
#undef AHEAD
