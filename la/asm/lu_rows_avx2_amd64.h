// A panel of eight columns and few rows: right-looking on the rows in place. A
// row is a vector or two, so that one pass over the rows eliminates and follows
// the largest element of every column; only the next one's is used.

	MOVQ  m+0(FP), LEFT
	CMPQ  LEFT, $FEWROWS
	JGT   tall
	CMPQ  w+8(FP), $8
	JNE   tall
	MOVQ  a+16(FP), PANEL
	MOVQ  lda+24(FP), ROWBYTES
	MOVQ  work+48(FP), W
	IMULQ $SIZE, ROWBYTES
	MOVQ  $-1, ret+64(FP)
	RSETUP
	XORQ  COL, COL
	XORQ  T, T
	RBEGIN
	MOVQ  PANEL, PIVOTROW
	MOVQ  PANEL, P
	MOVQ  LEFT, COUNT

searchrows:
	RGET(P)
	RFOLLOW
	ADDQ ROWBYTES, P
	DECQ COUNT
	JNZ  searchrows

rowcolumn:
	// row COL and the pivot's change places; RINV has the pivot's sign
	RKEEP
	SLOAD  (W)(COL*SIZE), X3
	SLOAD  UNITS+0(SB), X4
	SOVER  X3, X4, X4
	INDEXTO(64(W)(COL*SIZE), P)
	MOVQ   row+40(FP), T
	ADDQ   P, T
	MOVQ   piv+32(FP), COUNT
	MOVL   T, (COUNT)(COL*4)
	IMULQ  ROWBYTES, P
	ADDQ   PANEL, P
	VBCAST (P)(COL*SIZE), RTEMP
	VBCAST X4, RRINV
	RSWAP
	VANDNPS RTEMP, RABS, RTEMP
	VORPS  RTEMP, RRINV, RRINV
	INDEXTO((W)(COL*SIZE), T)
	SHRQ   $MANTISSA, T // the exponent
	DECQ   T
	CMPQ   T, $(INFINITE-1)
	JCC    unusualrow

nextrow:
	RMASK
	DECQ LEFT
	JZ   rowsdone
	LEAQ 1(COL), T
	RBEGIN
	MOVQ LEFT, COUNT
	LEAQ (PIVOTROW)(ROWBYTES*1), P

eliminate:
	RGET(P)
	RLANE
	VMULT  RRINV, RFACTOR, RFACTOR
	RTAKE
	RPUT(P)
	RFOLLOW
	ADDQ   ROWBYTES, P
	DECQ   COUNT
	JNZ    eliminate
	ADDQ   ROWBYTES, PIVOTROW
	INCQ   COL
	CMPQ   COL, $8
	JLT    rowcolumn

rowsdone:
	VZEROUPPER
	RET

unusualrow:
	JEQ  badrow // NaN or Inf; otherwise T is -1
	INDEXTO((W)(COL*SIZE), T)
	TESTQ T, T
	JNZ  subnormalrow
	VBCAST UNITS+0(SB), RRINV // nothing below but zeros

badrow:
	MOVQ  ret+64(FP), T
	TESTQ T, T
	JGE   nextrow
	MOVQ  COL, ret+64(FP)
	JMP   nextrow

subnormalrow:
	// its reciprocal may be infinite: scale the column first
	SLOAD  UNITS+SIZE(SB), X4 // 2^100
	SMULT  (PIVOTROW)(COL*SIZE), X4, X3
	SLOAD  UNITS+0(SB), RTEMPX
	SOVER  X3, RTEMPX, X3
	VBCAST X3, RRINV
	MOVQ   PIVOTROW, P
	MOVQ   LEFT, COUNT
	JMP    scalenext

scalerow:
	ADDQ  ROWBYTES, P
	SMULT (P)(COL*SIZE), X4, X3
	SLOAD X3, (P)(COL*SIZE)

scalenext:
	DECQ COUNT
	JNZ  scalerow
	JMP  nextrow

tall:
