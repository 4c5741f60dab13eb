// Names of the panel kernels. The panel is worked on transposed: column l is
// contiguous at W + l*LD, in whole vectors, rows past the last hold zeros.

#define W DI // the transposed panel
#define LD R8 // bytes from column to column, and 3, 5 and 7 times that
#define LD3 R9
#define LD5 R12
#define LD7 R13
#define P R10 // a row of W
#define COUNT R11
#define COL SI
#define M CX
#define WIDTH DX
#define T BX
// while the panel is copied
#define A AX
#define LDA BX
#define LDA3 SI
#define A4 CX


// Element o bytes below row p of column l.
#define AT0(o, p) o(p)
#define AT1(o, p) o(p)(LD*1)
#define AT2(o, p) o(p)(LD*2)
#define AT3(o, p) o(p)(LD3*1)
#define AT4(o, p) o(p)(LD*4)
#define AT5(o, p) o(p)(LD5*1)
#define AT6(o, p) o(p)(LD3*2)
#define AT7(o, p) o(p)(LD7*1)

// ELEMENTl: u[l] = column[l] - sum over k < l of L[l][k]*u[k] in Ul,
// column at A.
#define ELEMENT0 \
	SLOAD 0(A), U0; \
	VMOVAPS U0, LAST
#define ELEMENT1 \
	SLOAD SIZE(A), U1; \
	SFNMA AT0(SIZE, W), U0, U1; \
	VMOVAPS U1, LAST
#define ELEMENT2 \
	SLOAD 2*SIZE(A), U2; \
	SFNMA AT0(2*SIZE, W), U0, U2; \
	SFNMA AT1(2*SIZE, W), U1, U2; \
	VMOVAPS U2, LAST
#define ELEMENT3 \
	SLOAD 3*SIZE(A), U3; \
	SFNMA AT0(3*SIZE, W), U0, U3; \
	SFNMA AT1(3*SIZE, W), U1, U3; \
	SFNMA AT2(3*SIZE, W), U2, U3; \
	VMOVAPS U3, LAST
#define ELEMENT4 \
	SLOAD 4*SIZE(A), U4; \
	SFNMA AT0(4*SIZE, W), U0, U4; \
	SFNMA AT1(4*SIZE, W), U1, U4; \
	SFNMA AT2(4*SIZE, W), U2, U4; \
	SFNMA AT3(4*SIZE, W), U3, U4; \
	VMOVAPS U4, LAST
#define ELEMENT5 \
	SLOAD 5*SIZE(A), U5; \
	SFNMA AT0(5*SIZE, W), U0, U5; \
	SFNMA AT1(5*SIZE, W), U1, U5; \
	SFNMA AT2(5*SIZE, W), U2, U5; \
	SFNMA AT3(5*SIZE, W), U3, U5; \
	SFNMA AT4(5*SIZE, W), U4, U5; \
	VMOVAPS U5, LAST
#define ELEMENT6 \
	SLOAD 6*SIZE(A), U6; \
	SFNMA AT0(6*SIZE, W), U0, U6; \
	SFNMA AT1(6*SIZE, W), U1, U6; \
	SFNMA AT2(6*SIZE, W), U2, U6; \
	SFNMA AT3(6*SIZE, W), U3, U6; \
	SFNMA AT4(6*SIZE, W), U4, U6; \
	SFNMA AT5(6*SIZE, W), U5, U6; \
	VMOVAPS U6, LAST

// EXCHANGE exchanges rows COL, at P, and A of a column.
#define EXCHANGE(at) \
	SMOVE at(0, P), COUNT; \
	SMOVE at(0, A), T; \
	SMOVE COUNT, at(0, A); \
	SMOVE T, at(0, P)

// PREVIOUS finishes a vector of the previous column, now a column of L: V1.
#define PREVIOUS(a) \
	VMULT RINV, V1, V1; \
	VLOAD V1, a

// NEXT finishes a vector x = V0 of this column.
#define NEXT(a) \
	VFNMA V1, ULAST, V0; \
	VLOAD V0, a; \
	IAND  ABS, V0, V2; \
	FOLLOW

