// Names of the AVX-512 panel kernel beside lu_names_avx2_amd64.h's. The first
// vector of column l, but for finished rows of U, stays in TOPl.

#define MAX Z3 // largest |x| of each lane, and its row
#define INDEX Z4
#define ROWS Z5
#define ABS Z6 // all bits but the sign: also the largest integer
#define STEP Z7 // LANES
#define RINV Z8 // reciprocal of the last pivot
#define COLUMN Z13 // COL
#define NUMBERS Z14 // the lanes' numbers
#define UNITY X15 // 1
#define ULAST Z23 // u[COL-1]; those before it in Z16..Z22
#define TOP0 Z24
#define TOP1 Z25
#define TOP2 Z26
#define TOP3 Z27
#define TOP4 Z28
#define TOP5 Z29
#define TOP6 Z30
#define TOP7 Z31
#define TOPBYTES 64
#define V0 Z0
#define V1 Z1
#define V2 Z2

// K1: rows >= COL, K2: row COL
#define SETUP \
	VPTERNLOGQ $0xff, ABS, ABS, ABS; \
	HALVE     ABS, ABS; \
	VMOVDQU64 LANE+0(SB), NUMBERS; \
	MOVQ      $LANES, AX; \
	IBCAST    AX, STEP; \
	MOVQ      ONE, AX; \
	STOX      AX, UNITY; \
	MOVQ      $-1, AX; \
	KMOVW     AX, K1; \
	MOVQ      $1, AX; \
	KMOVW     AX, K2; \
	VLOAD     AT0(0, W), TOP0; \
	VLOAD     AT1(0, W), TOP1; \
	VLOAD     AT2(0, W), TOP2; \
	VLOAD     AT3(0, W), TOP3; \
	VLOAD     AT4(0, W), TOP4; \
	VLOAD     AT5(0, W), TOP5; \
	VLOAD     AT6(0, W), TOP6; \
	VLOAD     AT7(0, W), TOP7

// FOLLOW takes the rows of Z2 = |x| into MAX and INDEX.
#define FOLLOW \
	IGREATER MAX, Z2, K7; \
	ILARGER  Z2, MAX, MAX; \
	ITAKE    ROWS, K7, INDEX; \
	IPLUS    STEP, ROWS, ROWS

// PART: u[k] = lane k of the column so far, which L's column k then takes it from.
#define PART(k, l, top, u) \
	IBCAST LANE+k*SIZE(SB), Z12; \
	VPICK  top, Z12, u; \
	VFNMA  u, l, top

// BEGIN column c: INDEX is row c where nothing is larger than 0; COUNT vectors
// follow at P.
#define BEGIN(c, top, at) \
	MOVQ      $c, COL; \
	IBCAST    COL, COLUMN; \
	VMOVDQU64 COLUMN, INDEX; \
	VMOVDQU64 NUMBERS, ROWS; \
	VPXORQ    MAX, MAX, MAX; \
	IAND.Z    ABS, top, K1, Z2; \
	FOLLOW; \
	VLOAD     top, at(0, W); \
	LEAQ      TOPBYTES(W), P; \
	LEAQ      (LANES-1)(M), COUNT; \
	SHRQ      $LOGLANES, COUNT; \
	DECQ      COUNT

// SEARCH: the first row with the largest |x|, bits compared as integers, so that
// a NaN is larger than all numbers: in Z10 and A; its reciprocal in RINV, bits in T.
#define SEARCH \
	VEXTRACTF64X4 $1, MAX, Y9; \
	ILARGER       Y9, Y3, Y9; \
	VEXTRACTF128  $1, Y9, X10; \
	ILARGER       X10, X9, X9; \
	FOLD4(ILARGER); \
	IBCAST        X9, Z10; \
	SOVER         X9, UNITY, X12; \
	XTOS          X9, T; \
	ISAME         MAX, Z10, K7; \
	VMOVDQU64     ABS, Z11; \
	ITAKE         INDEX, K7, Z11; \
	VEXTRACTF64X4 $1, Z11, Y9; \
	ISMALLER      Y9, Y11, Y9; \
	VEXTRACTF128  $1, Y9, X10; \
	ISMALLER      X10, X9, X9; \
	FOLD4(ISMALLER); \
	VBCAST        X12, RINV; \
	IBCAST        X9, Z10; \
	XTOS          X9, A

// SWAP exchanges rows COL and p of a column. If p is not in the first vector, K5
// is row COL, A its address and P what puts lane COL there; otherwise K5 is
// empty. Z9 tells the lanes where they come from.
#define SWAP(top, at) \
	VBCAST at(0, A), Z12; \
	VLOAD  top, K5, at(0, P); \
	VPICK  top, Z9, top; \
	VLOAD  Z12, K5, top

// PIVOT exchanges row c with the pivot's; RINV gets its sign.
#define PIVOT(c, at) \
	MOVQ      piv+32(FP), P; \
	MOVQ      row+40(FP), COUNT; \
	ADDQ      A, COUNT; \
	MOVL      COUNT, (4*c)(P); \
	LEAQ      (W)(A*SIZE), A; \
	LEAQ      -(c*SIZE)(A), P; \
	ISAME     Z10, NUMBERS, K6; \
	VMOVDQU64 NUMBERS, Z9; \
	ITAKE     COLUMN, K6, Z9; \
	ITAKE     Z10, K2, Z9; \
	IATLEAST  STEP, Z10, K2, K5; \
	VBCAST    at(0, A), Z11; \
	SWAP(TOP0, AT0); \
	SWAP(TOP1, AT1); \
	SWAP(TOP2, AT2); \
	SWAP(TOP3, AT3); \
	SWAP(TOP4, AT4); \
	SWAP(TOP5, AT5); \
	SWAP(TOP6, AT6); \
	SWAP(TOP7, AT7); \
	VPTERNLOGQ $0xf2, Z11, ABS, RINV; /* RINV | (pivot &^ ABS) */ \
	SHRQ      $MANTISSA, T; \
	DECQ      T; \
	CMPQ      T, $(INFINITE-1)

// LOWER leaves U's part of column COL in W and makes what is below it L's.
#define LOWER(top, at) \
	VLOAD    top, at(0, W); \
	KSHIFTLW $1, K1, K1; \
	KSHIFTLW $1, K2, K2; \
	VMULT.Z  RINV, top, K1, top
