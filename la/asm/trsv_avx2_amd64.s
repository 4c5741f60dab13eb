//go:build !purego

#include "textflag.h"

// x = A^-1 x, A lower or upper triangular

#define A0 SI
#define A1 DI
#define A2 R8
#define A3 R9
#define A4 R10
#define A5 R11
#define A6 R12
#define A7 R13
#define X DX
#define M BX
#define D CX
#define J AX
#define T AX

// EL is the coefficient of unknown j in row p, whose addresses are Ap and Aj.
#define EL(p, Ap, j, Aj) (j*STEP)(Ap)(D*1)

// PAIR adds the even and odd elements of A and B in turn: a0+a1, b0+b1, a2+a3, b2+b3.
#define PAIR(A, B) \
	VUNPCKLPD B, A, Y8; \
	VUNPCKHPD B, A, A;  \
	VPLUS     Y8, A, A

// HALVES adds the halves of A and of B, and puts the sums side by side in A.
#define HALVES(A, B) \
	VPERM2F128 $0x20, B, A, Y8; \
	VPERM2F128 $0x31, B, A, A;  \
	VPLUS      Y8, A, A

DATA one<>+0(SB)/8, $1.0
GLOBL one<>(SB), (NOPTR+RODATA), $8
DATA one32<>+0(SB)/4, $1.0
GLOBL one32<>(SB), (NOPTR+RODATA), $4

#include "float64_avx2_amd64.h"

#define SIZE 8
#define LOAD1 VMOVSD
#define SUB1 VSUBSD
#define MUL1 VMULSD
#define DIV1 VDIVSD
#define FNMA1 VFNMADD231SD
#define ONE one<>(SB)

// EXPONENT sets the carry flag if d and 1/d are normal numbers.
#define EXPONENT(d) \
	MOVQ d, T;   \
	SHLQ $1, T;  \
	SHRQ $53, T; \
	DECQ T;      \
	CMPQ T, $2044

// SUM8 adds up the vectors of a row each, SPLIT takes the eight sums apart.
#define SUM8 \
	PAIR(Y0, Y1);   \
	PAIR(Y2, Y3);   \
	PAIR(Y4, Y5);   \
	PAIR(Y6, Y7);   \
	HALVES(Y0, Y2); \
	HALVES(Y4, Y6)

#define SPLIT \
	VEXTRACTF128 $1, Y0, X2; \
	VEXTRACTF128 $1, Y4, X6; \
	VPERMILPD    $1, X0, X1; \
	VPERMILPD    $1, X2, X3; \
	VPERMILPD    $1, X4, X5; \
	VPERMILPD    $1, X6, X7

// func dtrsvlAVX2(n int, a *float64, lda int, x *float64, unit bool)
TEXT ·dtrsvlAVX2(SB), NOSPLIT, $0-33
	MOVQ n+0(FP), M
	MOVQ a+8(FP), A0
	SHLQ $SHIFT, lda+16(FP)
	XORL D, D
#include "trsv_body_avx2_amd64.h"

#define UPPER

// func dtrsvuAVX2(n int, a *float64, lda int, x *float64, unit bool)
TEXT ·dtrsvuAVX2(SB), NOSPLIT, $0-33
	MOVQ n+0(FP), M
	MOVQ a+8(FP), A0
	LEAQ  -1(M), D
	SHLQ  $SHIFT, D
	MOVQ  lda+16(FP), T
	MOVQ  T, A1
	IMULQ D, A1
	ADDQ  A1, A0
	NEGQ  T
	SHLQ  $SHIFT, T
	MOVQ  T, lda+16(FP)
#include "trsv_body_avx2_amd64.h"

#undef UPPER

#include "float32_avx2_amd64.h"

#undef SIZE
#undef LOAD1
#undef SUB1
#undef MUL1
#undef DIV1
#undef FNMA1
#undef ONE
#undef EXPONENT
#undef SUM8
#undef SPLIT

#define SIZE 4
#define LOAD1 VMOVSS
#define SUB1 VSUBSS
#define MUL1 VMULSS
#define DIV1 VDIVSS
#define FNMA1 VFNMADD231SS
#define ONE one32<>(SB)

#define EXPONENT(d) \
	MOVL d, T;   \
	SHLQ $33, T; \
	SHRQ $56, T; \
	DECQ T;      \
	CMPQ T, $252

// PAIR4 is PAIR of elements four bytes long.
#define PAIR4(A, B) \
	VUNPCKLPS B, A, Y8; \
	VUNPCKHPS B, A, A;  \
	VPLUS     Y8, A, A

#define SUM8 \
	PAIR4(Y0, Y1); \
	PAIR4(Y2, Y3); \
	PAIR4(Y4, Y5); \
	PAIR4(Y6, Y7); \
	PAIR(Y0, Y2);  \
	PAIR(Y4, Y6);  \
	HALVES(Y0, Y4)

#define SPLIT \
	VEXTRACTF128 $1, Y0, X4; \
	VMOVHLPS     X0, X0, X2; \
	VMOVHLPS     X4, X4, X6; \
	VMOVSHDUP    X0, X1;     \
	VMOVSHDUP    X2, X3;     \
	VMOVSHDUP    X4, X5;     \
	VMOVSHDUP    X6, X7

// func strsvlAVX2(n int, a *float32, lda int, x *float32, unit bool)
TEXT ·strsvlAVX2(SB), NOSPLIT, $0-33
	MOVQ n+0(FP), M
	MOVQ a+8(FP), A0
	SHLQ $SHIFT, lda+16(FP)
	XORL D, D
#include "trsv_body_avx2_amd64.h"

#define UPPER

// func strsvuAVX2(n int, a *float32, lda int, x *float32, unit bool)
TEXT ·strsvuAVX2(SB), NOSPLIT, $0-33
	MOVQ n+0(FP), M
	MOVQ a+8(FP), A0
	LEAQ  -1(M), D
	SHLQ  $SHIFT, D
	MOVQ  lda+16(FP), T
	MOVQ  T, A1
	IMULQ D, A1
	ADDQ  A1, A0
	NEGQ  T
	SHLQ  $SHIFT, T
	MOVQ  T, lda+16(FP)
#include "trsv_body_avx2_amd64.h"
