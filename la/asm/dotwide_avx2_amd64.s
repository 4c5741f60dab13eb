//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// sum x[i]*y[i], float32 elements in float64

#define X SI
#define Y DI
#define N CX
#define T AX
#define HALF 16
#define S0 Y0
#define S1 Y1
#define S2 Y2
#define S3 Y3
#define V0 Y4
#define V1 Y5
#define V2 Y6
#define V3 Y7
#define V4 Y8
#define V5 Y9
#define V6 Y10
#define V7 Y11

#define LOADREST \
	LEAQ       tailMask<>+64(SB), T; \
	SUBQ       N, T;                 \
	VMOVUPS    (T), X8;              \
	VMASKMOVPS (X), X8, X4;          \
	VMASKMOVPS (Y), X8, X8;          \
	VCVTPS2PD  X4, V0;               \
	VCVTPS2PD  X8, V4

#define FOLD

// func sdotwideAVX2(x, y []float32) float64
TEXT ·sdotwideAVX2(SB), NOSPLIT, $0-56
#include "dotwide_body_avx2_amd64.h"
