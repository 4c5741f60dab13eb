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
	VLOAD (S), Z0
	PREFETCHT0 (S)(T*1)
	VLOAD Z0, (D)
	ADDQ  $64, S
	ADDQ  $64, D

vectors:
	SUBQ $VL, J
	JGT  vector

	VLOAD.Z (S), TAIL, Z0
	PREFETCHT0 (S)(T*1)
	VLOAD Z0, TAIL, (D)
	ADDQ LDS, SRC
	ADDQ LDD, DST
	DECQ M
	JNZ  row
	VZEROUPPER
	RET
