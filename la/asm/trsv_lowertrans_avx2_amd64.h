// x = L'^-1 x, L unit lower: blocks of eight rows upwards, then the first n mod 8.

	MOVQ n+0(FP), LEFT
	MOVQ a+8(FP), BLOCK
	MOVQ lda+16(FP), LD
	MOVQ x+24(FP), VEC
	SHLQ $SHIFT, LD
	MOVQ LEFT, COUNT
	DECQ COUNT
	LEAQ (VEC)(COUNT*SIZE), Q
	MOVQ LD, X
	ADDQ $SIZE, X
	IMULQ COUNT, X
	ADDQ X, BLOCK // the last element
	NEGQ LD
	MULTIPLES
	SUBQ $8, LEFT
	JLT  last

block:
	MOVQ LEFT, COUNT
	MOVQ VEC, X
	MOVQ VEC, A // BLOCK less the bytes from x's first element to Q
	SUBQ Q, A
	ADDQ BLOCK, A
#include "trsv_axpy_avx2_amd64.h"
	LEAQ -(8*SIZE)(BLOCK)(LD*8), BLOCK
	SUBQ $(8*SIZE), Q
	SUBQ $8, LEFT
	JGE  block

last:
	ADDQ $8, LEFT
	JZ   done
	MOVQ LEFT, COUNT
	MOVQ BLOCK, TRIANGLE
#include "trsv_fewer_avx2_amd64.h"

done:
	VZEROUPPER
	RET
