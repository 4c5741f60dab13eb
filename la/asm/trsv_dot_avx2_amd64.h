// A block by dot products of its rows, at A, with COUNT known elements of x, at X;
// The last block's
// eight come from registers, LASTAT bytes after LASTROW: a store would delay them.
// FINISHED leaves the address of its triangle in TRIANGLE.

	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	SUBQ   $8, COUNT
	JLT    all
	SKIPLAST // the last block's eight are in registers
	JMP    older

all:
	ADDQ $8, COUNT

older:
	SUBQ   $LANES, COUNT
	JLT    partial

vector:
	VLOAD (X), V8
	VFMA  AT0(0, A), V8, V0
	VFMA  AT1(0, A), V8, V1
	VFMA  AT2(0, A), V8, V2
	VFMA  AT3(0, A), V8, V3
	VFMA  AT4(0, A), V8, V4
	VFMA  AT5(0, A), V8, V5
	VFMA  AT6(0, A), V8, V6
	VFMA  AT7(0, A), V8, V7
	ADDQ  $VBYTES, A
	ADDQ  $VBYTES, X
	SUBQ  $LANES, COUNT
	JGE   vector

partial:
	ADDQ    $LANES, COUNT
	JZ      summed
	GETMASK
	TAKE(AT0, V0)
	TAKE(AT1, V1)
	TAKE(AT2, V2)
	TAKE(AT3, V3)
	TAKE(AT4, V4)
	TAKE(AT5, V5)
	TAKE(AT6, V6)
	TAKE(AT7, V7)
	ADDQ COUNT, A

summed:
	FOLD
	MOVQ n+0(FP), T
	SUBQ LEFT, T
	CMPQ T, $8
	JLT  added
	TAKELAST(AT0, Y0)
	TAKELAST(AT1, Y1)
	TAKELAST(AT2, Y2)
	TAKELAST(AT3, Y3)
	TAKELAST(AT4, Y4)
	TAKELAST(AT5, Y5)
	TAKELAST(AT6, Y6)
	TAKELAST(AT7, Y7)
	ADDQ $(8*SIZE), A

added:
	SUMS
	FINISHED
	SLOAD AFTER(0)(Q), X0
	LESS0
	ROW0
	SLOAD AFTER(1)(Q), X1
	LESS1
	ROW1
	SLOAD AFTER(2)(Q), X2
	LESS2
	ROW2
	SLOAD AFTER(3)(Q), X3
	LESS3
	ROW3
	SLOAD AFTER(4)(Q), X4
	LESS4
	ROW4
	SLOAD AFTER(5)(Q), X5
	LESS5
	ROW5
	SLOAD AFTER(6)(Q), X6
	LESS6
	ROW6
	SLOAD AFTER(7)(Q), X7
	LESS7
	ROW7
	STORE
