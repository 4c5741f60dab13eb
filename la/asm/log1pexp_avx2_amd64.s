//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// max(x, 0) + log(1+t), t = e^-|x|; log(1+t) = u + u w (l0 + l1 w + ..),
// u = t/(1 + t/2), w = u^2. The rounding error of u is carried along.
#define FRACTION(x, u, uLo) \
	VMULT   T0, u, T1;    /* t/2 */ \
	VPLUS   T3, T1, T2; \
	VOVER   T2, T3, T2; \
	VMOVAPS u, uLo; \
	VMULT   T2, u, u; \
	VMINUS  u, uLo, uLo;  /* exact, since t/2 <= u <= t */ \
	VFNMA   T1, u, uLo;   /* t - u (1 + t/2) */ \
	VMULT   T2, uLo, uLo; \
	VXORPS  T1, T1, T1; \
	VLARGER x, T1, x      /* max(x, 0) */

#define LOGARITHM(x, u, uLo) \
	VMULT u, u, T3;   /* w */ \
	VMULT T3, T3, T0; \
	POLY(TABLE+elementTable_log, T3, T0); \
	VMULT T3, T1, T1; \
	VFMAL uLo, u, T1; /* u w (l0 + ..) + uLo */ \
	VPLUS u, T1, T1; \
	VPLUS T1, x, x

#define KERNEL(EACH) \
	EXPMINUS(EACH); \
	VLOAD TABLE+elementTable_half(SB), T0; \
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
