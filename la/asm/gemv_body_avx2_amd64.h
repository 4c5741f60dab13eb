// y[i] = alpha*sum a[i][j]*x[j] (+ y[i]), with GATHER a[rows[i]][j], eight rows at a time, one vector of sums each, which
// SUM8 adds up. In the last turn the pointers past row m-1 stay at one of the turn, and STORE keeps their sums from y. M is
// the number of rows left.

	MOVQ m+0(FP), M
	MOVQ x+40(FP), X
	SHLQ $SHIFT, n+8(FP) // bytes from here on
#ifdef GATHER
	SHLQ $SHIFT, lda+32(FP)
#else
	MOVQ a+24(FP), A0
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

columns:
	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	VXORPS X4, X4, X4
	VXORPS X5, X5, X5
	VXORPS X6, X6, X6
	VXORPS X7, X7, X7
	MOVQ   M, m+0(FP)
	MOVQ   n+8(FP), N
	XORL   J, J
	SUBQ   $256, N
	JLT    few

eight:
	VLOAD (X)(J*1), Y8
	VLOAD 32(X)(J*1), Y9
	VLOAD 64(X)(J*1), Y10
	VLOAD 96(X)(J*1), Y11
	VLOAD 128(X)(J*1), Y12
	VLOAD 160(X)(J*1), Y13
	VLOAD 192(X)(J*1), Y14
	VLOAD 224(X)(J*1), Y15
	ROW(A0, Y0)
	ROW(A1, Y1)
	ROW(A2, Y2)
	ROW(A3, Y3)
	ROW(A4, Y4)
	ROW(A5, Y5)
	ROW(A6, Y6)
	ROW(A7, Y7)
	ADDQ  $256, J
	SUBQ  $256, N
	JGE   eight

few:
	ADDQ $(256-32), N
	JLT  rest

vector:
	VLOAD (X)(J*1), Y8
	VFMA  (A0)(J*1), Y8, Y0
	VFMA  (A1)(J*1), Y8, Y1
	VFMA  (A2)(J*1), Y8, Y2
	VFMA  (A3)(J*1), Y8, Y3
	VFMA  (A4)(J*1), Y8, Y4
	VFMA  (A5)(J*1), Y8, Y5
	VFMA  (A6)(J*1), Y8, Y6
	VFMA  (A7)(J*1), Y8, Y7
	ADDQ  $32, J
	SUBQ  $32, N
	JGE   vector

rest:
	ADDQ     $32, N
	JEQ      sum
	NEGQ     N
	LEAQ     tailMask<>+64(SB), M
	VMOVUPS  (M)(N*1), Y15
	VMASKMOV (X)(J*1), Y15, Y8
	MASKED(A0, Y0)
	MASKED(A1, Y1)
	MASKED(A2, Y2)
	MASKED(A3, Y3)
	MASKED(A4, Y4)
	MASKED(A5, Y5)
	MASKED(A6, Y6)
	MASKED(A7, Y7)

sum:
	SUM8
	VBCAST       alpha+16(FP), Y8
	MOVBQZX      load+56(FP), T
	NEGQ         T
	VMOVQ        T, X14
	VPBROADCASTQ X14, Y14     // all ones if y is read, zero if not
	MOVQ         y+48(FP), T
	MOVQ         m+0(FP), M
	CMPQ         M, $8
	JLT          last
	STORE
	ADDQ         $(8*SIZE), T
	MOVQ         T, y+48(FP)
#ifdef GATHER
	ADDQ         $32, rows+64(FP)
#else
	MOVQ         lda+32(FP), T
	LEAQ         (A7)(T*SIZE), A0
#endif
	SUBQ         $8, M
	JNE          rows
	VZEROUPPER
	RET

last:
	SHLQ $SHIFT, M
	LEAQ tailMask<>+64(SB), N
	SUBQ M, N
	STOREMASKED
	VZEROUPPER
	RET
