// The tile X of the right-hand sides is Z0..Z15, row i in Z(4i)..Z(4i+3).
// Element (i, k) of the tile of op(LU) is at A + i*ROW + k*COL.

#define A AX // next tile of op(LU) in this row of tiles
#define ROWSTART BX // first tile of this row of tiles
#define ROWSTEP CX // from one row of tiles to the next
#define COLSTEP DX // from one tile to the next
#define B SI // next tile of B
#define X DI // the tile to be found
#define NT R8
#define BSTEP R9 // from one tile of B to the next
#define BSTART R10
#define TILE R11 // in the order of the substitution
#define K R12
#define JT R13

#define LOADX \
	VMOVUPD (X), Z0; \
	VMOVUPD 64(X), Z1; \
	VMOVUPD 128(X), Z2; \
	VMOVUPD 192(X), Z3; \
	VMOVUPD 256(X), Z4; \
	VMOVUPD 320(X), Z5; \
	VMOVUPD 384(X), Z6; \
	VMOVUPD 448(X), Z7; \
	VMOVUPD 512(X), Z8; \
	VMOVUPD 576(X), Z9; \
	VMOVUPD 640(X), Z10; \
	VMOVUPD 704(X), Z11; \
	VMOVUPD 768(X), Z12; \
	VMOVUPD 832(X), Z13; \
	VMOVUPD 896(X), Z14; \
	VMOVUPD 960(X), Z15

#define STOREX \
	VMOVUPD Z0, (X); \
	VMOVUPD Z1, 64(X); \
	VMOVUPD Z2, 128(X); \
	VMOVUPD Z3, 192(X); \
	VMOVUPD Z4, 256(X); \
	VMOVUPD Z5, 320(X); \
	VMOVUPD Z6, 384(X); \
	VMOVUPD Z7, 448(X); \
	VMOVUPD Z8, 512(X); \
	VMOVUPD Z9, 576(X); \
	VMOVUPD Z10, 640(X); \
	VMOVUPD Z11, 704(X); \
	VMOVUPD Z12, 768(X); \
	VMOVUPD Z13, 832(X); \
	VMOVUPD Z14, 896(X); \
	VMOVUPD Z15, 960(X)

// PRODUCT is X -= column k of op(LU)'s tile times row k of B's tile.
#define PRODUCT(k) \
	VMOVUPD (k*256)(B), Z16; \
	VMOVUPD (k*256+64)(B), Z17; \
	VMOVUPD (k*256+128)(B), Z18; \
	VMOVUPD (k*256+192)(B), Z19; \
	VMOVUPD (k*COL)(A), Z20; \
	VMOVUPD (k*COL+ROW)(A), Z21; \
	VMOVUPD (k*COL+2*ROW)(A), Z22; \
	VMOVUPD (k*COL+3*ROW)(A), Z23; \
	FNMA    Z16, Z20, Z0; \
	FNMA    Z17, Z20, Z1; \
	FNMA    Z18, Z20, Z2; \
	FNMA    Z19, Z20, Z3; \
	FNMA    Z16, Z21, Z4; \
	FNMA    Z17, Z21, Z5; \
	FNMA    Z18, Z21, Z6; \
	FNMA    Z19, Z21, Z7; \
	FNMA    Z16, Z22, Z8; \
	FNMA    Z17, Z22, Z9; \
	FNMA    Z18, Z22, Z10; \
	FNMA    Z19, Z22, Z11; \
	FNMA    Z16, Z23, Z12; \
	FNMA    Z17, Z23, Z13; \
	FNMA    Z18, Z23, Z14; \
	FNMA    Z19, Z23, Z15

// MINUS is row i -= element (i, k) times row k of X, rows given by their registers.
#define MINUS(i, x0, x1, x2, x3, k, y0, y1, y2, y3) \
	VMOVUPD (i*ROW+k*COL)(A), Z20; \
	FNMA    y0, Z20, x0; \
	FNMA    y1, Z20, x1; \
	FNMA    y2, Z20, x2; \
	FNMA    y3, Z20, x3

// OVER is row i /= element (i, i).
#define OVER(i, x0, x1, x2, x3) \
	VMOVUPD (i*(ROW+COL))(A), Z20; \
	DIV     Z20, x0, x0; \
	DIV     Z20, x1, x1; \
	DIV     Z20, x2, x2; \
	DIV     Z20, x3, x3

// BACK sets the registers for the way back from the last tile; panel is the
// size of a panel.
#define BACK(panel, tile) \
	LEAQ -1024(panel), BSTEP; \
	ADDQ BSTEP, X; \
	ADDQ BSTEP, ROWSTART; \
	MOVQ NT, K; \
	DECQ K; \
	IMULQ panel, K; \
	ADDQ K, ROWSTART; \
	NEGQ panel; \
	MOVQ $-1024, tile; \
	MOVQ $-1024, BSTEP
