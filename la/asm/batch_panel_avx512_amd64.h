// One step of the factorization of a panel. Z0..Z3 are a row.

#define M CX // rows from TOP on
#define TOP DI // row s
#define ROW SI // next row
#define WORK DX // where the pivots of step s go
#define LEFT R8 // rows left
#define COLUMN R9 // offset of column s
#define T0 Z4 // row s before the exchange
#define T1 Z5
#define T2 Z6
#define T3 Z7
#define P0 Z8 // the pivot's row
#define P1 Z9
#define P2 Z10
#define P3 Z11
#define NEXT0 Z12 // the best row for the next step so far
#define NEXT1 Z13
#define NEXT2 Z14
#define NEXT3 Z15
#define BEST Z16 // its magnitude, as an integer, which makes NaN the largest
#define INDEX Z17 // its number
#define NUMBER Z18 // of the row in Z0..Z3
#define PIVOT Z19 // number of the pivot's row
#define SCALE Z20
#define RECIPROCAL Z21
#define ONES Z22
#define SIGNLESS Z23
#define FIRST Z24 // number of row s
#define X Z25
#define SMALL Z26
#define LARGE Z27
#define BIGSCALE Z28
#define SMALLSCALE Z29
#define PIVOTS Z30
#define BAD K6

#define CONSTANT(value, z) \
	MOVQ  value, AX; \
	BCAST AX, z

#define CONSTANTS \
	CONSTANT(ONE, ONES); \
	CONSTANT(MAGNITUDE, SIGNLESS); \
	CONSTANT(TINY, SMALL); \
	CONSTANT(HUGE, LARGE); \
	CONSTANT(SCALEUP, BIGSCALE); \
	CONSTANT(SCALEDOWN, SMALLSCALE); \
	KXORW BAD, BAD, BAD

#define LOADROW \
	VMOVUPD (ROW), Z0; \
	VMOVUPD 64(ROW), Z1; \
	VMOVUPD 128(ROW), Z2; \
	VMOVUPD 192(ROW), Z3

#define STOREROW \
	VMOVUPD Z0, (ROW); \
	VMOVUPD Z1, 64(ROW); \
	VMOVUPD Z2, 128(ROW); \
	VMOVUPD Z3, 192(ROW)

// SEARCH keeps the row if its element x is the largest so far. The next SEARCH
// waits for the maximum only, not for the comparison.
#define SEARCH(x) \
	VPANDQ  SIGNLESS, x, X; \
	IGT     BEST, X, K2; \
	IMAX    X, BEST, BEST; \
	MOVE    NUMBER, K2, INDEX; \
	MOVE    Z0, K2, NEXT0; \
	MOVE    Z1, K2, NEXT1; \
	MOVE    Z2, K2, NEXT2; \
	MOVE    Z3, K2, NEXT3

// INVERT takes the reciprocal of the pivot p. If that overflows or loses digits, it
// is done again at extreme, where the column is scaled.
#define INVERT(p) \
	VMOVAPD  p, PIVOTS; \
	DIV      PIVOTS, ONES, RECIPROCAL; \
	FCMP     $17, SMALL, BEST, K1; \
	FCMP     $30, LARGE, BEST, K2; \
	KORTESTW K1, K2; \
	JNE      extreme

// BEGIN makes the row found the pivot's row and puts it in place. A pivot that is
// NaN, zero or Inf is bad.
#define BEGIN \
	VMOVAPD INDEX, PIVOT; \
	VMOVUPD PIVOT, (WORK); \
	ADDQ    $64, WORK; \
	VMOVAPD NEXT0, P0; \
	VMOVAPD NEXT1, P1; \
	VMOVAPD NEXT2, P2; \
	VMOVAPD NEXT3, P3; \
	VMOVUPD (TOP), T0; \
	VMOVUPD 64(TOP), T1; \
	VMOVUPD 128(TOP), T2; \
	VMOVUPD 192(TOP), T3; \
	VMOVUPD P0, (TOP); \
	VMOVUPD P1, 64(TOP); \
	VMOVUPD P2, 128(TOP); \
	VMOVUPD P3, 192(TOP); \
	ADDQ    $256, TOP; \
	ADDQ    $64, COLUMN; \
	MOVQ    TOP, ROW; \
	FCLASS  $0x8b, BEST, K1; \
	KORW    K1, BAD, BAD; \
	VPTERNLOGQ $255, BEST, BEST, BEST; \
	ADD     ONES, FIRST, FIRST; \
	VMOVAPD FIRST, NUMBER; \
	DECQ    M; \
	MOVQ    M, LEFT

// EXCHANGE puts the row s of old where the pivot's row was, MULTIPLIER makes the
// element of column s the multiplier.
#define EXCHANGE \
	FCMP    $0, PIVOT, NUMBER, K1; \
	MOVE    T0, K1, Z0; \
	MOVE    T1, K1, Z1; \
	MOVE    T2, K1, Z2; \
	MOVE    T3, K1, Z3

#define MULTIPLIER(x) MUL RECIPROCAL, x, x

#define NEXTROW \
	STOREROW; \
	ADD  ONES, NUMBER, NUMBER; \
	ADDQ $256, ROW; \
	DECQ LEFT
