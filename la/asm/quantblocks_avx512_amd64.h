// AT0 to AT3: where the vectors of the last block of a row begin; CX is the length of the row. A row is cut into blocks of four
// vectors and one more at its end that may hold elements of the others, which are then computed twice: masks that reach into
// other rows would make their loads wait for stores. In a row of fewer elements than four vectors have, its vectors overlap
// each other; K1 masks one that is longer than the row.

#define WITHIN(at) \
	CMPQ    at, T; \
	CMOVQGT T, at

	MOVL  $1, T
	SHLQ  CX, T
	DECQ  T
	KMOVW T, K1
	XORL  AT0, AT0
	MOVQ  CX, T
	SUBQ  $LANES, T
	JGE   long
	XORL  T, T
	JMP   offsets

long:
	KXNORW  K1, K1, K1
	SUBQ    $(4*LANES), CX
	CMPQ    CX, AT0
	CMOVQGT CX, AT0

offsets:
	LEAQ LANES(AT0), AT1
	LEAQ (2*LANES)(AT0), AT2
	LEAQ (3*LANES)(AT0), AT3
	WITHIN(AT1)
	WITHIN(AT2)
	WITHIN(AT3)

#undef WITHIN
