//go:build !purego

#include "textflag.h"

// x = A'^-1 x, A lower or upper triangular

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

// EL is the coefficient of unknown j for unknown p in row j; their addresses are Ap and Aj.
#define EL(p, Ap, j, Aj) (p*STEP)(Aj)(D*1)

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

// ADDROW adds x times the eight elements of a row, low and high, to the sums S and U.
#define ADDROW(low, high, x, S, U) \
	VFMA low, x, S; \
	VFMA high, x, U

#define SUMS(a, b, c, d, e, f, g, h) \
	VPLUS        Y2, Y0, Y0;    \
	VPLUS        Y3, Y1, Y1;    \
	VPLUS        Y6, Y4, Y4;    \
	VPLUS        Y7, Y5, Y5;    \
	VPLUS        Y4, Y0, Y8;    \
	VPLUS        Y5, Y1, Y9;    \
	VEXTRACTF128 $1, Y8, c;     \
	VEXTRACTF128 $1, Y9, g;     \
	VPERMILPD    $1, X8, b;     \
	VPERMILPD    $1, c, d;      \
	VPERMILPD    $1, X9, f;     \
	VPERMILPD    $1, g, h;      \
	VMOVAPD      X8, a;         \
	VMOVAPD      X9, e

// func dtrsvltAVX2(n int, a *float64, lda int, x *float64, unit bool)
TEXT ·dtrsvltAVX2(SB), NOSPLIT, $0-33
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
#include "trsvt_body_avx2_amd64.h"

#define UPPER

// func dtrsvutAVX2(n int, a *float64, lda int, x *float64, unit bool)
TEXT ·dtrsvutAVX2(SB), NOSPLIT, $0-33
	MOVQ n+0(FP), M
	MOVQ a+8(FP), A0
	SHLQ $SHIFT, lda+16(FP)
	XORL D, D
#include "trsvt_body_avx2_amd64.h"

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
#undef ADDROW
#undef SUMS

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

#define ADDROW(low, high, x, S, U) \
	VFMA low, x, S

#define SUMS(a, b, c, d, e, f, g, h) \
	VPLUS        Y2, Y0, Y0;  \
	VPLUS        Y6, Y4, Y4;  \
	VPLUS        Y4, Y0, Y8;  \
	VEXTRACTF128 $1, Y8, X9;  \
	VMOVAPS      X8, a;       \
	VMOVSHDUP    X8, b;       \
	VMOVHLPS     X8, X8, c;   \
	VMOVSHDUP    c, d;        \
	VMOVAPS      X9, e;       \
	VMOVSHDUP    X9, f;       \
	VMOVHLPS     X9, X9, g;   \
	VMOVSHDUP    g, h

// func strsvltAVX2(n int, a *float32, lda int, x *float32, unit bool)
TEXT ·strsvltAVX2(SB), NOSPLIT, $0-33
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
#include "trsvt_body_avx2_amd64.h"

#define UPPER

// func strsvutAVX2(n int, a *float32, lda int, x *float32, unit bool)
TEXT ·strsvutAVX2(SB), NOSPLIT, $0-33
	MOVQ n+0(FP), M
	MOVQ a+8(FP), A0
	SHLQ $SHIFT, lda+16(FP)
	XORL D, D
#include "trsvt_body_avx2_amd64.h"
