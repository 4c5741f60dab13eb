// The first row with the largest |x| becomes row COL.

searched:
	SEARCH
	CMPQ    A, M // after a NaN or an Inf in U the padding may be NaN, too
	CMOVQCC COL, A

	MOVQ piv+32(FP), T
	MOVQ row+40(FP), COUNT
	ADDQ A, COUNT
	MOVL COUNT, (T)(COL*4)
	LEAQ (W)(A*SIZE), A
	LEAQ (W)(COL*SIZE), P
	EXCHANGE(AT0)
	EXCHANGE(AT1)
	EXCHANGE(AT2)
	EXCHANGE(AT3)
	EXCHANGE(AT4)
	EXCHANGE(AT5)
	EXCHANGE(AT6)
	EXCHANGE(AT7)

	MOVQ  COL, A
	IMULQ LD, A
	VBCAST  (P)(A*1), Y10 // the pivot
	ADDQ    W, A
	VANDNPS Y10, ABS, Y11
	VORPS   Y11, RINV, RINV
	XTOS  X10, T
	SHLQ  $(64-8*SIZE+1), T
	SHRQ  $(64-8*SIZE+1+MANTISSA), T // its exponent
	DECQ  T
	CMPQ  T, $(INFINITE-1)
	JCC   unusual

next:
	ADVANCE
	INCQ     COL
	CMPQ     COL, WIDTH
	JLT      column

	// the last column of L
	SCALETOP
	LEAQ  (TOPROWS-1)(M), COUNT
	SHRQ  $LOGTOP, COUNT
	SHLQ  $(TOPVECTORS-1), COUNT
	SUBQ  $TOPVECTORS, COUNT
	JZ    factored

last:
	VMULT TOP(A), RINV, V1
	VLOAD V1, TOP(A)
	ADDQ  $VBYTES, A
	DECQ  COUNT
	JNZ   last

factored:
