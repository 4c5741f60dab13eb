// y[j] = alpha*sum a[i][j]*x[i] (+ y[j]), up to eight vectors of y at a time. If rows are so long that A
// probably comes from memory, row i fetches row i+4. AVX2 and AVX-512 share this file.

#define FETCH VBCAST (X), XI
#define STEP \
	ADDQ LDA, A;   \
	ADDQ $SIZE, X; \
	DECQ M
#define AHEAD \
	CMPQ       LDA, $8192;   \
	JLT        near;         \
	LEAQ       (A)(LDA*4), T; \
	PREFETCHT0 (T);          \
	PREFETCHT0 (1*VEC)(T);   \
	PREFETCHT0 (2*VEC)(T);   \
	PREFETCHT0 (3*VEC)(T);   \
	PREFETCHT0 (4*VEC)(T);   \
	PREFETCHT0 (5*VEC)(T);   \
	PREFETCHT0 (6*VEC)(T);   \
	PREFETCHT0 (7*VEC)(T)

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
#include "gemvt_sum_avx2_amd64.h"

from0:
	ADDQ $(8*VEC), Y
	ADDQ $(8*VEC), a+24(FP)
	SUBQ $(8*LANES), N
	JGT  columns
	VZEROUPPER
	RET

#undef FETCH
#undef STEP
#undef AHEAD
