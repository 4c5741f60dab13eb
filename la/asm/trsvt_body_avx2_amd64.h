// x = A'^-1 x for a triangle, eight columns of A at a time, from the end that the unknowns come from: an upper A is lower
// transposed. What the unknowns before the block contribute is the product of their rows' eight elements, one or two
// vectors, with them; four rows go to four sums. SUMS leaves it in X0 to X7, unknown by unknown.
// In the last block, elements beside those of the unknowns left are read too, all of them between others of A, and not
// used. n+0(FP) counts the unknowns known.

#ifdef UPPER
#define STEP SIZE
#define LOW 0
#else
#define STEP -SIZE
#define LOW (-7*SIZE)
#endif
	MOVQ    x+24(FP), X
	MOVQ    A0, a+8(FP)
	LEAQ    (X)(D*1), T
	MOVQ    T, x+24(FP)  // of the first unknown
	MOVQ    $0, n+0(FP)

block:
	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	VXORPS X4, X4, X4
	VXORPS X5, X5, X5
	VXORPS X6, X6, X6
	VXORPS X7, X7, X7
	MOVQ   n+0(FP), A2
	TESTQ  A2, A2
	JEQ    triangle
	MOVQ   a+8(FP), A1
	LEAQ   LOW(A1)(D*1), A1
	MOVQ   x+24(FP), A3
	MOVQ   lda+16(FP), A4
	LEAQ   (A4)(A4*2), A5

four:
	VBCAST (A3), Y8
	VBCAST STEP(A3), Y9
	VBCAST (2*STEP)(A3), Y10
	VBCAST (3*STEP)(A3), Y11
	ADDROW((A1), 32(A1), Y8, Y0, Y1)
	ADDROW((A1)(A4*1), 32(A1)(A4*1), Y9, Y2, Y3)
	ADDROW((A1)(A4*2), 32(A1)(A4*2), Y10, Y4, Y5)
	ADDROW((A1)(A5*1), 32(A1)(A5*1), Y11, Y6, Y7)
	LEAQ   (A1)(A4*4), A1
	ADDQ   $(4*STEP), A3
	SUBQ   $4, A2
	JNE    four
#ifdef UPPER
	SUMS(X0, X1, X2, X3, X4, X5, X6, X7)
#else
	SUMS(X7, X6, X5, X4, X3, X2, X1, X0)
#endif

triangle:
	MOVQ lda+16(FP), T
	LEAQ (A0)(T*1), A1
	LEAQ (A1)(T*1), A2
	LEAQ (A2)(T*1), A3
	LEAQ (A3)(T*1), A4
	LEAQ (A4)(T*1), A5
	LEAQ (A5)(T*1), A6
	LEAQ (A6)(T*1), A7
#include "trsv_triangle_avx2_amd64.h"
	MOVQ lda+16(FP), T
	LEAQ (A7)(T*1), A0
	ADDQ $(8*STEP), D
	ADDQ $8, n+0(FP)
	SUBQ $8, M
	JGT  block

done:
	VZEROUPPER
	RET

#undef STEP
#undef LOW
