// Names and macros of the AVX2 triangular solve. L and B are walked by rows and,
// for the solve itself, L by columns; strides are in bytes after the first lines.

#define L SI // element (q, q) of L
#define RS R8
#define CS R9
#define S3 R10 // 3 times RS in the triangle, CS below it
#define LDB R13
#define B DI // row q of B in this strip of columns
#define M DX // rows of L and B from q on
#define LI AX
#define BI BX
#define DIAG BX // reciprocal of the diagonal at q, and its stride
#define DS CX
#define COUNT CX

// GET and PUT: a row of two vectors; a narrow strip has one, or less
#define GET2(x, y, p) \
	VLOAD 0(p), x; \
	VLOAD 32(p), y
#define PUT2(x, y, p) \
	VLOAD x, 0(p); \
	VLOAD y, 32(p)

// SCALE: row q+p times the reciprocal of its diagonal element
#define SCALE2(x, y) \
	VBCAST (DIAG), Y12; \
	ADDQ   DS, DIAG; \
	VMULT  Y12, x, x; \
	VMULT  Y12, y, y
#define SCALE1(x) \
	VBCAST (DIAG), Y12; \
	ADDQ   DS, DIAG; \
	VMULT  Y12, x, x
#define KEEP2(x, y)
#define KEEP1(x)

// TAKE: row (x, y) of B minus l times row (u, v)
#define TAKE2(l, u, v, x, y) \
	VBCAST l, Y12; \
	VFNMA  u, Y12, x; \
	VFNMA  v, Y12, y
#define TAKE1(l, u, x) \
	VBCAST l, Y12; \
	VFNMA  u, Y12, x

// STEP finishes row p = 0 to 3 in registers and takes it from the later ones.
#define STEP2x0(finish) \
	finish(Y0, Y1); \
	PUT2(Y0, Y1, B); \
	ADDQ LDB, B; \
	TAKE2((AX)(RS*1), Y0, Y1, Y2, Y3); \
	TAKE2((AX)(RS*2), Y0, Y1, Y4, Y5); \
	TAKE2((AX)(S3*1), Y0, Y1, Y6, Y7); \
	ADDQ CS, AX
#define STEP2x1(finish) \
	finish(Y2, Y3); \
	PUT2(Y2, Y3, B); \
	ADDQ LDB, B; \
	TAKE2((AX)(RS*2), Y2, Y3, Y4, Y5); \
	TAKE2((AX)(S3*1), Y2, Y3, Y6, Y7); \
	ADDQ CS, AX
#define STEP2x2(finish) \
	finish(Y4, Y5); \
	PUT2(Y4, Y5, B); \
	ADDQ LDB, B; \
	TAKE2((AX)(S3*1), Y4, Y5, Y6, Y7); \
	ADDQ CS, AX
#define STEP2x3(finish) \
	finish(Y6, Y7); \
	PUT2(Y6, Y7, B); \
	ADDQ LDB, B; \
	ADDQ CS, AX
#define SOLVE2(finish) \
	STEP2x0(finish); \
	STEP2x1(finish); \
	STEP2x2(finish); \
	STEP2x3(finish)
#define STEP1x0(finish) \
	finish(Y0); \
	PUT(X0, Y0, B); \
	ADDQ LDB, B; \
	TAKE1((AX)(RS*1), Y0, Y1); \
	TAKE1((AX)(RS*2), Y0, Y2); \
	TAKE1((AX)(S3*1), Y0, Y3); \
	ADDQ CS, AX
#define STEP1x1(finish) \
	finish(Y1); \
	PUT(X1, Y1, B); \
	ADDQ LDB, B; \
	TAKE1((AX)(RS*2), Y1, Y2); \
	TAKE1((AX)(S3*1), Y1, Y3); \
	ADDQ CS, AX
#define STEP1x2(finish) \
	finish(Y2); \
	PUT(X2, Y2, B); \
	ADDQ LDB, B; \
	TAKE1((AX)(S3*1), Y2, Y3); \
	ADDQ CS, AX
#define STEP1x3(finish) \
	finish(Y3); \
	PUT(X3, Y3, B); \
	ADDQ LDB, B; \
	ADDQ CS, AX
#define SOLVE1(finish) \
	STEP1x0(finish); \
	STEP1x1(finish); \
	STEP1x2(finish); \
	STEP1x3(finish)
