// Names and macros of the strip kernel, shared by both types and both widths.
// Strides are in bytes.
//
// A tile is up to 6 rows by V = 1 or 2 vectors of columns; row i sums in Y(2i),
// Y(2i+1).

#define A AX // next column of rows 0..3 of the tile; between sums, its first one
#define A4 BX // of rows 4 and 5
#define RSA CX // row stride of A, and 3 times it
#define RSA3 DX
#define CSA SI
#define B DI // next row of B
#define RSB R8
#define K R9 // in the sums, columns of A left; outside, rows of the tile
#define C R10
#define LDC R11
#define M R12 // rows of C left
#define NEXT R13 // from B to what is fetched for the next strip
#define B0 Y12
#define B1 Y13
#define X Y14 // an element of A, broadcast
#define TAIL Y15 // mask of the last vector of columns
// after the sums
#define ALPHA Y12
#define BETA Y13
#define OLD Y14

#define ROW0 \
	VBCAST (A), X; \
	FMAS(Y0, Y1)
#define ROW1 \
	VBCAST (A)(RSA*1), X; \
	FMAS(Y2, Y3)
#define ROW2 \
	VBCAST (A)(RSA*2), X; \
	FMAS(Y4, Y5)
#define ROW3 \
	VBCAST (A)(RSA3*1), X; \
	FMAS(Y6, Y7)
#define ROW4 \
	VBCAST (A4), X; \
	FMAS(Y8, Y9)
#define ROW5 \
	VBCAST (A4)(RSA*1), X; \
	FMAS(Y10, Y11)

#define ROWS1 ROW0
#define ROWS2 ROWS1; ROW1
#define ROWS3 ROWS2; ROW2
#define ROWS4 ROWS3; ROW3
#define ROWS5 ROWS4; ROW4
#define ROWS6 ROWS5; ROW5

// SUM adds A[:r][p]*B[p][:] for all p to the first r rows of the tile.
#define SUM(label, rows, r) \
	MOVQ kc+0(FP), K; \
label: ; \
	LOADB; \
	PREFETCHT1 (B)(NEXT*1); \
	rows; \
	ADDQ CSA, A; \
	ADDQ CSA, A4; \
	ADDQ RSB, B; \
	DECQ K; \
	JNZ  label; \
	MOVQ $r, K; \
	JMP  summed

#define ZERO(y0, y1) \
	VXORPS y0, y0, y0; \
	VXORPS y1, y1, y1

// NEXTROW moves C and A on and leaves for next behind the tile's last row.
#define NEXTROW \
	ADDQ LDC, C; \
	ADDQ RSA, A; \
	DECQ K; \
	JZ   next

// EACHROW does op for the first K rows.
#define EACHROW(op) \
	op(Y0, Y1); \
	NEXTROW; \
	op(Y2, Y3); \
	NEXTROW; \
	op(Y4, Y5); \
	NEXTROW; \
	op(Y6, Y7); \
	NEXTROW; \
	op(Y8, Y9); \
	NEXTROW; \
	op(Y10, Y11); \
	NEXTROW

// ADD writes alpha*y plus beta times what mem held, the latter rounded.
#define ADD(y, mem) \
	VMULT mem, BETA, OLD; \
	VFMAL OLD, ALPHA, y; \
	VLOAD y, mem
