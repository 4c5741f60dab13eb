// y[i] = alpha*sum a[i][j]*x[j] (+ y[i]), with GATHER a[rows[i]][j], eight rows at a time, one vector of sums each, which
// SUM8 adds up into the eight elements of OUT. In the last turn the pointers past row m-1 stay at one of the turn, and a
// mask keeps their sums from y.
//
// The mask of all elements on the loads of A is there for speed: on Zen 5 these loads do not wake the prefetcher of the
// first-level cache, which spends half of the bandwidth of the second level (300 x 300 float64 51 GFLOP/s with masks, 31
// without; 2026-11-25).

	MOVQ    n+8(FP), CX
	MOVQ    CX, T
	ANDQ    $~(LANES-1), T
	SHLQ    $SHIFT, T
	MOVQ    T, n+8(FP)    // from here on whole vectors, in bytes
	ANDQ    $(LANES-1), CX
	MOVL    $1, T
	SHLQ    CX, T
	DECQ    T
	KMOVW   T, K1         // the columns past the whole vectors
	MOVL    $0xFFFF, T
	KMOVW   T, K5         // everything
	MOVL    $255, T
	KMOVW   T, K2         // the rows of a turn
	MOVBQZX load+56(FP), T
	NEGQ    T
	KMOVW   T, K3         // all rows, if y is read
	MOVQ    m+0(FP), M
	MOVQ    x+40(FP), X
#ifdef GATHER
	SHLQ    $SHIFT, lda+32(FP) // bytes from here on
#else
	MOVQ    a+24(FP), A0
#endif

rows:
#ifdef GATHER
#include "gemv_gather_avx2_amd64.h"
#else
	MOVQ    lda+32(FP), T
	LEAQ    (A0)(T*SIZE), A1
	LEAQ    (A1)(T*SIZE), A2
	LEAQ    (A2)(T*SIZE), A3
	LEAQ    (A3)(T*SIZE), A4
	LEAQ    (A4)(T*SIZE), A5
	LEAQ    (A5)(T*SIZE), A6
	LEAQ    (A6)(T*SIZE), A7
	CMPQ    M, $8
	JGE     columns
	CMPQ    M, $2
	CMOVQLT A0, A1
	CMPQ    M, $3
	CMOVQLT A1, A2
	CMPQ    M, $4
	CMOVQLT A2, A3
	CMPQ    M, $5
	CMOVQLT A3, A4
	CMPQ    M, $6
	CMOVQLT A4, A5
	CMPQ    M, $7
	CMOVQLT A5, A6
	MOVQ    A6, A7
#endif
	MOVQ    M, CX
	MOVL    $1, T
	SHLQ    CX, T
	DECQ    T
	KMOVW   T, K2

columns:
	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	VXORPS X4, X4, X4
	VXORPS X5, X5, X5
	VXORPS X6, X6, X6
	VXORPS X7, X7, X7
	MOVQ   n+8(FP), N
	XORL   J, J
	TESTQ  N, N
	JEQ    rest

vector:
	VLOAD (X)(J*1), Z8
	VFMA  (A0)(J*1), Z8, K5, Z0
	VFMA  (A1)(J*1), Z8, K5, Z1
	VFMA  (A2)(J*1), Z8, K5, Z2
	VFMA  (A3)(J*1), Z8, K5, Z3
	VFMA  (A4)(J*1), Z8, K5, Z4
	VFMA  (A5)(J*1), Z8, K5, Z5
	VFMA  (A6)(J*1), Z8, K5, Z6
	VFMA  (A7)(J*1), Z8, K5, Z7
	ADDQ  $64, J
	CMPQ  J, N
	JLT   vector

rest:
	KORTESTW K1, K1
	JEQ      sum
	VLOAD.Z  (X)(J*1), K1, Z8
	VFMA     (A0)(J*1), Z8, K1, Z0
	VFMA     (A1)(J*1), Z8, K1, Z1
	VFMA     (A2)(J*1), Z8, K1, Z2
	VFMA     (A3)(J*1), Z8, K1, Z3
	VFMA     (A4)(J*1), Z8, K1, Z4
	VFMA     (A5)(J*1), Z8, K1, Z5
	VFMA     (A6)(J*1), Z8, K1, Z6
	VFMA     (A7)(J*1), Z8, K1, Z7

sum:
	SUM8
	MOVQ    y+48(FP), T
	KANDW   K2, K3, K4
	VLOAD.Z (T), K4, OUT9
	VBCAST  alpha+16(FP), OUT8
	VFMA    OUT8, OUT, OUT9
	VLOAD   OUT9, K2, (T)
	ADDQ    $(8*SIZE), T
	MOVQ    T, y+48(FP)
#ifdef GATHER
	ADDQ    $32, rows+64(FP)
#else
	MOVQ    lda+32(FP), T
	LEAQ    (A7)(T*SIZE), A0
#endif
	SUBQ    $8, M
	JGT     rows
	VZEROUPPER
	RET
