//go:build !purego

#include "textflag.h"
#include "tail_avx512_amd64.h"
#include "update_avx512_amd64.h"

#include "update_float64_amd64.h"

// func dadamAVX512(w, g, m, v []float64, s *AdamStep[float64])
TEXT ·dadamAVX512(SB), NOSPLIT, $0-104
	MOVQ w_base+0(FP), W
	MOVQ g_base+24(FP), G
	MOVQ g_len+32(FP), N
	MOVQ m_base+48(FP), M
	MOVQ v_base+72(FP), V
	MOVQ s+96(FP), S
#include "adam_body_amd64.h"

#include "update_float32_amd64.h"

// func sadamAVX512(w, g, m, v []float32, s *AdamStep[float32])
TEXT ·sadamAVX512(SB), NOSPLIT, $0-104
	MOVQ w_base+0(FP), W
	MOVQ g_base+24(FP), G
	MOVQ g_len+32(FP), N
	MOVQ m_base+48(FP), M
	MOVQ v_base+72(FP), V
	MOVQ s+96(FP), S
#include "adam_body_amd64.h"
