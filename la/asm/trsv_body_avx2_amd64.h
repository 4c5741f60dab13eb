// x = A^-1 x for a triangle, eight rows at a time, from the end that the unknowns come from: rows i, i+1, .. (lower) or i, i-1, ..
// (upper) in A0 to A7. What the unknowns before the block contribute is a product with eight rows, as in
// gemv. In the last block, pointers past the last row stay at it.

#ifdef UPPER
#define STEP -SIZE
#else
#define STEP SIZE
#endif
	SHLQ $SHIFT, n+0(FP) // bytes from here on
	MOVQ x+24(FP), X

rows:
	MOVQ    lda+16(FP), T
	LEAQ    (A0)(T*1), A1
	LEAQ    (A1)(T*1), A2
	LEAQ    (A2)(T*1), A3
	LEAQ    (A3)(T*1), A4
	LEAQ    (A4)(T*1), A5
	LEAQ    (A5)(T*1), A6
	LEAQ    (A6)(T*1), A7
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

columns:
	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	VXORPS X4, X4, X4
	VXORPS X5, X5, X5
	VXORPS X6, X6, X6
	VXORPS X7, X7, X7
#ifdef UPPER
	LEAQ   SIZE(D), J
	CMPQ   J, n+0(FP)
#else
	XORL   J, J
	CMPQ   J, D
#endif
	JGE    row0

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
#ifdef UPPER
	CMPQ  J, n+0(FP)
#else
	CMPQ  J, D
#endif
	JLT   vector
	SUM8
	SPLIT

#include "trsv_triangle_avx2_amd64.h"
	MOVQ  lda+16(FP), T
	LEAQ  (A7)(T*1), A0
	ADDQ  $(8*STEP), D
	SUBQ  $8, M
	JGT   rows

done:
	VZEROUPPER
	RET

#undef STEP
