//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "elementwise_avx512_amd64.h"

// max(x, 0) + log(1+t), t = e^-|x|; log(1+t) = u + u w (l0 + l1 w + ..),
// u = t/(1 + t/2), w = u^2. The rounding errors of the denominator d and of the
// quotient u are carried along.
#define PREPARE \
	LOADREDUCE; \
	VBCAST TABLE+elementTable_expMin(SB), LEAST; \
	VBCAST TABLE+elementTable_half(SB), HALF; \
	VBCAST TABLE+elementTable_sign(SB), SIGN; \
	VXORPS ZERO, ZERO, ZERO

#define HALF MOST
#define ZERO Z15
#define X Z14
#define ULO Z13

#define KERNEL \
	VMOVAPS Z0, X; \
	EXPMINUS;            /* t */ \
	VMULT   HALF, Z3, Z0; /* h = t/2 */ \
	VPLUS   ONE, Z0, Z5; /* d = 1 + h */ \
	VMINUS  ONE, Z5, Z6; \
	VMINUS  Z6, Z0, Z6;  /* dLo = h - (d - 1) */ \
	VOVER   Z5, ONE, Z4; /* 1/d */ \
	VMULT   Z4, Z3, Z1;  /* u = t/d */ \
	VFNMA   Z5, Z1, Z3; \
	VFNMA   Z6, Z1, Z3; \
	VMULT   Z4, Z3, ULO; /* uLo = ((t - u d) - u dLo)/d */ \
	VLARGER X, ZERO, X;  /* max(x, 0) */ \
	VMULT   Z1, Z1, Z0;  /* w */ \
	LOGTAIL; \
	VMULT   Z0, Z2, Z2; \
	VFMAL   ULO, Z1, Z2; /* u w (l0 + ..) + uLo */ \
	VPLUS   Z1, Z2, Z2; \
	VPLUS   X, Z2, Z0

// LOGTAIL: Z2 = l0 + l1 w + .., w in Z0. Overwrites Z3 to Z7.
#define LOGTAIL \
	VMULT  Z0, Z0, Z3; \
	VBCAST TABLE+elementTable_log+32(SB), Z2; \
	VFMALB TABLE+elementTable_log+0(SB), Z0, Z2; \
	VBCAST TABLE+elementTable_log+96(SB), Z4; \
	VFMALB TABLE+elementTable_log+64(SB), Z0, Z4; \
	VBCAST TABLE+elementTable_log+160(SB), Z5; \
	VFMALB TABLE+elementTable_log+128(SB), Z0, Z5; \
	VBCAST TABLE+elementTable_log+224(SB), Z6; \
	VFMALB TABLE+elementTable_log+192(SB), Z0, Z6; \
	VBCAST TABLE+elementTable_log+288(SB), Z7; \
	VFMALB TABLE+elementTable_log+256(SB), Z0, Z7; \
	VFMA   Z4, Z3, Z2; /* coefficients 0 to 3 */ \
	VFMA   Z6, Z3, Z5; /* 4 to 7 */ \
	VMULT  Z3, Z3, Z4; \
	VFMA   Z7, Z4, Z5; /* 4 to 9 */ \
	VFMA   Z5, Z4, Z2

#include "elementwise_float64_avx512_amd64.h"

// func dlog1pexpAVX512(dst, src []float64)
TEXT ·dlog1pexpAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"

#include "elementwise_float32_avx512_amd64.h"

#undef LOGTAIL
#define LOGTAIL \
	VMULT  Z0, Z0, Z3; \
	VBCAST TABLE+elementTable_log+32(SB), Z2; \
	VFMALB TABLE+elementTable_log+0(SB), Z0, Z2; \
	VBCAST TABLE+elementTable_log+96(SB), Z4; \
	VFMALB TABLE+elementTable_log+64(SB), Z0, Z4; \
	VBCAST TABLE+elementTable_log+128(SB), Z5; \
	VFMA   Z5, Z3, Z4; /* coefficients 2 to 4 */ \
	VFMA   Z4, Z3, Z2

// func slog1pexpAVX512(dst, src []float32)
TEXT ·slog1pexpAVX512(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx512_amd64.h"
