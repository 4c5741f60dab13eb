// Names of the AVX2 panel kernel beside lu_names_avx2_amd64.h's.

#define MAX Y3 // largest |x| of each lane, and its row
#define INDEX Y4
#define ROWS Y5
#define ABS Y6 // all bits but the sign: also the largest integer
#define RINV Y7 // reciprocal of the last pivot
#define ULAST Y15 // the last of the elements of U in Y8..Y14
#define U0 X8
#define U1 X9
#define U2 X10
#define U3 X11
#define U4 X12
#define U5 X13
#define U6 X14
#define LAST X15
#define VU0 Y8
#define VU1 Y9
#define VU2 Y10
#define VU3 Y11
#define VU4 Y12
#define VU5 Y13
#define V0 Y0
#define V1 Y1
#define V2 Y2
#define VBYTES 32
#define TOP (8*SIZE) // bytes of the first rows, which hold U
#define TOPROWS 8
#define LOGTOP 3
#define IAND VANDPS

#define SETUP \
	VPCMPEQD ABS, ABS, ABS; \
	HALVE    ABS, ABS

// BEGIN: INDEX is row COL where nothing is larger than 0.
#define BEGIN \
	VMOVUPS LANE+0(SB), ROWS; \
	STOX    COL, X4; \
	IBCAST  X4, INDEX; \
	VXORPS  MAX, MAX, MAX

#define ADVANCE

// FROMCOL: T = address of the mask of the first rows from COL on.
#define FROMCOL \
	LEAQ BELOW+8*SIZE(SB), T; \
	MOVQ COL, M; \
	IMULQ $SIZE, M; \
	SUBQ M, T; \
	MOVQ m+0(FP), M

// FOLLOW takes the rows of Y2 = |x| into MAX and INDEX.
#define FOLLOW \
	IGREATER MAX, Y2, Y1; \
	ICHOOSE  Y1, Y2, MAX, MAX; \
	ICHOOSE  Y1, ROWS, INDEX, INDEX; \
	IPLUS    STEP+0(SB), ROWS, ROWS

// SCALE: a vector of the first rows of the column at A from row COL on, times
// RINV; Y2 gets it, Y4 the mask of these rows.
#define SCALE(o) \
	VLOAD   o(A), Y2; \
	VMULT   RINV, Y2, Y3; \
	VMOVUPS o(T), Y4; \
	ICHOOSE Y4, Y3, Y2, Y2; \
	VLOAD   Y2, o(A)

// TAKE: row i of vectors x (and y) takes u*column for i > l only; o(BELOW) is
// that mask.
#define TAKE(at, o, u) \
	VLOAD  at(0, W), Y2; \
	VANDPS BELOW+o(SB), Y2, Y2; \
	VFNMA  Y2, u, Y0; \
	TAKEHIGH(at, o, u)

// TAKELAST: the same for the previous column of L, at A and now scaled, and the
// rows from COL on.
#define TAKELAST(o, x) \
	SCALE(o); \
	VANDPS Y4, Y2, Y2; \
	VFNMA  Y2, ULAST, x

// MEET takes a vector x of the first rows of column COL.
#define MEET(o, x) \
	VANDPS ABS, x, Y2; \
	VANDPS o(T), Y2, Y2; \
	FOLLOW

// CHOOSEMAX: Y9 = the larger of Y9 and Y10, CHOOSEMIN the smaller.
#define CHOOSEMAX \
	IGREATER Y9, Y10, Y11; \
	ICHOOSE  Y11, Y10, Y9, Y9
#define CHOOSEMIN \
	IGREATER Y10, Y9, Y11; \
	ICHOOSE  Y11, Y10, Y9, Y9

// SEARCH: A = the first row with the largest |x|, bits compared as integers: a
// NaN is larger than all numbers; RINV = 1/|x|.
#define SEARCH \
	VPERM2F128 $1, MAX, MAX, Y10; \
	VMOVAPS    MAX, Y9; \
	CHOOSEMAX; \
	VPERMILPD  $5, Y9, Y10; \
	CHOOSEMAX; \
	FOLD(CHOOSEMAX); \
	SLOAD      UNITS+0(SB), X13; \
	SOVER      X9, X13, X13; \
	VBCAST     X13, RINV; \
	ISAME      MAX, Y9, Y12; \
	ICHOOSE    Y12, INDEX, ABS, Y9; \
	VPERM2F128 $1, Y9, Y9, Y10; \
	CHOOSEMIN; \
	VPERMILPD  $5, Y9, Y10; \
	CHOOSEMIN; \
	FOLD(CHOOSEMIN); \
	XTOS       X9, A

// CLEARTOP: the vector of every column at P.
#define CLEARTOP(o) \
	VLOAD Y0, AT0(o, P); \
	VLOAD Y0, AT1(o, P); \
	VLOAD Y0, AT2(o, P); \
	VLOAD Y0, AT3(o, P); \
	VLOAD Y0, AT4(o, P); \
	VLOAD Y0, AT5(o, P); \
	VLOAD Y0, AT6(o, P); \
	VLOAD Y0, AT7(o, P)
