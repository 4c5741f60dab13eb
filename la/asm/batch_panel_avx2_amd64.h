// One step of the factorization of a panel. Y0..Y3 are a row.

#define M CX // rows from TOP on
#define TOP DI // row s
#define ROW SI // next row
#define WORK DX // where the pivots of step s go
#define LEFT R8 // rows left
#define COLUMN R11 // offset of column s
#define SCRATCH R9 // vectors:
#define T0 (SCRATCH) // row s before the exchange
#define T1 32(SCRATCH)
#define T2 64(SCRATCH)
#define T3 96(SCRATCH)
#define PIVOT 128(SCRATCH) // number of the pivot's row
#define SMALL 160(SCRATCH)
#define RECIPROCAL 192(SCRATCH)
#define ONES 224(SCRATCH)
#define SIGNLESS 256(SCRATCH)
#define FIRST 288(SCRATCH) // number of row s
#define LARGE 320(SCRATCH)
#define BAD R10 // lanes
#define P1 Y4 // the pivot's row
#define P2 Y5
#define P3 Y6
#define NEXT0 Y7 // the best row for the next step so far
#define NEXT1 Y8
#define NEXT2 Y9
#define NEXT3 Y10
#define BEST Y11 // its magnitude, as an integer, which makes NaN the largest
#define INDEX Y12 // its number
#define NUMBER Y13 // of the row in Y0..Y3
#define X Y14
#define MASK Y15

#define CONSTANT(value, x, y) \
	MOVQ  value, AX; \
	VMOVQ AX, x; \
	BCAST x, y

#define LOADROW \
	VMOVUPD (ROW), Y0; \
	VMOVUPD 32(ROW), Y1; \
	VMOVUPD 64(ROW), Y2; \
	VMOVUPD 96(ROW), Y3

#define STOREROW \
	VMOVUPD Y0, (ROW); \
	VMOVUPD Y1, 32(ROW); \
	VMOVUPD Y2, 64(ROW); \
	VMOVUPD Y3, 96(ROW)

// SEARCH keeps the row if its element x is the largest so far.
#define SEARCH(x) \
	VANDPD SIGNLESS, x, X; \
	IGT    BEST, X, MASK; \
	BLEND  MASK, X, BEST, BEST; \
	BLEND  MASK, NUMBER, INDEX, INDEX; \
	BLEND  MASK, Y0, NEXT0, NEXT0; \
	BLEND  MASK, Y1, NEXT1, NEXT1; \
	BLEND  MASK, Y2, NEXT2, NEXT2; \
	BLEND  MASK, Y3, NEXT3, NEXT3

// INVERT takes the reciprocal of the pivot p. If that overflows or loses digits, it
// is done again at extreme, where the column is scaled.
#define INVERT(p) \
	VMOVAPD p, Y3; \
	VMOVUPD ONES, Y0; \
	DIV     Y3, Y0, Y1; \
	VMOVUPD Y1, RECIPROCAL; \
	FCMP    $17, SMALL, BEST, Y1; \
	FCMP    $30, LARGE, BEST, Y2; \
	VORPD   Y1, Y2, X; \
	SIGNS   X, AX; \
	TESTQ   AX, AX; \
	JNE     extreme

// BEGIN makes the row found the pivot's row and puts it in place. A pivot that is
// NaN, zero or Inf is bad.
#define BEGIN \
	VMOVUPD INDEX, PIVOT; \
	VMOVUPD INDEX, (WORK); \
	ADDQ    $32, WORK; \
	VMOVUPD (TOP), Y0; \
	VMOVUPD 32(TOP), Y1; \
	VMOVUPD 64(TOP), Y2; \
	VMOVUPD 96(TOP), Y3; \
	VMOVUPD Y0, T0; \
	VMOVUPD Y1, T1; \
	VMOVUPD Y2, T2; \
	VMOVUPD Y3, T3; \
	VMOVUPD NEXT0, (TOP); \
	VMOVUPD NEXT1, 32(TOP); \
	VMOVUPD NEXT2, 64(TOP); \
	VMOVUPD NEXT3, 96(TOP); \
	ADDQ    $128, TOP; \
	ADDQ    $32, COLUMN; \
	MOVQ    TOP, ROW; \
	SUB     BEST, BEST, Y0; \
	VXORPD  Y1, Y1, Y1; \
	FCMP    $4, Y1, Y0, Y0; \
	FCMP    $0, Y1, BEST, Y1; \
	VORPD   Y1, Y0, Y0; \
	SIGNS   Y0, AX; \
	ORQ     AX, BAD; \
	VMOVAPD NEXT1, P1; \
	VMOVAPD NEXT2, P2; \
	VMOVAPD NEXT3, P3; \
	VPCMPEQQ BEST, BEST, BEST; \
	VMOVUPD ONES, NUMBER; \
	ADD     FIRST, NUMBER, NUMBER; \
	VMOVUPD NUMBER, FIRST; \
	DECQ    M; \
	MOVQ    M, LEFT

// EXCHANGE puts the row s of old where the pivot's row was, MULTIPLIER makes the
// element of column s the multiplier.
#define EXCHANGE \
	VMOVUPD PIVOT, MASK; \
	FCMP    $0, MASK, NUMBER, MASK; \
	BLEND   MASK, T0, Y0, Y0; \
	BLEND   MASK, T1, Y1, Y1; \
	BLEND   MASK, T2, Y2, Y2; \
	BLEND   MASK, T3, Y3, Y3

#define MULTIPLIER(x) MUL RECIPROCAL, x, x

#define NEXTROW \
	STOREROW; \
	ADD  ONES, NUMBER, NUMBER; \
	ADDQ $128, ROW; \
	DECQ LEFT
