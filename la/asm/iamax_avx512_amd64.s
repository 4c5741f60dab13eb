//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"

// the first index of the largest |x[i]|

#define X SI
#define N CX
#define T AX
#define B BX
#define VEC 64
#define S0 Z0
#define S1 Z1
#define S2 Z2
#define S3 Z3
#define S4 Z4
#define S5 Z5
#define S6 Z6
#define S7 Z7
#define V0 Z8
#define V1 Z9
#define V2 Z10
#define V3 Z11
#define ABS Z12

// LOADREST loads the N bytes that are less than a vector, and zeros.
#define LOADREST \
	TAIL; \
	VLOAD.Z (X), K1, V0

// FOLD takes the larger of the halves of 64 bytes, ACROSS those inside 16 bytes.
#define FOLD \
	VEXTRACTF64X4 $1, Z0, Y1; \
	VMAX          Y1, Y0, Y0

#include "vector_f64_avx512_amd64.h"

// MAGNITUDE sets ABS to all bits of a number but its sign.
#define MAGNITUDE \
	VPTERNLOGD $0xFF, Z12, Z12, Z12; \
	VPSRLQ     $1, Z12, Z12
#define VMAX VMAXPD
#define COMPARE(how, a, b) \
	VCMPPD $how, a, b, K1; \
	KMOVW  K1, B;          \
	TESTQ  B, B

#define ACROSS \
	VPERMILPD $1, X0, X1; \
	VMAX      X1, X0, X0

// func idamaxAVX512(x []float64) int
TEXT ·idamaxAVX512(SB), NOSPLIT, $0-32
#include "iamax_body_avx2_amd64.h"

#include "vector_f32_avx512_amd64.h"

#undef MAGNITUDE
#undef VMAX
#undef COMPARE
#undef ACROSS
#define MAGNITUDE \
	VPTERNLOGD $0xFF, Z12, Z12, Z12; \
	VPSRLD     $1, Z12, Z12
#define VMAX VMAXPS
#define COMPARE(how, a, b) \
	VCMPPS $how, a, b, K1; \
	KMOVW  K1, B;          \
	TESTQ  B, B

#define ACROSS \
	VMOVHLPS  X0, X0, X1; \
	VMAX      X1, X0, X0; \
	VMOVSHDUP X0, X1;     \
	VMAX      X1, X0, X0

// func isamaxAVX512(x []float32) int
TEXT ·isamaxAVX512(SB), NOSPLIT, $0-32
#include "iamax_body_avx2_amd64.h"
