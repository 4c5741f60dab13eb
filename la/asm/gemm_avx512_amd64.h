// Names and macros of the strip kernel, shared by both types and all widths.
// Strides are in bytes.
//
// A tile is up to 8 rows by V = 1, 2 or 3 vectors of columns; row i sums in
// Z(3i), Z(3i+1), Z(3i+2). 8 x 3 takes 24 multiply-adds for 11 loads, the fewest
// of the tiles that fit 32 registers and have 8 rows or more (12 x 2: 14 loads,
// 14 x 2: 16 for 28); processors that issue fewer loads beside full-width
// multiply-adds than Zen 5 need that most. On Zen 5 it does 124 to 131 GFLOP/s in
// float64 from k = 24, of 131 that its registers allow (2026-11-25).

#define A AX // next column of rows 0..3 of the tile; between sums, its first one
#define A4 BX // of rows 4..7
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
#define TAIL K1 // mask of the last vector of columns
#define B0 Z24
#define B1 Z25
#define B2 Z26
#define X Z27 // an element of A, broadcast
#define ALPHA Z28
#define BETA Z29
#define OLD Z30

#define ROW0 \
	VBCAST (A), X; \
	FMAS(Z0, Z1, Z2)
#define ROW1 \
	VBCAST (A)(RSA*1), X; \
	FMAS(Z3, Z4, Z5)
#define ROW2 \
	VBCAST (A)(RSA*2), X; \
	FMAS(Z6, Z7, Z8)
#define ROW3 \
	VBCAST (A)(RSA3*1), X; \
	FMAS(Z9, Z10, Z11)
#define ROW4 \
	VBCAST (A4), X; \
	FMAS(Z12, Z13, Z14)
#define ROW5 \
	VBCAST (A4)(RSA*1), X; \
	FMAS(Z15, Z16, Z17)
#define ROW6 \
	VBCAST (A4)(RSA*2), X; \
	FMAS(Z18, Z19, Z20)
#define ROW7 \
	VBCAST (A4)(RSA3*1), X; \
	FMAS(Z21, Z22, Z23)

#define ROWS1 ROW0
#define ROWS2 ROWS1; ROW1
#define ROWS3 ROWS2; ROW2
#define ROWS4 ROWS3; ROW3
#define ROWS5 ROWS4; ROW4
#define ROWS6 ROWS5; ROW5
#define ROWS7 ROWS6; ROW6
#define ROWS8 ROWS7; ROW7

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

#define ZERO(z0, z1, z2) \
	VPXORQ z0, z0, z0; \
	VPXORQ z1, z1, z1; \
	VPXORQ z2, z2, z2

// NEXTROW moves C and A on and leaves for end behind the tile's last row.
#define NEXTROW(end) \
	ADDQ LDC, C; \
	ADDQ RSA, A; \
	DECQ K; \
	JZ   end

// EACHROW does op for the first K rows.
#define EACHROW(op, end) \
	op(Z0, Z1, Z2); \
	NEXTROW(end); \
	op(Z3, Z4, Z5); \
	NEXTROW(end); \
	op(Z6, Z7, Z8); \
	NEXTROW(end); \
	op(Z9, Z10, Z11); \
	NEXTROW(end); \
	op(Z12, Z13, Z14); \
	NEXTROW(end); \
	op(Z15, Z16, Z17); \
	NEXTROW(end); \
	op(Z18, Z19, Z20); \
	NEXTROW(end); \
	op(Z21, Z22, Z23); \
	NEXTROW(end)

// UPDATEROWS updates the first K rows. Where they are closer than V vectors, the masked store of a row's last vector reaches into
// the next row, whose loads would wait for it: there these stores come when all rows are loaded. (64 rows of 20 float32, k = 20,
// beta = 1: 0.37 us, 0.63 without; 2026-11-26, AMD Zen 5, 2 cores of a shared server.)
#define UPDATEROWS(far, held, end) \
	CMPQ LDC, $(64*V); \
	JGE  far; \
	MOVQ K, RSA3; \
	EACHROW(HOLD, held); \
held: ; \
	MOVQ  RSA3, K; \
	IMULQ LDC, RSA3; \
	SUBQ  RSA3, C; \
	MOVQ  K, RSA3; \
	IMULQ RSA, RSA3; \
	SUBQ  RSA3, A; \
	LEAQ  (RSA)(RSA*2), RSA3; \
	EACHROW(STORE, end); \
far: ; \
	EACHROW(UPDATE, end)
