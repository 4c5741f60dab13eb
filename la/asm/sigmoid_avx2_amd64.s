//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// n/(1+t), t = e^-|x|, n = 1 for x >= 0 and t otherwise. The quotient q = n y,
// y = 1/(1+t) rounded, is corrected by the remainder of the exact denominator.
#define INVERSE(x, t, y) \
	VPLUS t, T3, y; \
	VOVER y, T3, y

#define QUOTIENT(q, t, y) \
	VCHOOSE q, t, T3, T0; /* n */ \
	VMULT   y, T0, q; \
	VMINUS  q, T0, T0;    /* exact, since n/2 <= q <= n */ \
	VFNMA   t, q, T0;     /* n - q (1 + t) */ \
	VFMA    y, T0, q

#define KERNEL(EACH) \
	EXPMINUS(EACH); \
	EACH(INVERSE); \
	EACH(QUOTIENT)

#include "elementwise_float64_avx2_amd64.h"

// func dsigmoidAVX2(dst, src []float64)
TEXT ·dsigmoidAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"

#include "elementwise_float32_avx2_amd64.h"

// func ssigmoidAVX2(dst, src []float32)
TEXT ·ssigmoidAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"
