//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"

// sum x[i]*y[i], float32 elements in float64

#define X SI
#define Y DI
#define N CX
#define T AX
#define SHIFT 2
#define HALF 32
#define S0 Z0
#define S1 Z1
#define S2 Z2
#define S3 Z3
#define V0 Z4
#define V1 Z5
#define V2 Z6
#define V3 Z7
#define V4 Z8
#define V5 Z9
#define V6 Z10
#define V7 Z11

#define LOADREST \
	TAIL;                      \
	VMOVUPS.Z (X), K1, Y8;     \
	VMOVUPS.Z (Y), K1, Y9;     \
	VCVTPS2PD Y8, V0;          \
	VCVTPS2PD Y9, V4

#define FOLD \
	VEXTRACTF64X4 $1, Z0, Y1; \
	VADDPD        Y1, Y0, Y0

// func sdotwideAVX512(x, y []float32) float64
TEXT ·sdotwideAVX512(SB), NOSPLIT, $0-56
#include "dotwide_body_avx2_amd64.h"
