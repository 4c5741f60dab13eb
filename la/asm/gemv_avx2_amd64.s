//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

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

// ROW adds the products of a row with eight vectors of x to S, along the row: the second-level cache delivers
// consecutive lines faster than lines of different rows.
#define ROW(A, S) \
	VFMA (A)(J*1), Y8, S;     \
	VFMA 32(A)(J*1), Y9, S;   \
	VFMA 64(A)(J*1), Y10, S;  \
	VFMA 96(A)(J*1), Y11, S;  \
	VFMA 128(A)(J*1), Y12, S; \
	VFMA 160(A)(J*1), Y13, S; \
	VFMA 192(A)(J*1), Y14, S; \
	VFMA 224(A)(J*1), Y15, S

// MASKED adds the products with the elements of x past the whole vectors.
#define MASKED(A, S) \
	VMASKMOV (A)(J*1), Y15, Y9; \
	VFMA     Y9, Y8, S

// UPDATE writes the elements of y whose sums are S.
#define UPDATE(at, S) \
	VANDPS at(T), Y14, Y9; \
	VFMA   S, Y8, Y9;      \
	VLOAD  Y9, at(T)

// UPDATEMASKED is UPDATE of those that the mask at N tells.
#define UPDATEMASKED(at, S) \
	VMOVUPS  at(N), Y15;      \
	VMASKMOV at(T), Y15, Y9;  \
	VANDPS   Y14, Y9, Y9;     \
	VFMA     S, Y8, Y9;       \
	VMASKMOV Y9, Y15, at(T)

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

#include "float64_avx2_amd64.h"

#define SIZE 8
#define SUM8 \
	PAIR(Y0, Y1);   \
	PAIR(Y2, Y3);   \
	PAIR(Y4, Y5);   \
	PAIR(Y6, Y7);   \
	HALVES(Y0, Y2); \
	HALVES(Y4, Y6)

#define STORE \
	UPDATE(0, Y0);  \
	UPDATE(32, Y4)

#define STOREMASKED \
	UPDATEMASKED(0, Y0);  \
	UPDATEMASKED(32, Y4)

// func dgemvAVX2(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool)
TEXT ·dgemvAVX2(SB), NOSPLIT, $0-57
#include "gemv_body_avx2_amd64.h"

#define GATHER

// func dgemvRowsAVX2(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool, rows *int32)
TEXT ·dgemvRowsAVX2(SB), NOSPLIT, $0-72
#include "gemv_body_avx2_amd64.h"

#undef GATHER

#include "float32_avx2_amd64.h"

#undef SIZE
#undef SUM8
#undef STORE
#undef STOREMASKED

// PAIR4 is PAIR of elements four bytes long.
#define PAIR4(A, B) \
	VUNPCKLPS B, A, Y8; \
	VUNPCKHPS B, A, A;  \
	VPLUS     Y8, A, A

#define SIZE 4
#define SUM8 \
	PAIR4(Y0, Y1); \
	PAIR4(Y2, Y3); \
	PAIR4(Y4, Y5); \
	PAIR4(Y6, Y7); \
	PAIR(Y0, Y2);  \
	PAIR(Y4, Y6);  \
	HALVES(Y0, Y4)

#define STORE UPDATE(0, Y0)
#define STOREMASKED UPDATEMASKED(0, Y0)

// func sgemvAVX2(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool)
TEXT ·sgemvAVX2(SB), NOSPLIT, $0-57
#include "gemv_body_avx2_amd64.h"

#define GATHER

// func sgemvRowsAVX2(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool, rows *int32)
TEXT ·sgemvRowsAVX2(SB), NOSPLIT, $0-72
#include "gemv_body_avx2_amd64.h"

#undef GATHER
