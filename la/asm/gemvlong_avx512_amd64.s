//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"

// y = alpha*A*x (+ y), row by row: the second-level cache delivers one stream half as fast again as eight, and with long
// rows the sharing of x by eight of them saves less than that.

#define X SI // in the row
#define Y DI // in x
#define N CX
#define T AX
#define A R8
#define LDA R9
#define M BX
#define OUT DX

// AHEAD fetches what later turns will read, if rows are so long that the matrix probably comes from beyond the
// second-level cache. From that cache itself it would be a quarter slower.
#define AHEAD \
	CMPQ       LDA, $3072; \
	JLT        near;       \
	PREFETCHT0 1536(X);    \
	PREFETCHT0 1600(X);    \
	PREFETCHT0 1664(X);    \
	PREFETCHT0 1728(X);    \
	PREFETCHT0 1792(X);    \
	PREFETCHT0 1856(X);    \
	PREFETCHT0 1920(X);    \
	PREFETCHT0 1984(X);    \
near:

#include "vector_f64_avx512_amd64.h"

// func dgemvlongAVX512(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool)
TEXT ·dgemvlongAVX512(SB), NOSPLIT, $0-57
	MOVQ m+0(FP), M
	MOVQ a+24(FP), A
	MOVQ lda+32(FP), LDA
	SHLQ $SHIFT, LDA
	MOVQ y+48(FP), OUT

row:
	MOVQ      A, X
	MOVQ      x+40(FP), Y
	MOVQ      n+8(FP), N
#include "dot_body_avx512_amd64.h"
	VPERMILPD $1, X0, X1
	VADDPD    X1, X0, X0
	VMULSD    alpha+16(FP), X0, X0
	MOVBQZX   load+56(FP), T
	TESTQ     T, T
	JEQ       store
	VADDSD    (OUT), X0, X0

store:
	VMOVSD X0, (OUT)
	ADDQ   LDA, A
	ADDQ   $8, OUT
	DECQ   M
	JNE    row
	VZEROUPPER
	RET

#include "vector_f32_avx512_amd64.h"

// func sgemvlongAVX512(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool)
TEXT ·sgemvlongAVX512(SB), NOSPLIT, $0-57
	MOVQ m+0(FP), M
	MOVQ a+24(FP), A
	MOVQ lda+32(FP), LDA
	SHLQ $SHIFT, LDA
	MOVQ y+48(FP), OUT

row:
	MOVQ      A, X
	MOVQ      x+40(FP), Y
	MOVQ      n+8(FP), N
#include "dot_body_avx512_amd64.h"
	VMOVHLPS  X0, X0, X1
	VADDPS    X1, X0, X0
	VMOVSHDUP X0, X1
	VADDPS    X1, X0, X0
	VMULSS    alpha+16(FP), X0, X0
	MOVBQZX   load+56(FP), T
	TESTQ     T, T
	JEQ       store
	VADDSS    (OUT), X0, X0

store:
	VMOVSS X0, (OUT)
	ADDQ   LDA, A
	ADDQ   $4, OUT
	DECQ   M
	JNE    row
	VZEROUPPER
	RET
