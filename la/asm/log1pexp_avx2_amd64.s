//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// max(x, 0) + log(1+t), t = e^-|x|; log(1+t) = u + u w (l0 + l1 w + ..),
// u = t/(1 + t/2), w = u^2. The rounding errors of the denominator d and of the
// quotient u are carried along.
#define PREPARE LOADMINUS

#define FRACTION(x, u, uLo) \
	VMULT   TABLE+elementTable_half(SB), u, T0; /* h = t/2 */ \
	VPLUS   ONE, T0, T1;  /* d = 1 + h */ \
	VMINUS  ONE, T1, T2; \
	VMINUS  T2, T0, T2;   /* dLo = h - (d - 1) */ \
	VOVER   T1, ONE, T3;  /* 1/d */ \
	VMOVAPS u, uLo; \
	VMULT   T3, u, u;     /* t/d */ \
	VFNMA   T1, u, uLo; \
	VFNMA   T2, u, uLo; \
	VMULT   T3, uLo, uLo; /* ((t - u d) - u dLo)/d */ \
	VXORPS  T0, T0, T0; \
	VLARGER x, T0, x      /* max(x, 0) */

#define LOGARITHM(x, u, uLo) \
	VMULT u, u, T4;   /* w */ \
	VMULT T4, T4, T0; \
	POLY(TABLE+elementTable_log, T4, T0); \
	VMULT T4, T1, T1; \
	VFMAL uLo, u, T1; /* u w (l0 + ..) + uLo */ \
	VPLUS u, T1, T1; \
	VPLUS T1, x, x

#define KERNEL(EACH) \
	EACH(MINUS); \
	EACH(EXP); \
	EACH(POWERMINUS); \
	EACH(FRACTION); \
	EACH(LOGARITHM)

#include "elementwise_float64_avx2_amd64.h"

// func dlog1pexpAVX2(dst, src []float64)
TEXT ·dlog1pexpAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"

#include "elementwise_float32_avx2_amd64.h"

// func slog1pexpAVX2(dst, src []float32)
TEXT ·slog1pexpAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"
