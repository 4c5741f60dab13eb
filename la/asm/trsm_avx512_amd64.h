// Names and macros of the triangular solve. L and B are walked by rows and, for
// the solve itself, L by columns; strides are in bytes after the first lines.

#define L SI // element (q, q) of L
#define RS R8
#define CS R9
#define S3 R10 // 3, 5 and 7 times RS in the triangle, CS below it
#define S5 R11
#define S7 R12
#define LDB R13
#define B DI // row q of B in this strip of columns
#define M DX // rows of L and B from q on
#define LI AX
#define BI BX
#define DIAG BX // reciprocal of the diagonal at q, and its stride
#define DS CX
#define COUNT CX

#define MULTIPLES(s) \
	LEAQ (s)(s*2), S3; \
	LEAQ (s)(s*4), S5; \
	LEAQ (S3)(s*4), S7

// GET and PUT: a row of three vectors; a narrow strip has one, or less
#define GET3(x, y, z, p) \
	VLOAD 0(p), x; \
	VLOAD 64(p), y; \
	VLOAD 128(p), z
#define PUT3(x, y, z, p) \
	VLOAD x, 0(p); \
	VLOAD y, 64(p); \
	VLOAD z, 128(p)

// SCALE: row q+p times the reciprocal of its diagonal element
#define SCALE3(x, y, z) \
	VBCAST (DIAG), Z24; \
	ADDQ   DS, DIAG; \
	VMULT  Z24, x, x; \
	VMULT  Z24, y, y; \
	VMULT  Z24, z, z
#define SCALE1(x) \
	VBCAST (DIAG), Z24; \
	ADDQ   DS, DIAG; \
	VMULT  Z24, x, x
#define KEEP3(x, y, z)
#define KEEP1(x)

// TAKE: row (x, y, z) of B minus l times row (u, v, w)
#define TAKE3(l, u, v, w, x, y, z) \
	VBCAST l, Z24; \
	VFNMA  u, Z24, x; \
	VFNMA  v, Z24, y; \
	VFNMA  w, Z24, z
#define TAKE1(l, u, x) \
	VBCAST l, Z24; \
	VFNMA  u, Z24, x

// STEP finishes row p = 0 to 7 in registers and takes it from the later ones.
#define STEP3x0(finish) \
	finish(Z0, Z1, Z2); \
	PUT3(Z0, Z1, Z2, B); \
	ADDQ LDB, B; \
	TAKE3((AX)(RS*1), Z0, Z1, Z2, Z3, Z4, Z5); \
	TAKE3((AX)(RS*2), Z0, Z1, Z2, Z6, Z7, Z8); \
	TAKE3((AX)(S3*1), Z0, Z1, Z2, Z9, Z10, Z11); \
	TAKE3((AX)(RS*4), Z0, Z1, Z2, Z12, Z13, Z14); \
	TAKE3((AX)(S5*1), Z0, Z1, Z2, Z15, Z16, Z17); \
	TAKE3((AX)(S3*2), Z0, Z1, Z2, Z18, Z19, Z20); \
	TAKE3((AX)(S7*1), Z0, Z1, Z2, Z21, Z22, Z23); \
	ADDQ CS, AX
#define STEP3x1(finish) \
	finish(Z3, Z4, Z5); \
	PUT3(Z3, Z4, Z5, B); \
	ADDQ LDB, B; \
	TAKE3((AX)(RS*2), Z3, Z4, Z5, Z6, Z7, Z8); \
	TAKE3((AX)(S3*1), Z3, Z4, Z5, Z9, Z10, Z11); \
	TAKE3((AX)(RS*4), Z3, Z4, Z5, Z12, Z13, Z14); \
	TAKE3((AX)(S5*1), Z3, Z4, Z5, Z15, Z16, Z17); \
	TAKE3((AX)(S3*2), Z3, Z4, Z5, Z18, Z19, Z20); \
	TAKE3((AX)(S7*1), Z3, Z4, Z5, Z21, Z22, Z23); \
	ADDQ CS, AX
#define STEP3x2(finish) \
	finish(Z6, Z7, Z8); \
	PUT3(Z6, Z7, Z8, B); \
	ADDQ LDB, B; \
	TAKE3((AX)(S3*1), Z6, Z7, Z8, Z9, Z10, Z11); \
	TAKE3((AX)(RS*4), Z6, Z7, Z8, Z12, Z13, Z14); \
	TAKE3((AX)(S5*1), Z6, Z7, Z8, Z15, Z16, Z17); \
	TAKE3((AX)(S3*2), Z6, Z7, Z8, Z18, Z19, Z20); \
	TAKE3((AX)(S7*1), Z6, Z7, Z8, Z21, Z22, Z23); \
	ADDQ CS, AX
#define STEP3x3(finish) \
	finish(Z9, Z10, Z11); \
	PUT3(Z9, Z10, Z11, B); \
	ADDQ LDB, B; \
	TAKE3((AX)(RS*4), Z9, Z10, Z11, Z12, Z13, Z14); \
	TAKE3((AX)(S5*1), Z9, Z10, Z11, Z15, Z16, Z17); \
	TAKE3((AX)(S3*2), Z9, Z10, Z11, Z18, Z19, Z20); \
	TAKE3((AX)(S7*1), Z9, Z10, Z11, Z21, Z22, Z23); \
	ADDQ CS, AX
