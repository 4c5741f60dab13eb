//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// max(x, 0) + log(1+t), t = e^-|x|; log(1+t) = u + u w (l0 + l1 w + ..),
// u = t/(1 + t/2), w = u^2. The rounding errors of the denominator d and of the
// quotient u are carried along.
#define PREPARE \
	VLOAD TABLE+elementTable_sign(SB), SIGN

#define ULO LEAST // LEAST is used up by then

#define KERNEL \
	VMOVAPS Y0, Y15; \
	VLOAD   TABLE+elementTable_expMin(SB), LEAST; \
	EXPMINUS;            /* t */ \
	VMULT   TABLE+elementTable_half(SB), Y2, Y0; /* h = t/2 */ \
	VPLUS   ONE, Y0, Y5; /* d = 1 + h */ \
	VMINUS  ONE, Y5, Y6; \
	VMINUS  Y6, Y0, Y6;  /* dLo = h - (d - 1) */ \
	VOVER   Y5, ONE, Y4; /* 1/d */ \
	VMULT   Y4, Y2, Y1;  /* u = t/d */ \
	VFNMA   Y5, Y1, Y2; \
	VFNMA   Y6, Y1, Y2; \
	VMULT   Y4, Y2, ULO; /* uLo = ((t - u d) - u dLo)/d */ \
	VXORPS  Y0, Y0, Y0; \
	VLARGER Y15, Y0, Y15; /* max(x, 0) */ \
	VMULT   Y1, Y1, Y0;  /* w */ \
	POLY(TABLE+elementTable_log); \
	VMULT   Y0, Y2, Y2; \
	VFMAL   ULO, Y1, Y2; /* u w (l0 + ..) + uLo */ \
	VPLUS   Y1, Y2, Y2; \
	VPLUS   Y15, Y2, Y0

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
