//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"

// The largest |x - y| and |x| of every column, as in maxabsdiff_avx2_amd64.s: numbers without their sign order as integers, a NaN
// above the rest.

#define X SI
#define Y DI
#define LDX R8
#define LDY R9
#define DIFF R10
#define TOP R11
#define N BX
#define M CX
#define XI R12
#define YI R13
#define T AX
#define SIGNLESS Y15
#define SOME Y14

#include "float64_avx2_amd64.h"

#define VMINUS VSUBPD
#define CLEARSIGN VPSRLQ
#define LARGER(d, acc) \
	VPCMPGTQ  acc, d, Y5; \
	VBLENDVPD Y5, d, acc, acc

// func dmaxColumnsAVX2(m, n int, x *float64, ldx int, y *float64, ldy int, diff, size *float64, load bool)
TEXT ·dmaxColumnsAVX2(SB), NOSPLIT, $0-65
#include "maxcolumns_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"

#undef VMINUS
#undef CLEARSIGN
#undef LARGER

#define VMINUS VSUBPS
#define CLEARSIGN VPSRLD
#define LARGER(d, acc) VPMAXSD d, acc, acc

// func smaxColumnsAVX2(m, n int, x *float32, ldx int, y *float32, ldy int, diff, size *float32, load bool)
TEXT ·smaxColumnsAVX2(SB), NOSPLIT, $0-65
#include "maxcolumns_body_avx2_amd64.h"
