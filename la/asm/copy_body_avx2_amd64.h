// Row by row, whole vectors and a masked one. The columns beside the block are
// fetched: who packs a strip packs the next one soon.

	LOADARGS
	ONES(N, TAIL)
	MOVQ N, T
	SHLQ $SHIFT, T

row:
	MOVQ DST, D
	MOVQ SRC, S
	MOVQ N, J
	JMP  vectors

vector:
	VLOAD (S), Y0
	PREFETCHT0 (S)(T*1)
	VLOAD Y0, (D)
	ADDQ  $32, S
	ADDQ  $32, D

vectors:
	SUBQ $VL, J
	JGE  vector

	CMPQ J, $(-VL)
	JEQ  next
	VMASKMOV (S), TAIL, Y0
	VMASKMOV Y0, TAIL, (D)

next:
	ADDQ LDS, SRC
	ADDQ LDD, DST
	DECQ M
	JNZ  row
	VZEROUPPER
	RET
