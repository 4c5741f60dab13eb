//go:build !purego

#include "textflag.h"

#define M R8 // rows left
#define AT0 R9 // where the vectors of the last block begin, in elements
#define AT1 R10
#define AT2 R11
#define AT3 CX
#define CHANGE R12
#define NEW SI // y
#define LDY R13
#define OLD DI // z
#define LDZ DX
#define I BX
#define T AX
#define SIGNLESS Z31

#include "vector_f64_avx512_amd64.h"
#define VMINUS VSUBPD
#define VAND VPANDQ
#define VLARGER VPMAXUQ
#define SETSIGNLESS \
	VPTERNLOGQ $255, SIGNLESS, SIGNLESS, SIGNLESS; \
	VPSRLQ     $1, SIGNLESS, SIGNLESS
#define LASTSTEP \
	VPERMILPD $1, X0, X1; \
	VLARGER   X1, X0, X0
#define VSTORE1 VMOVSD

// func dquantlargestAVX512(m, n int, change, y *float64, ldy int, z *float64, ldz int)
TEXT ·dquantlargestAVX512(SB), NOSPLIT, $0-56
	MOVQ n+8(FP), CX
#include "quantblocks_avx512_amd64.h"
	MOVQ m+0(FP), M
	MOVQ change+16(FP), CHANGE
	MOVQ y+24(FP), NEW
	MOVQ ldy+32(FP), LDY
	MOVQ z+40(FP), OLD
	MOVQ ldz+48(FP), LDZ
#include "quantlargest_body_avx512_amd64.h"

#include "vector_f32_avx512_amd64.h"
#undef VMINUS
#undef VAND
#undef VLARGER
#undef SETSIGNLESS
#undef LASTSTEP
#undef VSTORE1
#define VMINUS VSUBPS
#define VAND VPANDD
#define VLARGER VPMAXUD
#define SETSIGNLESS \
	VPTERNLOGD $255, SIGNLESS, SIGNLESS, SIGNLESS; \
	VPSRLD     $1, SIGNLESS, SIGNLESS
#define LASTSTEP \
	VPERMILPS $0x4E, X0, X1; \
	VLARGER   X1, X0, X0; \
	VPERMILPS $0xB1, X0, X1; \
	VLARGER   X1, X0, X0
#define VSTORE1 VMOVSS

// func squantlargestAVX512(m, n int, change, y *float32, ldy int, z *float32, ldz int)
TEXT ·squantlargestAVX512(SB), NOSPLIT, $0-56
	MOVQ n+8(FP), CX
#include "quantblocks_avx512_amd64.h"
	MOVQ m+0(FP), M
	MOVQ change+16(FP), CHANGE
	MOVQ y+24(FP), NEW
	MOVQ ldy+32(FP), LDY
	MOVQ z+40(FP), OLD
	MOVQ ldz+48(FP), LDZ
#include "quantlargest_body_avx512_amd64.h"
