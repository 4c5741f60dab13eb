//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"
#include "float64_avx2_amd64.h"

// max |x[i] - y[i]|. The bits of a number without its sign order as integers, a NaN
// above the rest: the maximum of integers is NaN if an element is.

#define X SI
#define Y DI
#define N CX
#define MASK AX
#define SIGNLESS Y15

// NEXT: acc = max(acc, |x - y|) over the vector at offset.
#define NEXT(offset, d, acc) \
	VLOAD  offset(X), d; \
	VMINUS offset(Y), d, d; \
	VANDPS SIGNLESS, d, d; \
	LARGER(d, acc, Y8)

#define VMINUS VSUBPD
#define CLEARSIGN VPSRLQ
#define LARGER(d, acc, t) \
	VPCMPGTQ  acc, d, t; \
	VBLENDVPD t, d, acc, acc

// func dmaxAbsDiffAVX2(x, y []float64) float64
TEXT ·dmaxAbsDiffAVX2(SB), NOSPLIT, $0-56
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
	MOVQ y_base+24(FP), Y
#include "maxabsdiff_body_avx2_amd64.h"
	VPERMILPD $1, X0, X1
	LARGER(X1, X0, X2)
	VMOVSD    X0, ret+48(FP)
	VZEROUPPER
	RET

#include "float32_avx2_amd64.h"

#undef VMINUS
#undef CLEARSIGN
#undef LARGER

#define VMINUS VSUBPS
#define CLEARSIGN VPSRLD
#define LARGER(d, acc, t) VPMAXSD d, acc, acc

// func smaxAbsDiffAVX2(x, y []float32) float32
TEXT ·smaxAbsDiffAVX2(SB), NOSPLIT, $0-52
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
	MOVQ y_base+24(FP), Y
#include "maxabsdiff_body_avx2_amd64.h"
	VPERMILPS $0x4E, X0, X1
	LARGER(X1, X0, X2)
	VPERMILPS $0xB1, X0, X1
	LARGER(X1, X0, X2)
	VMOVSS    X0, ret+48(FP)
	VZEROUPPER
	RET