#define STEP3x4(finish) \
	finish(Z12, Z13, Z14); \
	PUT3(Z12, Z13, Z14, B); \
	ADDQ LDB, B; \
	TAKE3((AX)(S5*1), Z12, Z13, Z14, Z15, Z16, Z17); \
	TAKE3((AX)(S3*2), Z12, Z13, Z14, Z18, Z19, Z20); \
	TAKE3((AX)(S7*1), Z12, Z13, Z14, Z21, Z22, Z23); \
	ADDQ CS, AX
#define STEP3x5(finish) \
	finish(Z15, Z16, Z17); \
	PUT3(Z15, Z16, Z17, B); \
	ADDQ LDB, B; \
	TAKE3((AX)(S3*2), Z15, Z16, Z17, Z18, Z19, Z20); \
	TAKE3((AX)(S7*1), Z15, Z16, Z17, Z21, Z22, Z23); \
	ADDQ CS, AX
#define STEP3x6(finish) \
	finish(Z18, Z19, Z20); \
	PUT3(Z18, Z19, Z20, B); \
	ADDQ LDB, B; \
	TAKE3((AX)(S7*1), Z18, Z19, Z20, Z21, Z22, Z23); \
	ADDQ CS, AX
#define STEP3x7(finish) \
	finish(Z21, Z22, Z23); \
	PUT3(Z21, Z22, Z23, B); \
	ADDQ LDB, B; \
	ADDQ CS, AX
#define SOLVE3(finish) \
	STEP3x0(finish); \
	STEP3x1(finish); \
	STEP3x2(finish); \
	STEP3x3(finish); \
	STEP3x4(finish); \
	STEP3x5(finish); \
	STEP3x6(finish); \
	STEP3x7(finish)
#define STEP1x0(finish) \
	finish(Z0); \
	PUT(Y0, Z0, B); \
	ADDQ LDB, B; \
	TAKE1((AX)(RS*1), Z0, Z1); \
	TAKE1((AX)(RS*2), Z0, Z2); \
	TAKE1((AX)(S3*1), Z0, Z3); \
	TAKE1((AX)(RS*4), Z0, Z4); \
	TAKE1((AX)(S5*1), Z0, Z5); \
	TAKE1((AX)(S3*2), Z0, Z6); \
	TAKE1((AX)(S7*1), Z0, Z7); \
	ADDQ CS, AX
#define STEP1x1(finish) \
	finish(Z1); \
	PUT(Y1, Z1, B); \
	ADDQ LDB, B; \
	TAKE1((AX)(RS*2), Z1, Z2); \
	TAKE1((AX)(S3*1), Z1, Z3); \
	TAKE1((AX)(RS*4), Z1, Z4); \
	TAKE1((AX)(S5*1), Z1, Z5); \
	TAKE1((AX)(S3*2), Z1, Z6); \
	TAKE1((AX)(S7*1), Z1, Z7); \
	ADDQ CS, AX
#define STEP1x2(finish) \
	finish(Z2); \
	PUT(Y2, Z2, B); \
	ADDQ LDB, B; \
	TAKE1((AX)(S3*1), Z2, Z3); \
	TAKE1((AX)(RS*4), Z2, Z4); \
	TAKE1((AX)(S5*1), Z2, Z5); \
	TAKE1((AX)(S3*2), Z2, Z6); \
	TAKE1((AX)(S7*1), Z2, Z7); \
	ADDQ CS, AX
#define STEP1x3(finish) \
	finish(Z3); \
	PUT(Y3, Z3, B); \
	ADDQ LDB, B; \
	TAKE1((AX)(RS*4), Z3, Z4); \
	TAKE1((AX)(S5*1), Z3, Z5); \
	TAKE1((AX)(S3*2), Z3, Z6); \
	TAKE1((AX)(S7*1), Z3, Z7); \
	ADDQ CS, AX
#define STEP1x4(finish) \
	finish(Z4); \
	PUT(Y4, Z4, B); \
	ADDQ LDB, B; \
	TAKE1((AX)(S5*1), Z4, Z5); \
	TAKE1((AX)(S3*2), Z4, Z6); \
	TAKE1((AX)(S7*1), Z4, Z7); \
	ADDQ CS, AX
#define STEP1x5(finish) \
	finish(Z5); \
	PUT(Y5, Z5, B); \
	ADDQ LDB, B; \
	TAKE1((AX)(S3*2), Z5, Z6); \
	TAKE1((AX)(S7*1), Z5, Z7); \
	ADDQ CS, AX
#define STEP1x6(finish) \
	finish(Z6); \
	PUT(Y6, Z6, B); \
	ADDQ LDB, B; \
	TAKE1((AX)(S7*1), Z6, Z7); \
	ADDQ CS, AX
#define STEP1x7(finish) \
	finish(Z7); \
	PUT(Y7, Z7, B); \
	ADDQ LDB, B; \
	ADDQ CS, AX
#define SOLVE1(finish) \
	STEP1x0(finish); \
	STEP1x1(finish); \
	STEP1x2(finish); \
	STEP1x3(finish); \
	STEP1x4(finish); \
	STEP1x5(finish); \
	STEP1x6(finish); \
	STEP1x7(finish)
