//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"
#include "update_avx2_amd64.h"

#define B SI
#define LIMIT Y5
#define MORE Y4

#include "update_float64_amd64.h"
#define STOREBITS \
	SHLQ $4, R8;  \
	ORQ  R8, AX;  \
	MOVB AX, (B); \
	INCQ B
#define VBITS VMOVMSKPD

// func daboveAVX2(bits []uint64, x []float64, limit float64)
TEXT ·daboveAVX2(SB), NOSPLIT, $0-56
	MOVQ   bits_base+0(FP), B
	MOVQ   x_base+24(FP), W
	MOVQ   x_len+32(FP), N
	VBCAST limit+48(FP), LIMIT
#include "above_body_avx2_amd64.h"

#undef STOREBITS
#undef VBITS
#include "update_float32_amd64.h"
#define STOREBITS \
	MOVB AX, (B);  \
	MOVB R8, 1(B); \
	ADDQ $2, B
#define VBITS VMOVMSKPS

// func saboveAVX2(bits []uint64, x []float32, limit float32)
TEXT ·saboveAVX2(SB), NOSPLIT, $0-52
	MOVQ   bits_base+0(FP), B
	MOVQ   x_base+24(FP), W
	MOVQ   x_len+32(FP), N
	VBCAST limit+48(FP), LIMIT
#include "above_body_avx2_amd64.h"
