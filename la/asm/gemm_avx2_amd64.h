// Names and macros of the 6 x (2 vectors) tile, shared by both types. Strides
// are in elements when loaded, in bytes after the shifts of gemm_loop.

#define A AX // next column of A
#define RSA BX // row stride of A, and 3 and 5 times it
#define RSA3 R12
#define RSA5 R13
#define CSA CX
#define B DX // next row of B
#define RSB SI
#define C DI
#define LDC R8
#define K R9
#define M R10
#define N R11
#define LOAD R9 // after the k loop
#define T0 R12 // free once the k loop is done
#define T1 R13
#define B0 Y0
#define B1 Y1
#define X0 Y2
#define X1 Y3
// after the k loop
#define OLD Y0
#define MASK0 Y1
#define MASK1 Y2
#define ALPHA Y3

// STEP adds A[:][p] * B[p][:] to the tile, row i in Y(4+2i) and Y(5+2i).
#define STEP \
	VLOAD  (B), B0; \
	VLOAD  32(B), B1; \
	VBCAST (A), X0; \
	VBCAST (A)(RSA*1), X1; \
	VFMA   B0, X0, Y4; \
	VFMA   B1, X0, Y5; \
	VFMA   B0, X1, Y6; \
	VFMA   B1, X1, Y7; \
	VBCAST (A)(RSA*2), X0; \
	VBCAST (A)(RSA3*1), X1; \
	VFMA   B0, X0, Y8; \
	VFMA   B1, X0, Y9; \
	VFMA   B0, X1, Y10; \
	VFMA   B1, X1, Y11; \
	VBCAST (A)(RSA*4), X0; \
	VBCAST (A)(RSA5*1), X1; \
	ADDQ   CSA, A; \
	ADDQ   RSB, B; \
	VFMA   B0, X0, Y12; \
	VFMA   B1, X0, Y13; \
	VFMA   B0, X1, Y14; \
	VFMA   B1, X1, Y15

// HALFSTEP is STEP for a tile of at most one vector of columns.
#define HALFSTEP \
	VLOAD  (B), B0; \
	VBCAST (A), X0; \
	VBCAST (A)(RSA*1), X1; \
	VFMA   B0, X0, Y4; \
	VFMA   B0, X1, Y6; \
	VBCAST (A)(RSA*2), X0; \
	VBCAST (A)(RSA3*1), X1; \
	VFMA   B0, X0, Y8; \
	VFMA   B0, X1, Y10; \
	VBCAST (A)(RSA*4), X0; \
	VBCAST (A)(RSA5*1), X1; \
	ADDQ   CSA, A; \
	ADDQ   RSB, B; \
	VFMA   B0, X0, Y12; \
	VFMA   B0, X1, Y14

#define PREFETCH \
	PREFETCHT0 (T0); \
	PREFETCHT0 63(T0); \
	ADDQ       LDC, T0

// SCALE: row = alpha*row
#define SCALE(x, y) \
	VMULT ALPHA, x, x; \
	VMULT ALPHA, y, y

#define SCALEALL \
	SCALE(Y4, Y5); \
	SCALE(Y6, Y7); \
	SCALE(Y8, Y9); \
	SCALE(Y10, Y11); \
	SCALE(Y12, Y13); \
	SCALE(Y14, Y15)

// ADDROW: row = alpha*row + C's row at T0, whole or masked
#define ADDROW(x, y) \
	VFMAL (T0), ALPHA, x; \
	VFMAL 32(T0), ALPHA, y; \
	ADDQ  LDC, T0

#define ADDMASKED(x, y) \
	VMASKMOV (T0), MASK0, OLD; \
	VFMAL    OLD, ALPHA, x; \
	VMASKMOV 32(T0), MASK1, OLD; \
	VFMAL    OLD, ALPHA, y; \
	ADDQ     LDC, T0

#define PUTROW(x, y) \
	VLOAD x, (C); \
	VLOAD y, 32(C); \
	ADDQ  LDC, C

#define PUTMASKED(x, y) \
	VMASKMOV x, MASK0, (C); \
	VMASKMOV y, MASK1, 32(C); \
	ADDQ     LDC, C

// EACHROW does op for the first M rows, counting in T1.
#define EACHROW(op, end) \
	MOVQ M, T1; \
	op(Y4, Y5); \
	DECQ T1; \
	JZ   end; \
	op(Y6, Y7); \
	DECQ T1; \
	JZ   end; \
	op(Y8, Y9); \
	DECQ T1; \
	JZ   end; \
	op(Y10, Y11); \
	DECQ T1; \
	JZ   end; \
	op(Y12, Y13); \
	DECQ T1; \
	JZ   end; \
	op(Y14, Y15)
