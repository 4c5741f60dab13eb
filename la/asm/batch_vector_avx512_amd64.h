// Substitution with one right-hand side: a tile of it, Z0..Z3, is four vectors.
// Every element has the bits it has in batch_triangle_avx512_amd64.h.

#define A AX // next tile of LU
#define DIAGONAL BX // tile on the diagonal
#define PANEL CX // signed step from one panel to the next
#define B SI // next tile of the right-hand side
#define X DI // the tile to be found
#define LEFT R8 // tiles after this one
#define BSTEP R9 // signed step from one tile of the right-hand side to the next
#define BSTART R10
#define TILES R11 // tiles before this one
#define K R12
#define ASTEP R13

#define LOADX \
	VMOVUPD (X), Z0; \
	VMOVUPD 64(X), Z1; \
	VMOVUPD 128(X), Z2; \
	VMOVUPD 192(X), Z3

#define STOREX \
	VMOVUPD Z0, (X); \
	VMOVUPD Z1, 64(X); \
	VMOVUPD Z2, 128(X); \
	VMOVUPD Z3, 192(X)

// FORWARD solves with the tile on the diagonal, whose element (i, k) is at
// i*ROW + k*COL, from the first element on, BACKWARD from the last one on. LAST
// is what is done to a finished element.
#define FORWARD(a) \
	LAST(a, 0, Z0); \
	FNMA (ROW)(a), Z0, Z1; \
	FNMA (2*ROW)(a), Z0, Z2; \
	FNMA (3*ROW)(a), Z0, Z3; \
	LAST(a, 1, Z1); \
	FNMA (2*ROW+COL)(a), Z1, Z2; \
	FNMA (3*ROW+COL)(a), Z1, Z3; \
	LAST(a, 2, Z2); \
	FNMA (3*ROW+2*COL)(a), Z2, Z3; \
	LAST(a, 3, Z3)

#define BACKWARD(a) \
	LAST(a, 3, Z3); \
	FNMA (2*ROW+3*COL)(a), Z3, Z2; \
	FNMA (ROW+3*COL)(a), Z3, Z1; \
	FNMA (3*COL)(a), Z3, Z0; \
	LAST(a, 2, Z2); \
	FNMA (ROW+2*COL)(a), Z2, Z1; \
	FNMA (2*COL)(a), Z2, Z0; \
	LAST(a, 1, Z1); \
	FNMA (COL)(a), Z1, Z0; \
	LAST(a, 0, Z0)

#define OVER(a, i, x) DIV (i*(ROW+COL))(a), x, x
#define NOTHING(a, i, x)

// UPDATE subtracts from a tile of the right-hand side, Z4..Z7, a tile times X.
#define UPDATE \
	VMOVUPD (B), Z4; \
	VMOVUPD 64(B), Z5; \
	VMOVUPD 128(B), Z6; \
	VMOVUPD 192(B), Z7; \
	FNMA    (A), Z0, Z4; \
	FNMA    256(A), Z0, Z5; \
	FNMA    512(A), Z0, Z6; \
	FNMA    768(A), Z0, Z7; \
	FNMA    64(A), Z1, Z4; \
	FNMA    320(A), Z1, Z5; \
	FNMA    576(A), Z1, Z6; \
	FNMA    832(A), Z1, Z7; \
	FNMA    128(A), Z2, Z4; \
	FNMA    384(A), Z2, Z5; \
	FNMA    640(A), Z2, Z6; \
	FNMA    896(A), Z2, Z7; \
	FNMA    192(A), Z3, Z4; \
	FNMA    448(A), Z3, Z5; \
	FNMA    704(A), Z3, Z6; \
	FNMA    960(A), Z3, Z7; \
	VMOVUPD Z4, (B); \
	VMOVUPD Z5, 64(B); \
	VMOVUPD Z6, 128(B); \
	VMOVUPD Z7, 192(B)

// PRODUCT subtracts from X row k of a tile times element k of a tile of the
// right-hand side.
#define PRODUCT(k) \
	VMOVUPD (k*64)(B), Z4; \
	FNMA    (k*256)(A), Z4, Z0; \
	FNMA    (k*256+64)(A), Z4, Z1; \
	FNMA    (k*256+128)(A), Z4, Z2; \
	FNMA    (k*256+192)(A), Z4, Z3
