//go:build !purego

#include "textflag.h"

// Row by row, which are columns of the factor. b*inv + MAGIC has the integer in its low byte.

#define M R8 // rows left
#define LAST R9 // offset in a row of the last vector
#define Q DX
#define LDQ R10
#define INV R11
#define START R12
#define B SI
#define LDB R13
#define I BX // offset in a row of b
#define J DI // in a row of q
#define T AX
#define MAGIC Z30
#define BY Z29 // inv of the row

#include "vector_f64_avx512_amd64.h"
#define VBYTES VPMOVQB
#define VMINUSINT VPSUBQ
#define VPLUSINT VPADDQ
#define SETMAGIC \
	MOVQ $0x4338000000000000, T; \
	VMOVQ T, X0; \
	VBROADCASTSD X0, MAGIC
// TOTAL: the sum of Z0, of which X1 is the upper half of the lower half, in X0
#define TOTAL \
	VPERMILPD $1, X0, X1; \
	VPADDQ X1, X0, X0

// func dquantrowsAVX512(m, n int, b *float64, ldb int, inv *float64, q *uint32, ldq int, start *int32)
TEXT ·dquantrowsAVX512(SB), NOSPLIT, $0-64
#include "quantrows_body_avx512_amd64.h"

#include "vector_f32_avx512_amd64.h"
#undef VBYTES
#undef VMINUSINT
#undef VPLUSINT
#undef SETMAGIC
#undef TOTAL
#define VBYTES VPMOVDB
#define VMINUSINT VPSUBD
#define VPLUSINT VPADDD
#define SETMAGIC \
	MOVQ $0x4B400000, T; \
	VMOVD T, X0; \
	VBROADCASTSS X0, MAGIC
#define TOTAL \
	VPERMILPS $0x4E, X0, X1; \
	VPADDD X1, X0, X0; \
	VPERMILPS $0xB1, X0, X1; \
	VPADDD X1, X0, X0

// func squantrowsAVX512(m, n int, b *float32, ldb int, inv *float32, q *uint32, ldq int, start *int32)
TEXT ·squantrowsAVX512(SB), NOSPLIT, $0-64
#include "quantrows_body_avx512_amd64.h"
