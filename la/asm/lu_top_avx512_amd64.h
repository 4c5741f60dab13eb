// The first vector of column COL: row i takes u[l] for l < i only.

substituted:
	VBCAST X16, Z16
	VBCAST X17, Z17
	VBCAST X18, Z18
	VBCAST X19, Z19
	VBCAST X20, Z20
	VBCAST X21, Z21
	VBCAST X22, Z22
	VBCAST X23, ULAST

	MOVQ  $-64, T
	KMOVW T, K7 // rows > 5
	VLOAD (A), Z0
	CMPQ  COL, $2
	JLT   top
	VFNMA AT0(0, W), Z16, K2, Z0
	JEQ   top
	VFNMA AT1(0, W), Z17, K3, Z0
	CMPQ  COL, $4
	JLT   top
	VFNMA AT2(0, W), Z18, K4, Z0
	JEQ   top
	VFNMA AT3(0, W), Z19, K5, Z0
	CMPQ  COL, $6
	JLT   top
	VFNMA AT4(0, W), Z20, K6, Z0
	JEQ   top
	VFNMA AT5(0, W), Z21, K7, Z0

top:
	SUBQ  LD, A
	VLOAD (A), Z1
	VMULT RINV, Z1, K1, Z1
	VLOAD Z1, (A)
	ADDQ  LD, A
	VFNMA Z1, ULAST, K1, Z0
	VLOAD Z0, (A)

first:
	BEGIN
	IAND.Z (A), ABS, K1, Z2
	FOLLOW
