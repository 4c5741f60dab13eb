//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"
#include "trsv_avx2_amd64.h"
#include "trsv_masks_avx2_amd64.h"

#include "trsv_float64_avx2_amd64.h"

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

// func dtrsvLowerAVX2(n int, a *float64, lda int, x *float64)
TEXT ·dtrsvLowerAVX2(SB), NOSPLIT, $0-32
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

// func dtrsvUpperAVX2(n int, a *float64, lda int, x *float64)
TEXT ·dtrsvUpperAVX2(SB), NOSPLIT, $0-32
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

#define AFTER(i) (i*SIZE)
#define STORE UP
#define ROW0 SCALEDT0
#define ROW1 SCALEDT1
#define ROW2 SCALEDT2
#define ROW3 SCALEDT3
#define ROW4 SCALEDT4
#define ROW5 SCALEDT5
#define ROW6 SCALEDT6
#define ROW7 SCALEDT7

// func dtrsvUpperTransAVX2(n int, a *float64, lda int, x *float64)
TEXT ·dtrsvUpperTransAVX2(SB), NOSPLIT, $0-32
#include "trsv_uppertrans_avx2_amd64.h"

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

#define AFTER(i) (-i*SIZE)
#define STORE DOWN
#define ROW0 UNITT0
#define ROW1 UNITT1
#define ROW2 UNITT2
#define ROW3 UNITT3
#define ROW4 UNITT4
#define ROW5 UNITT5
#define ROW6 UNITT6
#define ROW7 UNITT7

// func dtrsvLowerTransAVX2(n int, a *float64, lda int, x *float64)
TEXT ·dtrsvLowerTransAVX2(SB), NOSPLIT, $0-32
#include "trsv_lowertrans_avx2_amd64.h"

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

#include "trsv_float32_avx2_amd64.h"

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

// func strsvLowerAVX2(n int, a *float32, lda int, x *float32)
TEXT ·strsvLowerAVX2(SB), NOSPLIT, $0-32
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

// func strsvUpperAVX2(n int, a *float32, lda int, x *float32)
TEXT ·strsvUpperAVX2(SB), NOSPLIT, $0-32
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

#define AFTER(i) (i*SIZE)
#define STORE UP
#define ROW0 SCALEDT0
#define ROW1 SCALEDT1
#define ROW2 SCALEDT2
#define ROW3 SCALEDT3
#define ROW4 SCALEDT4
#define ROW5 SCALEDT5
#define ROW6 SCALEDT6
#define ROW7 SCALEDT7

// func strsvUpperTransAVX2(n int, a *float32, lda int, x *float32)
TEXT ·strsvUpperTransAVX2(SB), NOSPLIT, $0-32
#include "trsv_uppertrans_avx2_amd64.h"

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

#define AFTER(i) (-i*SIZE)
#define STORE DOWN
#define ROW0 UNITT0
#define ROW1 UNITT1
#define ROW2 UNITT2
#define ROW3 UNITT3
#define ROW4 UNITT4
#define ROW5 UNITT5
#define ROW6 UNITT6
#define ROW7 UNITT7

// func strsvLowerTransAVX2(n int, a *float32, lda int, x *float32)
TEXT ·strsvLowerTransAVX2(SB), NOSPLIT, $0-32
#include "trsv_lowertrans_avx2_amd64.h"

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
