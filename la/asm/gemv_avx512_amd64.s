//go:build !purego

#include "textflag.h"

// y = alpha*A*x (+ y), A the rows of a matrix in their order or (GATHER) those named

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
#define N CX
#define J AX
#define T AX

#include "vector_f64_avx512_amd64.h"

// PAIR adds the even and odd elements of A and B in turn: a0+a1, b0+b1, a2+a3, b2+b3, ..
#define PAIR(A, B) \
	VUNPCKLPD B, A, Z8; \
	VUNPCKHPD B, A, A;  \
	VADDPD    Z8, A, A

// QUARTERS adds the even and odd quarters of A and B: the halves of A come first.
#define QUARTERS(A, B) \
	VSHUFF64X2 $0x88, B, A, Z8; \
	VSHUFF64X2 $0xDD, B, A, A;  \
	VADDPD     Z8, A, A

#define SUM8 \
	PAIR(Z0, Z1);     \
	PAIR(Z2, Z3);     \
	PAIR(Z4, Z5);     \
	PAIR(Z6, Z7);     \
	QUARTERS(Z0, Z2); \
	QUARTERS(Z4, Z6); \
	QUARTERS(Z0, Z4)

#define OUT Z0
#define OUT8 Z8
#define OUT9 Z9

// func dgemvAVX512(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool)
TEXT ·dgemvAVX512(SB), NOSPLIT, $0-57
#include "gemv_body_avx512_amd64.h"

#define GATHER

// func dgemvRowsAVX512(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool, rows *int32)
TEXT ·dgemvRowsAVX512(SB), NOSPLIT, $0-72
#include "gemv_body_avx512_amd64.h"

#undef GATHER

#include "vector_f32_avx512_amd64.h"

#undef SUM8
#undef OUT
#undef OUT8
#undef OUT9

// PAIR4 is PAIR of elements four bytes long.
#define PAIR4(A, B) \
	VUNPCKLPS B, A, Z8; \
	VUNPCKHPS B, A, A;  \
	VADDPS    Z8, A, A

// PAIR8 is PAIR4 of pairs.
#define PAIR8(A, B) \
	VUNPCKLPD B, A, Z8; \
	VUNPCKHPD B, A, A;  \
	VADDPS    Z8, A, A

#define SUM8 \
	PAIR4(Z0, Z1);               \
	PAIR4(Z2, Z3);               \
	PAIR4(Z4, Z5);               \
	PAIR4(Z6, Z7);               \
	PAIR8(Z0, Z2);               \
	PAIR8(Z4, Z6);               \
	VSHUFF64X2 $0x88, Z4, Z0, Z8; \
	VSHUFF64X2 $0xDD, Z4, Z0, Z0; \
	VADDPS     Z8, Z0, Z0;       \
	VSHUFF64X2 $0x88, Z0, Z0, Z8; \
	VSHUFF64X2 $0xDD, Z0, Z0, Z0; \
	VADDPS     Z8, Z0, Z0

#define OUT Y0
#define OUT8 Y8
#define OUT9 Y9

// func sgemvAVX512(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool)
TEXT ·sgemvAVX512(SB), NOSPLIT, $0-57
#include "gemv_body_avx512_amd64.h"

#define GATHER

// func sgemvRowsAVX512(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool, rows *int32)
TEXT ·sgemvRowsAVX512(SB), NOSPLIT, $0-72
#include "gemv_body_avx512_amd64.h"

#undef GATHER
