//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// n/(1+t), t = e^-|x|, n = 1 for x >= 0 and t otherwise. The quotient q = n y,
// y = 1/(1+t) rounded, is corrected by the remainder of the exact denominator.
#define PREPARE LOADMINUS

#define FRACTION(x, t, n) \
	VPLUS   t, ONE, T0; \
	VOVER   T0, ONE, T0;  /* y */ \
	VCHOOSE x, t, ONE, n; \
	VMULT   T0, n, x;     /* q */ \
	VMINUS  x, n, n;      /* exact, since n/2 <= q <= n */ \
	VFNMA   t, x, n;      /* n - q (1 + t) */ \
	VFMA    T0, n, x

#define KERNEL(EACH) \
	EACH(MINUS); \
	EACH(EXP); \
	EACH(POWERMINUS); \
	EACH(FRACTION)

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
