//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// the first index of the largest |x[i]|

#define X SI
#define N CX
#define T AX
#define B BX
#define VEC 32
#define S0 Y0
#define S1 Y1
#define S2 Y2
#define S3 Y3
#define S4 Y4
#define S5 Y5
#define S6 Y6
#define S7 Y7
#define V0 Y8
#define V1 Y9
#define V2 Y10
#define V3 Y11
#define ABS Y12

// LOADREST loads the N bytes that are less than a vector, and zeros.
#define LOADREST \
	LEAQ     tailMask<>+64(SB), T; \
	SUBQ     N, T;                 \
	VMOVUPS  (T), V0;              \
	VMASKMOV (X), V0, V0

// FOLD takes the larger of the halves of 64 bytes, ACROSS those inside 16 bytes.
#define FOLD

#include "float64_avx2_amd64.h"

// MAGNITUDE sets ABS to all bits of a number but its sign.
#define MAGNITUDE \
	VPCMPEQD Y12, Y12, Y12; \
	VPSRLQ   $1, Y12, Y12
#define VMAX VMAXPD
#define COMPARE(how, a, b) \
	VCMPPD    $how, a, b, V1; \
	VMOVMSKPD V1, B;          \
	TESTQ     B, B

#define ACROSS \
	VPERMILPD $1, X0, X1; \
	VMAX      X1, X0, X0

// func idamaxAVX2(x []float64) int
TEXT ·idamaxAVX2(SB), NOSPLIT, $0-32
#include "iamax_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"

#undef MAGNITUDE
#undef VMAX
#undef COMPARE
#undef ACROSS
#define MAGNITUDE \
	VPCMPEQD Y12, Y12, Y12; \
	VPSRLD   $1, Y12, Y12
#define VMAX VMAXPS
#define COMPARE(how, a, b) \
	VCMPPS    $how, a, b, V1; \
	VMOVMSKPS V1, B;          \
	TESTQ     B, B

#define ACROSS \
	VMOVHLPS  X0, X0, X1; \
	VMAX      X1, X0, X0; \
	VMOVSHDUP X0, X1;     \
	VMAX      X1, X0, X0

// func isamaxAVX2(x []float32) int
TEXT ·isamaxAVX2(SB), NOSPLIT, $0-32
#include "iamax_body_avx2_amd64.h"
