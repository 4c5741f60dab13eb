// x = U'^-1 x: blocks of eight rows, then the last n mod 8.

	MOVQ n+0(FP), LEFT
	MOVQ a+8(FP), BLOCK
	MOVQ lda+16(FP), LD
	MOVQ x+24(FP), VEC
	SHLQ $SHIFT, LD
	MULTIPLES
	MOVQ VEC, Q
	MOVQ ONE, T
	STOX T, X15
	SUBQ $8, LEFT
	JLT  last

block:
	MOVQ LEFT, COUNT
	LEAQ (8*SIZE)(BLOCK), A
	LEAQ (8*SIZE)(Q), X
#include "trsv_axpy_avx2_amd64.h"
	LEAQ (8*SIZE)(BLOCK)(LD*8), BLOCK
	ADDQ $(8*SIZE), Q
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
