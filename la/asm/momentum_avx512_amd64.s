//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"
#include "update_avx512_amd64.h"

#include "update_float64_amd64.h"

// func dmomentumAVX512(w, g, m []float64, decay, rate float64)
TEXT ·dmomentumAVX512(SB), NOSPLIT, $0-88
	MOVQ   w_base+0(FP), W
	MOVQ   g_base+24(FP), G
	MOVQ   g_len+32(FP), N
	MOVQ   m_base+48(FP), M
	VBCAST decay+72(FP), DECAY1
	VBCAST rate+80(FP), RATE
#include "momentum_body_amd64.h"

#include "update_float32_amd64.h"

// func smomentumAVX512(w, g, m []float32, decay, rate float32)
TEXT ·smomentumAVX512(SB), NOSPLIT, $0-80
	MOVQ   w_base+0(FP), W
	MOVQ   g_base+24(FP), G
	MOVQ   g_len+32(FP), N
	MOVQ   m_base+48(FP), M
	VBCAST decay+72(FP), DECAY1
	VBCAST rate+76(FP), RATE
#include "momentum_body_amd64.h"
