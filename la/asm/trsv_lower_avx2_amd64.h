// x = L^-1 x, L unit lower: the first n mod 8 rows, then blocks of eight.

	MOVQ n+0(FP), LEFT
	MOVQ a+8(FP), BLOCK
	MOVQ lda+16(FP), LD
	MOVQ x+24(FP), VEC
	SHLQ $SHIFT, LD
	MULTIPLES
	MOVQ VEC, Q
	MOVQ LEFT, COUNT
	ANDQ $7, COUNT
	JZ   blocks
	MOVQ BLOCK, TRIANGLE
#include "trsv_fewer_avx2_amd64.h"
	SUBQ  COUNT, LEFT
	LEAQ  (Q)(COUNT*SIZE), Q
	IMULQ LD, COUNT
	ADDQ  COUNT, BLOCK

blocks:
	TESTQ LEFT, LEFT
	JZ    done

block:
	MOVQ n+0(FP), COUNT
	SUBQ LEFT, COUNT
	MOVQ BLOCK, A
	MOVQ VEC, X
#include "trsv_dot_avx2_amd64.h"
	LEAQ (BLOCK)(LD*8), BLOCK
	ADDQ $(8*SIZE), Q
	SUBQ $8, LEFT
	JNZ  block

done:
	VZEROUPPER
	RET
