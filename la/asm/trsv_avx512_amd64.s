//go:build !purego

#include "textflag.h"
#include "trsv_avx2_amd64.h"
#include "trsv_masks_avx512_amd64.h"

#include "trsv_float64_avx2_amd64.h"
#undef LANES
#define LANES 8

#define AFTER(i) (i*SIZE)
#define STORE UP
#define ROW0 UNIT0
#define ROW1 UNIT1
#define ROW2 UNIT2
#define ROW3 UNIT3
#define ROW4 UNIT4
#define ROW5 UNIT5
#define ROW6 UNIT6
#define ROW7 UNIT7
#define FINISHED MOVQ A, TRIANGLE
#define SKIPLAST
#define LASTAT 0
#define LASTROW A

// func dtrsvLowerAVX512(n int, a *float64, lda int, x *float64)
TEXT ·dtrsvLowerAVX512(SB), NOSPLIT, $0-32
#include "trsv_lower_avx2_amd64.h"

#undef AFTER
#undef STORE
#undef ROW0
#undef ROW1
#undef ROW2
#undef ROW3
#undef ROW4
#undef ROW5
#undef ROW6
#undef ROW7
#undef FINISHED
#undef SKIPLAST
#undef LASTAT
#undef LASTROW

#define AFTER(i) (-i*SIZE)
#define STORE DOWN
#define ROW0 SCALED0
#define ROW1 SCALED1
#define ROW2 SCALED2
#define ROW3 SCALED3
#define ROW4 SCALED4
#define ROW5 SCALED5
#define ROW6 SCALED6
#define ROW7 SCALED7
#define SKIPLAST \
	ADDQ $(8*SIZE), A; \
	ADDQ $(8*SIZE), X
#define LASTAT SIZE
#define LASTROW BLOCK
#define FINISHED \
	MOVQ BLOCK, TRIANGLE; \
	MOVQ ONE, A; \
	STOX A, X15

// func dtrsvUpperAVX512(n int, a *float64, lda int, x *float64)
TEXT ·dtrsvUpperAVX512(SB), NOSPLIT, $0-32
#include "trsv_upper_avx2_amd64.h"

#undef AFTER
#undef STORE
#undef ROW0
#undef ROW1
#undef ROW2
#undef ROW3
#undef ROW4
#undef ROW5
#undef ROW6
#undef ROW7
#undef FINISHED
#undef SKIPLAST
#undef LASTAT
#undef LASTROW

#include "trsv_float32_avx2_amd64.h"
#undef LANES
#define LANES 16

#define AFTER(i) (i*SIZE)
#define STORE UP
#define ROW0 UNIT0
#define ROW1 UNIT1
#define ROW2 UNIT2
#define ROW3 UNIT3
#define ROW4 UNIT4
#define ROW5 UNIT5
#define ROW6 UNIT6
#define ROW7 UNIT7
#define FINISHED MOVQ A, TRIANGLE
#define SKIPLAST
#define LASTAT 0
#define LASTROW A

// func strsvLowerAVX512(n int, a *float32, lda int, x *float32)
TEXT ·strsvLowerAVX512(SB), NOSPLIT, $0-32
#include "trsv_lower_avx2_amd64.h"

#undef AFTER
#undef STORE
#undef ROW0
#undef ROW1
#undef ROW2
#undef ROW3
#undef ROW4
#undef ROW5
#undef ROW6
#undef ROW7
#undef FINISHED
#undef SKIPLAST
#undef LASTAT
#undef LASTROW

#define AFTER(i) (-i*SIZE)
#define STORE DOWN
#define ROW0 SCALED0
#define ROW1 SCALED1
#define ROW2 SCALED2
#define ROW3 SCALED3
#define ROW4 SCALED4
#define ROW5 SCALED5
#define ROW6 SCALED6
#define ROW7 SCALED7
#define SKIPLAST \
	ADDQ $(8*SIZE), A; \
	ADDQ $(8*SIZE), X
#define LASTAT SIZE
#define LASTROW BLOCK
#define FINISHED \
	MOVQ BLOCK, TRIANGLE; \
	MOVQ ONE, A; \
	STOX A, X15

// func strsvUpperAVX512(n int, a *float32, lda int, x *float32)
TEXT ·strsvUpperAVX512(SB), NOSPLIT, $0-32
#include "trsv_upper_avx2_amd64.h"

#undef AFTER
#undef STORE
#undef ROW0
#undef ROW1
#undef ROW2
#undef ROW3
#undef ROW4
#undef ROW5
#undef ROW6
#undef ROW7
#undef FINISHED
#undef SKIPLAST
#undef LASTAT
#undef LASTROW
