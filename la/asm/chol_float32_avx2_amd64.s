//go:build !purego

#include "textflag.h"

// Eight rows of a Cholesky factor, float32: strips of one vector, row i in Yi. The arithmetic is that of
// chol_avx512_amd64.h.

#define A DI     // row 0 of the panel and
#define A4 DX    // row 4
#define LDA SI   // bytes from row to row
#define LDA3 R8
#define N CX     // columns left
#define BAD R9
#define TOP R10  // the first row of U, at the panel's first column
#define WORK R11
#define C R12    // row 0 of the strip and
#define C4 R13   // row 4
#define P BX     // row p of U at the panel's first column and
#define Q AX     // at the strip
#define D Y15    // pivots

DATA cholLane<>+0x00(SB)/8, $0x0000000100000000
DATA cholLane<>+0x08(SB)/8, $0x0000000300000002
DATA cholLane<>+0x10(SB)/8, $0x0000000500000004
DATA cholLane<>+0x18(SB)/8, $0x0000000700000006
GLOBL cholLane<>(SB), (NOPTR+RODATA), $32

#define ABOVE(i, t, v) \
	VBROADCASTSS (i*4)(P), t; \
	VFNMADD231PS Y8, t, v

// t = lane l of v in all lanes
#define SPREAD(l, v, t) \
	VPBROADCASTD cholLane<>+(l*4)(SB), t; \
	VPERMPS      v, t, t

// Pivot of row v: Y9 = d in all lanes, Y10 = row/d.
#define PIVOT(i, v) \
	SPREAD(i, v, Y9); \
	VDIVPS   Y9, v, Y10; \
	VBLENDPS $(1<<i), Y9, D, D

// row x -= row(i)[l]/d * row v
#define ELIMINATE(l, t, v, x) \
	SPREAD(l, Y10, t); \
	VFNMADD231PS v, t, x

#define SCALE(i, t, v) \
	SPREAD(i, Y10, t); \
	VMULPS t, v, v

#define SOLVED(i, t, v) \
	VBROADCASTSS (i*4)(WORK), t; \
	VMULPS       t, v, v

// row x -= u * row v
#define SOLVE(u, t, v, x) \
	VBROADCASTSS u, t; \
	VFNMADD231PS v, t, x

// func scholAVX2(k, lo, hi int, a *float32, lda int, work *float32) (bad int)
TEXT ·scholAVX2(SB), NOSPLIT, $0-56
	MOVQ  k+0(FP), TOP
	MOVQ  lo+8(FP), C
	MOVQ  hi+16(FP), N
	MOVQ  a+24(FP), A
	MOVQ  lda+32(FP), LDA
	MOVQ  work+40(FP), WORK
	XORQ  BAD, BAD
	SUBQ  C, N
	LEAQ  (A)(C*4), C
	SHLQ  $2, LDA
	LEAQ  (LDA)(LDA*2), LDA3
	LEAQ  (A)(LDA*4), A4
	IMULQ LDA, TOP
	NEGQ  TOP
	ADDQ  A, TOP

strip:
	LEAQ (C)(LDA*4), C4
	VMOVUPS (C), Y0
	VMOVUPS (C)(LDA*1), Y1
	VMOVUPS (C)(LDA*2), Y2
	VMOVUPS (C)(LDA3*1), Y3
	VMOVUPS (C4), Y4
	VMOVUPS (C4)(LDA*1), Y5
	VMOVUPS (C4)(LDA*2), Y6
	VMOVUPS (C4)(LDA3*1), Y7
	MOVQ TOP, P
	MOVQ C, Q
	SUBQ A, Q
	ADDQ TOP, Q
	CMPQ P, A
	JEQ  triangle

above:
	VMOVUPS (Q), Y8
	ABOVE(0, Y9, Y0)
	ABOVE(1, Y10, Y1)
	ABOVE(2, Y11, Y2)
	ABOVE(3, Y12, Y3)
	ABOVE(4, Y13, Y4)
	ABOVE(5, Y14, Y5)
	ABOVE(6, Y9, Y6)
	ABOVE(7, Y10, Y7)
	ADDQ LDA, P
	ADDQ LDA, Q
	CMPQ P, A
	JNE  above

