// Substitution with one right-hand side: a tile of it, V0..V3, is four vectors.
// Every element has the bits it has in the triangle of a panel.

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
	VMOVUPD (X), V0; \
	VMOVUPD VB(X), V1; \
	VMOVUPD (2*VB)(X), V2; \
	VMOVUPD (3*VB)(X), V3

#define STOREX \
	VMOVUPD V0, (X); \
	VMOVUPD V1, VB(X); \
	VMOVUPD V2, (2*VB)(X); \
	VMOVUPD V3, (3*VB)(X)

// FORWARD solves with the tile on the diagonal, whose element (i, k) is at
// i*ROW + k*COL, from the first element on, BACKWARD from the last one on. LAST
// is what is done to a finished element.
#define FORWARD(a) \
	LAST(a, 0, V0); \
	FNMA (ROW)(a), V0, V1; \
	FNMA (2*ROW)(a), V0, V2; \
	FNMA (3*ROW)(a), V0, V3; \
	LAST(a, 1, V1); \
	FNMA (2*ROW+COL)(a), V1, V2; \
	FNMA (3*ROW+COL)(a), V1, V3; \
	LAST(a, 2, V2); \
	FNMA (3*ROW+2*COL)(a), V2, V3; \
	LAST(a, 3, V3)

#define BACKWARD(a) \
	LAST(a, 3, V3); \
	FNMA (2*ROW+3*COL)(a), V3, V2; \
	FNMA (ROW+3*COL)(a), V3, V1; \
	FNMA (3*COL)(a), V3, V0; \
	LAST(a, 2, V2); \
	FNMA (ROW+2*COL)(a), V2, V1; \
	FNMA (2*COL)(a), V2, V0; \
	LAST(a, 1, V1); \
	FNMA (COL)(a), V1, V0; \
	LAST(a, 0, V0)

#define OVER(a, i, x) DIV (i*(ROW+COL))(a), x, x
#define NOTHING(a, i, x)

// UPDATE subtracts from a tile of the right-hand side, V4..V7, a tile times X.
#define UPDATE \
	VMOVUPD (B), V4; \
	VMOVUPD VB(B), V5; \
	VMOVUPD (2*VB)(B), V6; \
	VMOVUPD (3*VB)(B), V7; \
	FNMA    (A), V0, V4; \
	FNMA    (4*VB)(A), V0, V5; \
	FNMA    (8*VB)(A), V0, V6; \
	FNMA    (12*VB)(A), V0, V7; \
	FNMA    VB(A), V1, V4; \
	FNMA    (5*VB)(A), V1, V5; \
	FNMA    (9*VB)(A), V1, V6; \
	FNMA    (13*VB)(A), V1, V7; \
	FNMA    (2*VB)(A), V2, V4; \
	FNMA    (6*VB)(A), V2, V5; \
	FNMA    (10*VB)(A), V2, V6; \
	FNMA    (14*VB)(A), V2, V7; \
	FNMA    (3*VB)(A), V3, V4; \
	FNMA    (7*VB)(A), V3, V5; \
	FNMA    (11*VB)(A), V3, V6; \
	FNMA    (15*VB)(A), V3, V7; \
	VMOVUPD V4, (B); \
	VMOVUPD V5, VB(B); \
	VMOVUPD V6, (2*VB)(B); \
	VMOVUPD V7, (3*VB)(B)

// PRODUCT subtracts from X row k of a tile times element k of a tile of the
// right-hand side.
#define PRODUCT(k) \
	VMOVUPD (k*VB)(B), V4; \
	FNMA    (4*k*VB)(A), V4, V0; \
	FNMA    ((4*k+1)*VB)(A), V4, V1; \
	FNMA    ((4*k+2)*VB)(A), V4, V2; \
	FNMA    ((4*k+3)*VB)(A), V4, V3

// DOWN and UP set the registers for the way down or up with L and U, DOWN_T and
// UP_T with their transposes.
#define DOWN \
	MOVQ LEFT, PANEL; \
	INCQ PANEL; \
	SHLQ $TILESHIFT, PANEL; \
	DECQ LEFT; \
	MOVQ $(4*VB), BSTEP

#define UP \
	MOVQ  X, BSTART; \
	MOVQ  LEFT, PANEL; \
	INCQ  PANEL; \
	SHLQ  $TILESHIFT, PANEL; \
	DECQ  LEFT; \
	MOVQ  LEFT, K; \
	IMULQ PANEL, K; \
	ADDQ  K, DIAGONAL; \
	NEGQ  PANEL; \
	MOVQ  LEFT, K; \
	SHLQ  $(TILESHIFT-2), K; \
	ADDQ  K, X; \
	MOVQ  $(-4*VB), BSTEP

#define DOWN_T \
	MOVQ LEFT, PANEL; \
	SHLQ $TILESHIFT, PANEL; \
	DECQ LEFT; \
	MOVQ $(16*VB), ASTEP; \
	MOVQ $(4*VB), BSTEP

#define UP_T \
	UP; \
	ADDQ $(16*VB), PANEL; \
	MOVQ $(-16*VB), ASTEP
