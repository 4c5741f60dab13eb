//go:build !purego

#include "textflag.h"

// max |x[i] - y[i]|. The bits of a number without its sign order as integers, a NaN
// above the rest: the maximum of integers is NaN if an element is.

#define X SI
#define Y DI
#define N CX
#define MASK AX
#define SIGNLESS Z31

// NEXT: acc = max(acc, |x - y|) over the vector at offset.
#define NEXT(offset, d, acc) \
	VLOAD   offset(X), d; \
	VMINUS  offset(Y), d, d; \
	VAND    SIGNLESS, d, d; \
	VLARGER d, acc, acc

#define LANES 8
#define VLOAD VMOVUPD
#define VLOADZ VMOVUPD.Z
#define VMINUS VSUBPD
#define VAND VPANDQ
#define VLARGER VPMAXUQ
#define CLEARSIGN VPSRLQ

// func dmaxAbsDiffAVX512(x, y []float64) float64
TEXT ·dmaxAbsDiffAVX512(SB), NOSPLIT, $0-56
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
	MOVQ y_base+24(FP), Y
#include "maxabsdiff_body_avx512_amd64.h"
	VPERMILPD $1, X0, X1
	VLARGER   X1, X0, X0
	VMOVSD    X0, ret+48(FP)
	VZEROUPPER
	RET

#undef LANES
#undef VLOAD
#undef VLOADZ
#undef VMINUS
#undef VAND
#undef VLARGER
#undef CLEARSIGN

#define LANES 16
#define VLOAD VMOVUPS
#define VLOADZ VMOVUPS.Z
#define VMINUS VSUBPS
#define VAND VPANDD
#define VLARGER VPMAXUD
#define CLEARSIGN VPSRLD

// func smaxAbsDiffAVX512(x, y []float32) float32
TEXT ·smaxAbsDiffAVX512(SB), NOSPLIT, $0-52
	MOVQ x_base+0(FP), X
	MOVQ x_len+8(FP), N
	MOVQ y_base+24(FP), Y
#include "maxabsdiff_body_avx512_amd64.h"
	VPERMILPS $0x4E, X0, X1
	VLARGER   X1, X0, X0
	VPERMILPS $0xB1, X0, X1
	VLARGER   X1, X0, X0
	VMOVSS    X0, ret+48(FP)
	VZEROUPPER
	RET
