//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"
#include "update_avx512_amd64.h"

#define B SI
#define LIMIT Z5

#include "update_float64_amd64.h"
#define KSTORE KMOVB

// func daboveAVX512(bits []uint64, x []float64, limit float64)
TEXT ·daboveAVX512(SB), NOSPLIT, $0-56
	MOVQ   bits_base+0(FP), B
	MOVQ   x_base+24(FP), W
	MOVQ   x_len+32(FP), N
	VBCAST limit+48(FP), LIMIT
#include "above_body_avx512_amd64.h"

#undef KSTORE
#include "update_float32_amd64.h"
#define KSTORE KMOVW

// func saboveAVX512(bits []uint64, x []float32, limit float32)
TEXT ·saboveAVX512(SB), NOSPLIT, $0-52
	MOVQ   bits_base+0(FP), B
	MOVQ   x_base+24(FP), W
	MOVQ   x_len+32(FP), N
	VBCAST limit+48(FP), LIMIT
#include "above_body_avx512_amd64.h"
