// Names of the panel kernel. The panel is worked on transposed: column l is
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

#define MAX Z3 // largest |x| of each lane, and its row
#define INDEX Z4
#define ROWS Z5
#define ABS Z6 // all bits but the sign: also the largest integer
#define STEP Z7
#define RINV Z8 // reciprocal of the last pivot
#define ULAST Z23 // the last of the elements of U in Z16..Z22

// Element o bytes below row p of column l.
#define AT0(o, p) o(p)
#define AT1(o, p) o(p)(LD*1)
#define AT2(o, p) o(p)(LD*2)
#define AT3(o, p) o(p)(LD3*1)
#define AT4(o, p) o(p)(LD*4)
#define AT5(o, p) o(p)(LD5*1)
#define AT6(o, p) o(p)(LD3*2)
#define AT7(o, p) o(p)(LD7*1)

// ELEMENTl: u[l] = column[l] - sum over k < l of L[l][k]*u[k] in X(16+l),
// column at A.
#define ELEMENT0 \
	SLOAD 0(A), X16; \
	VMOVAPS X16, X23
#define ELEMENT1 \
	SLOAD SIZE(A), X17; \
	SFNMA AT0(SIZE, W), X16, X17; \
	VMOVAPS X17, X23
#define ELEMENT2 \
	SLOAD 2*SIZE(A), X18; \
	SFNMA AT0(2*SIZE, W), X16, X18; \
	SFNMA AT1(2*SIZE, W), X17, X18; \
	VMOVAPS X18, X23
#define ELEMENT3 \
	SLOAD 3*SIZE(A), X19; \
	SFNMA AT0(3*SIZE, W), X16, X19; \
	SFNMA AT1(3*SIZE, W), X17, X19; \
	SFNMA AT2(3*SIZE, W), X18, X19; \
	VMOVAPS X19, X23
#define ELEMENT4 \
	SLOAD 4*SIZE(A), X20; \
	SFNMA AT0(4*SIZE, W), X16, X20; \
	SFNMA AT1(4*SIZE, W), X17, X20; \
	SFNMA AT2(4*SIZE, W), X18, X20; \
	SFNMA AT3(4*SIZE, W), X19, X20; \
	VMOVAPS X20, X23
#define ELEMENT5 \
	SLOAD 5*SIZE(A), X21; \
	SFNMA AT0(5*SIZE, W), X16, X21; \
	SFNMA AT1(5*SIZE, W), X17, X21; \
	SFNMA AT2(5*SIZE, W), X18, X21; \
	SFNMA AT3(5*SIZE, W), X19, X21; \
	SFNMA AT4(5*SIZE, W), X20, X21; \
	VMOVAPS X21, X23
#define ELEMENT6 \
	SLOAD 6*SIZE(A), X22; \
	SFNMA AT0(6*SIZE, W), X16, X22; \
	SFNMA AT1(6*SIZE, W), X17, X22; \
	SFNMA AT2(6*SIZE, W), X18, X22; \
	SFNMA AT3(6*SIZE, W), X19, X22; \
	SFNMA AT4(6*SIZE, W), X20, X22; \
	SFNMA AT5(6*SIZE, W), X21, X22; \
	VMOVAPS X22, X23

// FOLLOW takes the rows of Z2 = |x| into MAX and INDEX.
#define FOLLOW \
	IGREATER MAX, Z2, K7; \
	ILARGER  Z2, MAX, MAX; \
	ITAKE    ROWS, K7, INDEX; \
	IPLUS    STEP, ROWS, ROWS

// PREVIOUS finishes a vector of the previous column, now a column of L: Z1.
#define PREVIOUS(a) \
	VMULT RINV, Z1, Z1; \
	VLOAD Z1, a

// NEXT finishes a vector x = Z0 of this column.
#define NEXT(a) \
	VFNMA Z1, ULAST, Z0; \
	VLOAD Z0, a; \
	IAND  ABS, Z0, Z2; \
	FOLLOW

// EXCHANGE exchanges rows COL, at P, and A of a column.
#define EXCHANGE(at) \
	SMOVE at(0, P), COUNT; \
	SMOVE at(0, A), T; \
	SMOVE COUNT, at(0, A); \
	SMOVE T, at(0, P)
