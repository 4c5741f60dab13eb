// Names of the kernels that quantize the columns of a matrix, three vectors of columns at a time. What the last three hold
// beyond n is masked.

#define M R8 // rows left
#define N R9 // columns left
#define B SI // first row of the three vectors of columns
#define LDB R10
#define ROW DI // next row
#define TO DX // maxima, or groups
#define LDQ R11 // columns of B, in bytes of groups
#define INV R12
#define START R13
#define GROUP BX // next row of groups
#define T AX

#define SIGNLESS Z31
#define MAGIC Z30 // 1.5 * 2^23 or 2^52: added to a number, its low byte is that of the nearest integer
#define BYTE0 Z29 // masks of the lowest bytes of every element
#define BYTES01 Z28
#define BYTES012 Z27
#define ONES8 Z26 // ones in bytes
#define ONES16 Z25 // and in words

#define LOADARGS \
	MOVQ n+8(FP), N; \
	MOVQ b+16(FP), B; \
	MOVQ ldb+24(FP), LDB; \
	SHLQ $SHIFT, LDB

// MASKS sets K1 to K3 to the columns of three vectors that are left.
#define MASKS \
	MOVQ  $-1, T; \
	CMPQ  N, $(3*LANES); \
	JGE   masked; \
	MOVQ  N, CX; \
	MOVQ  $1, T; \
	SHLQ  CX, T; \
	DECQ  T; \
masked: ; \
	KMOVW T, K1; \
	SHRQ  $LANES, T; \
	KMOVW T, K2; \
	SHRQ  $LANES, T; \
	KMOVW T, K3
