//go:build !purego

#include "textflag.h"

// The integers of differences. d*inv + MAGIC has the integer, and what stands for zero, in its low byte; that minus MAGIC is the
// integer as a float.

#define M R8 // rows left
#define AT0 R9 // where the vectors of the last block begin, in elements
#define AT1 R10
#define AT2 R13
#define AT3 CX
#define Q DX
#define SCALE R11
#define CHANGE R12
#define NEW SI // y
#define OLD DI // z
#define I BX
#define T AX

#define MAGIC Z30
#define TOP X29 // QuantTopA
#define PART X28 // 1/QuantTopA
#define INV Z27
#define BY Z26 // the row's scale
#define INVX X27
#define BYX X26

#include "vector_f64_avx512_amd64.h"
#define VMINUS VSUBPD
#define VBYTES VPMOVQB
#define SETMAGIC $0x4338000000000040 // 1.5*2^52 + QuantZeroA
#define SETTOP $0x404F800000000000 // QuantTopA
#define SETPART $0x3F90410410410410 // 1/QuantTopA
#define FROMBITS VMOVQ // T to a vector's first element
#define SPREAD VBROADCASTSD // of a register
#define VREAD1 VMOVSD
#define VSTORE1 VMOVSD
#define VDIV1 VDIVSD
#define VMUL1 VMULSD
// The upper bits of change less those of Tiny: not below the range if that is not normal.
#define EXPONENT \
	VMOVQ X0, T; \
	SHRQ  $32, T; \
	SUBQ  $0x00900000, T; \
	CMPQ  T, $(0x7FF00000-0x00900000)

// func dquantchangeAVX512(m, n int, q *uint32, ldq int, scale, change, y *float64, ldy int, z *float64, ldz int)
TEXT ·dquantchangeAVX512(SB), NOSPLIT, $0-80
	MOVQ n+8(FP), CX
#include "quantblocks_avx512_amd64.h"
	MOVQ m+0(FP), M
	MOVQ q+16(FP), Q
	MOVQ scale+32(FP), SCALE
	MOVQ change+40(FP), CHANGE
	MOVQ y+48(FP), NEW
	MOVQ z+64(FP), OLD
#include "quantchange_body_avx512_amd64.h"

#include "vector_f32_avx512_amd64.h"
#undef VMINUS
#undef VBYTES
#undef SETMAGIC
#undef SETTOP
#undef SETPART
#undef FROMBITS
#undef SPREAD
#undef VREAD1
#undef VSTORE1
#undef VDIV1
#undef VMUL1
#undef EXPONENT
#define VMINUS VSUBPS
#define VBYTES VPMOVDB
#define SETMAGIC $0x4B400040 // 1.5*2^23 + QuantZeroA
#define SETTOP $0x427C0000 // QuantTopA
#define SETPART $0x3C820821 // 1/QuantTopA
#define FROMBITS VMOVD
#define SPREAD VBROADCASTSS
#define VREAD1 VMOVSS
#define VSTORE1 VMOVSS
#define VDIV1 VDIVSS
#define VMUL1 VMULSS
#define EXPONENT \
	VMOVD X0, T; \
	SUBQ  $0x04800000, T; \
	CMPQ  T, $(0x7F800000-0x04800000)

// func squantchangeAVX512(m, n int, q *uint32, ldq int, scale, change, y *float32, ldy int, z *float32, ldz int)
TEXT ·squantchangeAVX512(SB), NOSPLIT, $0-80
	MOVQ n+8(FP), CX
#include "quantblocks_avx512_amd64.h"
	MOVQ m+0(FP), M
	MOVQ q+16(FP), Q
	MOVQ scale+32(FP), SCALE
	MOVQ change+40(FP), CHANGE
	MOVQ y+48(FP), NEW
	MOVQ z+64(FP), OLD
#include "quantchange_body_avx512_amd64.h"
