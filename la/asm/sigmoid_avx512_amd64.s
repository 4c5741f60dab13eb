//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "elementwise_avx512_amd64.h"

// n/(1+t), t = e^-|x|, n = 1 for x >= 0 and t otherwise. The quotient q = n y,
// y = 1/(1+t) rounded, is corrected by the remainder of the exact denominator.
#define PREPARE \
	LOADREDUCE; \
	VBCAST TABLE+elementTable_expMin(SB), BOUND

#define FRACTION(x, t, y, n) \
	VPLUS   t, ONE, y; \
	VOVER   y, ONE, y; \
	VSIGNS  x, K2; \
	VCHOOSE t, ONE, K2, n

#define QUOTIENT(q, t, y, n) \
	VMULT  y, n, q; \
	VMINUS q, n, n; /* exact, since n/2 <= q <= n */ \
	VFNMA  t, q, n; /* n - q (1 + t) */ \
	VFMA   y, n, q

#define KERNEL(EACH) \
	EACH(MINUS); \
	EACH(REDUCE); \
	EACH(EXPM1); \
	EACH(ADDREST); \
	EACH(POWER); \
	EACH(FRACTION); \
	EACH(QUOTIENT)

#include "elementwise_float64_avx512_amd64.h"

// func dsigmoidAVX512(dst, src []float64)
TEXT ·dsigmoidAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"

#include "elementwise_float32_avx512_amd64.h"

// func ssigmoidAVX512(dst, src []float32)
TEXT ·ssigmoidAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"
