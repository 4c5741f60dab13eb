// Half a tile X of the right-hand sides, two columns, is Y0..Y7, row i in Y(2i)
// and Y(2i+1). Element (i, k) of the tile of op(LU) is at A + i*ROW + k*COL.

#define A AX // next tile of op(LU) in this row of tiles
#define ROWSTART BX // first tile of this row of tiles
#define ROWSTEP CX // from one row of tiles to the next
#define COLSTEP DX // from one tile to the next
#define B SI // next tile of B
#define X DI // the tile to be found
#define HALF R8 // 1, then 0
#define BSTEP R9 // from one tile of B to the next
#define BSTART R10
#define TILE R11 // in the order of the substitution
#define K R12
#define JT R13

#define LOADX \
	VMOVUPD (X), Y0; \
	VMOVUPD 32(X), Y1; \
	VMOVUPD 128(X), Y2; \
	VMOVUPD 160(X), Y3; \
	VMOVUPD 256(X), Y4; \
	VMOVUPD 288(X), Y5; \
	VMOVUPD 384(X), Y6; \
	VMOVUPD 416(X), Y7

#define STOREX \
	VMOVUPD Y0, (X); \
	VMOVUPD Y1, 32(X); \
	VMOVUPD Y2, 128(X); \
	VMOVUPD Y3, 160(X); \
	VMOVUPD Y4, 256(X); \
	VMOVUPD Y5, 288(X); \
	VMOVUPD Y6, 384(X); \
	VMOVUPD Y7, 416(X)

// PRODUCT is X -= column k of op(LU)'s tile times row k of B's tile.
#define PRODUCT(k) \
	VMOVUPD (k*128)(B), Y8; \
	VMOVUPD (k*128+32)(B), Y9; \
	VMOVUPD (k*COL)(A), Y10; \
	VMOVUPD (k*COL+ROW)(A), Y11; \
	VMOVUPD (k*COL+2*ROW)(A), Y12; \
	VMOVUPD (k*COL+3*ROW)(A), Y13; \
	FNMA    Y8, Y10, Y0; \
	FNMA    Y9, Y10, Y1; \
	FNMA    Y8, Y11, Y2; \
	FNMA    Y9, Y11, Y3; \
	FNMA    Y8, Y12, Y4; \
	FNMA    Y9, Y12, Y5; \
	FNMA    Y8, Y13, Y6; \
	FNMA    Y9, Y13, Y7

// MINUS is row i -= element (i, k) times row k of X, rows given by their registers.
#define MINUS(i, x0, x1, k, y0, y1) \
	VMOVUPD (i*ROW+k*COL)(A), Y10; \
	FNMA    y0, Y10, x0; \
	FNMA    y1, Y10, x1

// OVER is row i /= element (i, i).
#define OVER(i, x0, x1) \
	VMOVUPD (i*(ROW+COL))(A), Y10; \
	DIV     Y10, x0, x0; \
	DIV     Y10, x1, x1

// BACK sets the registers for the way back from the last tile; panel is the
// size of a panel.
#define BACK(panel, tile) \
	LEAQ -512(panel), BSTEP; \
	ADDQ BSTEP, X; \
	ADDQ BSTEP, ROWSTART; \
	MOVQ nt+0(FP), K; \
	DECQ K; \
	IMULQ panel, K; \
	ADDQ K, ROWSTART; \
	NEGQ panel; \
	MOVQ $-512, tile; \
	MOVQ $-512, BSTEP
