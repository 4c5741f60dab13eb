//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"
#include "update_avx2_amd64.h"

#include "update_float64_amd64.h"

#define PROX L1

// func dproxL1AVX2(w []float64, step float64, weight []float64)
TEXT ·dproxL1AVX2(SB), NOSPLIT, $0-56
	MOVQ   w_base+0(FP), W
	MOVQ   w_len+8(FP), N
	VBCAST step+24(FP), RATE
	MOVQ   weight_base+32(FP), G
#include "prox_body_amd64.h"

#undef PROX

#define PROX L2

// func dproxL2AVX2(w []float64, step float64, weight []float64)
TEXT ·dproxL2AVX2(SB), NOSPLIT, $0-56
	MOVQ   w_base+0(FP), W
	MOVQ   w_len+8(FP), N
	VBCAST step+24(FP), RATE
	MOVQ   weight_base+32(FP), G
#include "prox_body_amd64.h"

#undef PROX

#include "update_float32_amd64.h"

#define PROX L1

// func sproxL1AVX2(w []float32, step float32, weight []float32)
TEXT ·sproxL1AVX2(SB), NOSPLIT, $0-56
	MOVQ   w_base+0(FP), W
	MOVQ   w_len+8(FP), N
	VBCAST step+24(FP), RATE
	MOVQ   weight_base+32(FP), G
#include "prox_body_amd64.h"

#undef PROX

#define PROX L2

// func sproxL2AVX2(w []float32, step float32, weight []float32)
TEXT ·sproxL2AVX2(SB), NOSPLIT, $0-56
	MOVQ   w_base+0(FP), W
	MOVQ   w_len+8(FP), N
	VBCAST step+24(FP), RATE
	MOVQ   weight_base+32(FP), G
#include "prox_body_amd64.h"

#undef PROX
