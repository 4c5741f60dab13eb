//go:build !purego

#include "textflag.h"

// Eight rows of a Cholesky factor, float64: rows 0-3, then rows 4-7 with four rows more above them. A pass takes its rows in
// strips of eight columns, a vector in Y0-Y3 and one in Y4-Y7; in the first strip the former holds the triangle. The
// arithmetic is that of chol_avx512_amd64.h.

#define A DI     // row 0 of the pass
#define DIAG R9  // its diagonal
#define LDA SI   // bytes from row to row
#define LDA3 R8
#define N CX     // columns left
#define TOP R10  // the first row of U, at the panel's first column
#define WORK R11
#define C R12    // the two vectors of a strip, row 0
#define C2 R13
#define P BX     // row p of U at the pass's first column and
#define Q AX     // at the strip
#define Q2 DX
#define D Y15    // pivots

#define ABOVE(i, t, v, w) \
	VBROADCASTSD (i*8)(P), t; \
	VFNMADD231PD Y8, t, v; \
	VFNMADD231PD Y9, t, w

// Lane l of a vector in all lanes: VPERMPD $(l*0x55).

// Pivot of row v: Y10 = d in all lanes, Y11 = row/d.
#define PIVOT(i, v) \
	VPERMPD  $(i*0x55), v, Y10; \
	VDIVPD   Y10, v, Y11; \
	VBLENDPD $(1<<i), Y10, D, D

// row (x, y) -= row(i)[l]/d * row (v, w)
#define ELIMINATE(l, t, v, w, x, y) \
	VPERMPD      $(l*0x55), Y11, t; \
	VFNMADD231PD v, t, x; \
	VFNMADD231PD w, t, y

#define SCALE(i, t, v, w) \
	VPERMPD $(i*0x55), Y11, t; \
	VMULPD  t, v, v; \
	VMULPD  t, w, w

#define SOLVED(i, t, v, w) \
	VBROADCASTSD (i*8)(WORK), t; \
	VMULPD       t, v, v; \
	VMULPD       t, w, w

// row (x, y) -= u * row (v, w)
#define SOLVE(u, t, v, w, x, y) \
	VBROADCASTSD u, t; \
	VFNMADD231PD v, t, x; \
	VFNMADD231PD w, t, y

// func dcholAVX2(k, lo, hi int, a *float64, lda int, work *float64) (bad int)
TEXT ·dcholAVX2(SB), NOSPLIT, $0-56
	MOVQ  k+0(FP), TOP
	MOVQ  a+24(FP), A
	MOVQ  lda+32(FP), LDA
	MOVQ  work+40(FP), WORK
	MOVQ  $0, bad+48(FP)
	SHLQ  $3, LDA
	LEAQ  (LDA)(LDA*2), LDA3
	IMULQ LDA, TOP
	NEGQ  TOP
	ADDQ  A, TOP
	MOVQ  A, DIAG
	MOVQ  lo+8(FP), C
	LEAQ  (A)(C*8), C
	LEAQ  32(C), C2

pass:
	MOVQ hi+16(FP), N
	SUBQ lo+8(FP), N

strip:
	VMOVUPD (C), Y0
	VMOVUPD (C2), Y4
	VMOVUPD (C)(LDA*1), Y1
	VMOVUPD (C2)(LDA*1), Y5
	VMOVUPD (C)(LDA*2), Y2
	VMOVUPD (C2)(LDA*2), Y6
	VMOVUPD (C)(LDA3*1), Y3
	VMOVUPD (C2)(LDA3*1), Y7
	MOVQ TOP, P
	SUBQ A, P
	MOVQ P, Q
	MOVQ P, Q2
	ADDQ DIAG, P
	ADDQ C, Q
	ADDQ C2, Q2
	CMPQ P, DIAG
	JEQ  triangle

above:
	VMOVUPD (Q), Y8
	VMOVUPD (Q2), Y9
	ABOVE(0, Y10, Y0, Y4)
	ABOVE(1, Y11, Y1, Y5)
	ABOVE(2, Y12, Y2, Y6)
	ABOVE(3, Y13, Y3, Y7)
	ADDQ LDA, P
	ADDQ LDA, Q
	ADDQ LDA, Q2
	CMPQ P, DIAG
	JNE  above

triangle:
	CMPQ C, DIAG
	JNE  solve

	PIVOT(0, Y0)
	ELIMINATE(1, Y8, Y0, Y4, Y1, Y5)
	ELIMINATE(2, Y9, Y0, Y4, Y2, Y6)
	ELIMINATE(3, Y12, Y0, Y4, Y3, Y7)

	PIVOT(1, Y1)
	ELIMINATE(2, Y8, Y1, Y5, Y2, Y6)
	ELIMINATE(3, Y9, Y1, Y5, Y3, Y7)

	PIVOT(2, Y2)
	ELIMINATE(3, Y8, Y2, Y6, Y3, Y7)

	PIVOT(3, Y3)

	// good pivots are positive and finite: d > 0, d - d = 0
	VXORPD    Y8, Y8, Y8
	VSUBPD    D, D, Y9
	VCMPPD    $0x1e, Y8, D, Y10
	VCMPPD    $0, Y8, Y9, Y9
	VANDPD    Y9, Y10, Y10
	VMOVMSKPD Y10, AX
	XORQ      $15, AX
	CMPQ      A, DIAG
	JEQ       first
	SHLQ      $4, AX

first:
	ADDQ    AX, bad+48(FP)
	VSQRTPD D, Y11
	VDIVPD  D, Y11, Y11
	VMOVUPD Y11, (WORK)
	SCALE(0, Y8, Y0, Y4)
	SCALE(1, Y9, Y1, Y5)
	SCALE(2, Y12, Y2, Y6)
	SCALE(3, Y13, Y3, Y7)
	JMP     store

solve:
	SOLVED(0, Y8, Y0, Y4)
	SOLVE((1*8)(DIAG), Y9, Y0, Y4, Y1, Y5)
	SOLVE((2*8)(DIAG), Y10, Y0, Y4, Y2, Y6)
	SOLVE((3*8)(DIAG), Y11, Y0, Y4, Y3, Y7)
	SOLVED(1, Y12, Y1, Y5)
	SOLVE((2*8)(DIAG)(LDA*1), Y13, Y1, Y5, Y2, Y6)
	SOLVE((3*8)(DIAG)(LDA*1), Y14, Y1, Y5, Y3, Y7)
	SOLVED(2, Y8, Y2, Y6)
	SOLVE((3*8)(DIAG)(LDA*2), Y9, Y2, Y6, Y3, Y7)
	SOLVED(3, Y10, Y3, Y7)

store:
	VMOVUPD Y0, (C)
	VMOVUPD Y4, (C2)
	VMOVUPD Y1, (C)(LDA*1)
	VMOVUPD Y5, (C2)(LDA*1)
	VMOVUPD Y2, (C)(LDA*2)
	VMOVUPD Y6, (C2)(LDA*2)
	VMOVUPD Y3, (C)(LDA3*1)
	VMOVUPD Y7, (C2)(LDA3*1)
	ADDQ $64, C
	ADDQ $64, C2
	SUBQ $8, N
	JGT  strip

	// the second pass begins with its triangle in the second vector
	CMPQ A, DIAG
	JNE  done
	LEAQ (A)(LDA*4), A
	LEAQ 32(A), DIAG
	ADDQ $32, WORK
	MOVQ lo+8(FP), C2
	LEAQ (A)(C2*8), C2
	LEAQ 32(C2), C
	JMP  pass

done:
	VZEROUPPER
	RET
