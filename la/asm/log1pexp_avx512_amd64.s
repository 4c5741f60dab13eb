//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "elementwise_avx512_amd64.h"

// max(x, 0) + log(1+t), t = e^-|x|, log(1+t) = logs[i] + log(1+z) with
// 1+z = (1+t) inverses[i]. For i = 0 these are 0 and 1: a small t keeps its digits.
#define PREPARE \
	LOADREDUCE; \
	VBCAST TABLE+elementTable_expMin(SB), BOUND; \
	VXORPS ZERO, ZERO, ZERO

#define ZERO BOUND2

#define INTERVAL(x, t, i, z) \
	VBCAST  TABLE+elementTable_round(SB), i; \
	VFMAB   TABLE+elementTable_fifteen(SB), t, i; \
	INVERSE(i, T0); \
	VMINUS  ONE, T0, z; \
	VFMA    t, T0, z; \
	VLARGER x, ZERO, x

#define SUM(x, t, i, z) \
	LOG1P(z); \
	LOGARITHM(i, t); \
	VPLUS t, z, z; \
	VPLUS z, x, x

#define KERNEL(EACH) \
	EACH(MINUS); \
	EACH(REDUCE); \
	EACH(EXPM1); \
	EACH(ADDREST); \
	EACH(POWER); \
	EACH(INTERVAL); \
	EACH(SUM)

#include "elementwise_float64_avx512_amd64.h"

// func dlog1pexpAVX512(dst, src []float64)
TEXT ·dlog1pexpAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"

#include "elementwise_float32_avx512_amd64.h"

// func slog1pexpAVX512(dst, src []float32)
TEXT ·slog1pexpAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"