triangle:
	CMPQ C, A
	JNE  solve

	PIVOT(0, Y0)
	ELIMINATE(1, Y8, Y0, Y1)
	ELIMINATE(2, Y11, Y0, Y2)
	ELIMINATE(3, Y12, Y0, Y3)
	ELIMINATE(4, Y13, Y0, Y4)
	ELIMINATE(5, Y14, Y0, Y5)
	ELIMINATE(6, Y8, Y0, Y6)
	ELIMINATE(7, Y11, Y0, Y7)

	PIVOT(1, Y1)
	ELIMINATE(2, Y8, Y1, Y2)
	ELIMINATE(3, Y11, Y1, Y3)
	ELIMINATE(4, Y12, Y1, Y4)
	ELIMINATE(5, Y13, Y1, Y5)
	ELIMINATE(6, Y14, Y1, Y6)
	ELIMINATE(7, Y8, Y1, Y7)

	PIVOT(2, Y2)
	ELIMINATE(3, Y8, Y2, Y3)
	ELIMINATE(4, Y11, Y2, Y4)
	ELIMINATE(5, Y12, Y2, Y5)
	ELIMINATE(6, Y13, Y2, Y6)
	ELIMINATE(7, Y14, Y2, Y7)

	PIVOT(3, Y3)
	ELIMINATE(4, Y8, Y3, Y4)
	ELIMINATE(5, Y11, Y3, Y5)
	ELIMINATE(6, Y12, Y3, Y6)
	ELIMINATE(7, Y13, Y3, Y7)

	PIVOT(4, Y4)
	ELIMINATE(5, Y8, Y4, Y5)
	ELIMINATE(6, Y11, Y4, Y6)
	ELIMINATE(7, Y12, Y4, Y7)

	PIVOT(5, Y5)
	ELIMINATE(6, Y8, Y5, Y6)
	ELIMINATE(7, Y11, Y5, Y7)

	PIVOT(6, Y6)
	ELIMINATE(7, Y8, Y6, Y7)

	PIVOT(7, Y7)

	// good pivots are positive and finite: d > 0, d - d = 0
	VXORPS    Y8, Y8, Y8
	VSUBPS    D, D, Y9
	VCMPPS    $0x1e, Y8, D, Y10
	VCMPPS    $0, Y8, Y9, Y9
	VANDPS    Y9, Y10, Y10
	VMOVMSKPS Y10, BAD
	XORQ      $255, BAD
	VSQRTPS   D, Y10
	VDIVPS    D, Y10, Y10
	VMOVUPS   Y10, (WORK)
	SCALE(0, Y8, Y0)
	SCALE(1, Y11, Y1)
	SCALE(2, Y12, Y2)
	SCALE(3, Y13, Y3)
	SCALE(4, Y14, Y4)
	SCALE(5, Y8, Y5)
	SCALE(6, Y11, Y6)
	SCALE(7, Y12, Y7)
	JMP       store

solve:
	SOLVED(0, Y8, Y0)
	SOLVE((1*4)(A), Y9, Y0, Y1)
	SOLVE((2*4)(A), Y10, Y0, Y2)
	SOLVE((3*4)(A), Y11, Y0, Y3)
	SOLVE((4*4)(A), Y12, Y0, Y4)
	SOLVE((5*4)(A), Y13, Y0, Y5)
	SOLVE((6*4)(A), Y14, Y0, Y6)
	SOLVE((7*4)(A), Y15, Y0, Y7)
	SOLVED(1, Y8, Y1)
	SOLVE((2*4)(A)(LDA*1), Y9, Y1, Y2)
	SOLVE((3*4)(A)(LDA*1), Y10, Y1, Y3)
	SOLVE((4*4)(A)(LDA*1), Y11, Y1, Y4)
	SOLVE((5*4)(A)(LDA*1), Y12, Y1, Y5)
	SOLVE((6*4)(A)(LDA*1), Y13, Y1, Y6)
	SOLVE((7*4)(A)(LDA*1), Y14, Y1, Y7)
	SOLVED(2, Y15, Y2)
	SOLVE((3*4)(A)(LDA*2), Y8, Y2, Y3)
	SOLVE((4*4)(A)(LDA*2), Y9, Y2, Y4)
	SOLVE((5*4)(A)(LDA*2), Y10, Y2, Y5)
	SOLVE((6*4)(A)(LDA*2), Y11, Y2, Y6)
	SOLVE((7*4)(A)(LDA*2), Y12, Y2, Y7)
	SOLVED(3, Y13, Y3)
	SOLVE((4*4)(A)(LDA3*1), Y14, Y3, Y4)
	SOLVE((5*4)(A)(LDA3*1), Y15, Y3, Y5)
	SOLVE((6*4)(A)(LDA3*1), Y8, Y3, Y6)
	SOLVE((7*4)(A)(LDA3*1), Y9, Y3, Y7)
	SOLVED(4, Y10, Y4)
	SOLVE((5*4)(A4), Y11, Y4, Y5)
	SOLVE((6*4)(A4), Y12, Y4, Y6)
	SOLVE((7*4)(A4), Y13, Y4, Y7)
	SOLVED(5, Y14, Y5)
	SOLVE((6*4)(A4)(LDA*1), Y15, Y5, Y6)
	SOLVE((7*4)(A4)(LDA*1), Y8, Y5, Y7)
	SOLVED(6, Y9, Y6)
	SOLVE((7*4)(A4)(LDA*2), Y10, Y6, Y7)
	SOLVED(7, Y11, Y7)

store:
	VMOVUPS Y0, (C)
	VMOVUPS Y1, (C)(LDA*1)
	VMOVUPS Y2, (C)(LDA*2)
	VMOVUPS Y3, (C)(LDA3*1)
	VMOVUPS Y4, (C4)
	VMOVUPS Y5, (C4)(LDA*1)
	VMOVUPS Y6, (C4)(LDA*2)
	VMOVUPS Y7, (C4)(LDA3*1)
	ADDQ $32, C
	SUBQ $8, N
	JGT  strip
	MOVQ BAD, bad+48(FP)
	VZEROUPPER
	RET
