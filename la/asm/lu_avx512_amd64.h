// Names of the AVX-512 panel kernel beside lu_names_avx2_amd64.h's.

#define MAX Z3 // largest |x| of each lane, and its row
#define INDEX Z4
#define ROWS Z5
#define ABS Z6 // all bits but the sign: also the largest integer
#define STEP Z7
#define RINV Z8 // reciprocal of the last pivot
#define ULAST Z23 // the last of the elements of U in Z16..Z22
#define U0 X16
#define U1 X17
#define U2 X18
#define U3 X19
#define U4 X20
#define U5 X21
#define U6 X22
#define LAST X23

#define VU0 Z16
#define VU1 Z17
#define VU2 Z18
#define VU3 Z19
#define VU4 Z20
#define VU5 Z21
#define V0 Z0
#define V1 Z1
#define V2 Z2
#define VBYTES 64
#define TOP 64 // bytes of the first rows, which hold U
#define TOPROWS LANES
#define LOGTOP LOGLANES
#define TOPVECTORS 1

// K1: rows >= COL; K2 to K6: rows > 0 to 4
#define SETUP \
	VPTERNLOGQ $0xff, ABS, ABS, ABS; \
	HALVE ABS, ABS; \
	MOVQ  $LANES, AX; \
	IBCAST AX, STEP; \
	MOVQ  $-1, AX; \
	KMOVW AX, K1; \
	MOVQ  $-2, AX; \
	KMOVW AX, K2; \
	MOVQ  $-4, AX; \
	KMOVW AX, K3; \
	MOVQ  $-8, AX; \
	KMOVW AX, K4; \
	MOVQ  $-16, AX; \
	KMOVW AX, K5; \
	MOVQ  $-32, AX; \
	KMOVW AX, K6

// BEGIN: INDEX is row COL where nothing is larger than 0.
#define BEGIN \
	VMOVDQU64 LANE+0(SB), ROWS; \
	IBCAST COL, INDEX; \
	VPXORQ MAX, MAX, MAX;

#define ADVANCE KSHIFTLW $1, K1, K1

// SCALETOP: the first rows of the column at A from row COL on, times RINV.
#define SCALETOP \
	VLOAD (A), Z1; \
	VMULT RINV, Z1, K1, Z1; \
	VLOAD Z1, (A)

// FOLLOW takes the rows of Z2 = |x| into MAX and INDEX.
#define FOLLOW \
	IGREATER MAX, Z2, K7; \
	ILARGER  Z2, MAX, MAX; \
	ITAKE    ROWS, K7, INDEX; \
	IPLUS    STEP, ROWS, ROWS

// SEARCH: A = the first row with the largest |x|, bits compared as integers: a
// NaN is larger than all numbers.
#define SEARCH \
	VEXTRACTF64X4 $1, MAX, Y9; \
	ILARGER       Y9, Y3, Y9; \
	VEXTRACTF128  $1, Y9, X10; \
	ILARGER       X10, X9, X9; \
	FOLD4(ILARGER); \
	IBCAST        X9, Z10; \
	ISAME         MAX, Z10, K7; \
	VMOVDQU64     ABS, Z11; \
	ITAKE         INDEX, K7, Z11; \
	VEXTRACTF64X4 $1, Z11, Y9; \
	ISMALLER      Y9, Y11, Y9; \
	VEXTRACTF128  $1, Y9, X10; \
	ISMALLER      X10, X9, X9; \
	FOLD4(ISMALLER); \
	XTOS          X9, A
