//go:build !purego

#include "textflag.h"
#include "go_asm.h"
#include "tailmask_avx2_amd64.h"
#include "elementwise_avx2_amd64.h"

// tanh x = -m/(2+m), m = e^(-2|x|) - 1 = 2^k (r + c) + (2^k - 1); the rounding
// errors of r + c, of m and of the denominator d are carried along. q*(1/d) is
// corrected by the exact remainder, so that it is as good as a division.
#define PREPARE \
	VLOAD TABLE+elementTable_tanhMin(SB), LEAST; \
	VLOAD TABLE+elementTable_sign(SB), SIGN

#define KERNEL \
	VMOVAPS  Y0, Y15; \
	VORPS    SIGN, Y0, Y0; \
	VLARGER  Y0, LEAST, Y0; \
	VPLUS    Y0, Y0, Y0; \
	REDUCE; \
	EXPTAIL; \
	VPLUS    Y2, Y0, Y3;  /* s = r + c */ \
	VMINUS   Y0, Y3, Y4; \
	VMINUS   Y4, Y2, Y2;  /* sLo = c - (s - r) */ \
	POW2;                 /* e */ \
	VMINUS   ONE, Y1, Y4; /* a = e - 1 */ \
	VMOVAPS  Y4, Y5; \
	VFMA     Y3, Y1, Y5;  /* m = e s + a */ \
	VMINUS   Y4, Y5, Y4; \
	VFMMINUS Y3, Y1, Y4;  /* mLo = e s - (m - a) */ \
	VFMA     Y2, Y1, Y4;  /* + e sLo */ \
	VPLUS    TABLE+elementTable_two(SB), Y5, Y6; /* d = 2 + m */ \
	VMINUS   TABLE+elementTable_two(SB), Y6, Y7; \
	VMINUS   Y7, Y5, Y7; \
	VPLUS    Y4, Y7, Y7;  /* dLo = m - (d - 2) + mLo */ \
	VOVER    Y6, ONE, Y0; /* 1/d */ \
	VMULT    Y0, Y5, Y3;  /* q = m/d */ \
	VFNMA    Y6, Y3, Y5; \
	VPLUS    Y4, Y5, Y5; \
	VFNMA    Y7, Y3, Y5;  /* (m - q d) + mLo - q dLo */ \
	VFMA     Y0, Y5, Y3; \
	VANDNPS  Y3, SIGN, Y3; \
	VANDPS   Y15, SIGN, Y0; \
	VORPS    Y3, Y0, Y0

#include "elementwise_float64_avx2_amd64.h"

// func dtanhAVX2(dst, src []float64)
TEXT ·dtanhAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"

#include "elementwise_float32_avx2_amd64.h"

// func stanhAVX2(dst, src []float32)
TEXT ·stanhAVX2(SB), NOSPLIT, $0-48
	MOVQ dst_base+0(FP), DST
	MOVQ src_base+24(FP), SRC
	MOVQ src_len+32(FP), N
#include "elementwise_loop_avx2_amd64.h"
