// tile = sum over p < K of A[:][p] * B[p][:], in Y4..Y15.

	SHLQ $SHIFT, RSA
	SHLQ $SHIFT, CSA
	SHLQ $SHIFT, RSB
	SHLQ $SHIFT, LDC

	// C is read after the loop: fetch its first rows now.
	MOVQ C, T0
	PREFETCH
	PREFETCH
	PREFETCH
	PREFETCH
	PREFETCH
	PREFETCH

	LEAQ (RSA)(RSA*2), RSA3
	LEAQ (RSA)(RSA*4), RSA5

	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	VXORPS Y12, Y12, Y12
	VXORPS Y13, Y13, Y13
	VXORPS Y14, Y14, Y14
	VXORPS Y15, Y15, Y15

	CMPQ N, $(32>>SHIFT)
	JLE  half
	SUBQ $4, K
	JLT  steps1

steps4:
	STEP
	STEP
	STEP
	STEP
	SUBQ $4, K
	JGE  steps4

steps1:
	ADDQ $4, K
	JZ   summed

step:
	STEP
	DECQ K
	JNZ  step
	JMP  summed

half:
	TESTQ K, K
	JZ    summed

halfstep:
	HALFSTEP
	DECQ K
	JNZ  halfstep

summed:
