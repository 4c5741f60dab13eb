//go:build !purego

#include "textflag.h"

// The largest |x - y| and |x| of every column, as in maxabsdiff_avx512_amd64.s: numbers without their sign order as integers, a NaN
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
#define SIGNLESS Z31

#include "vector_f64_avx512_amd64.h"

#define VMINUS VSUBPD
#define VAND VPANDQ
#define VLARGER VPMAXUQ
#define CLEARSIGN VPSRLQ

// func dmaxColumnsAVX512(m, n int, x *float64, ldx int, y *float64, ldy int, diff, size *float64, load bool)
TEXT ·dmaxColumnsAVX512(SB), NOSPLIT, $0-65
#include "maxcolumns_body_avx512_amd64.h"

#include "vector_f32_avx512_amd64.h"

#undef VMINUS
#undef VAND
#undef VLARGER
#undef CLEARSIGN
#define VMINUS VSUBPS
#define VAND VPANDD
#define VLARGER VPMAXUD
#define CLEARSIGN VPSRLD

// func smaxColumnsAVX512(m, n int, x *float32, ldx int, y *float32, ldy int, diff, size *float32, load bool)
TEXT ·smaxColumnsAVX512(SB), NOSPLIT, $0-65
#include "maxcolumns_body_avx512_amd64.h"
