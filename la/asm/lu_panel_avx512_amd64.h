// The panel: copied to W transposed, factored column by column (left-looking:
// a column is finished before the search for its pivot), copied back.

	// K1: the first WIDTH elements of a row
	MOVQ  w+8(FP), CX
	MOVQ  $1, AX
	SHLQ  CX, AX
	DECQ  AX
	KMOVW AX, K1

	MOVQ a+16(FP), A
	MOVQ lda+24(FP), LDA
	MOVQ work+48(FP), W
	MOVQ ldw+56(FP), LD
	IMULQ $SIZE, LDA
	IMULQ $SIZE, LD
	LEAQ (LDA)(LDA*2), LDA3
	LEAQ (LD)(LD*2), LD3
	LEAQ (LD)(LD*4), LD5
	LEAQ (LD3)(LD*4), LD7
	MOVQ W, P
	MOVQ m+0(FP), COUNT
	SUBQ $8, COUNT
	JLT  lastrows

rows8:
	LEAQ    (A)(LDA*4), A4
	VLOAD.Z (A), K1, ROW0
	VLOAD.Z (A)(LDA*1), K1, ROW1
	VLOAD.Z (A)(LDA*2), K1, ROW2
	VLOAD.Z (A)(LDA3*1), K1, ROW3
	VLOAD.Z (A4), K1, ROW4
	VLOAD.Z (A4)(LDA*1), K1, ROW5
	VLOAD.Z (A4)(LDA*2), K1, ROW6
	VLOAD.Z (A4)(LDA3*1), K1, ROW7
	LEAQ    (A)(LDA*8), A

putcolumns:
	FLIP
	VLOAD OUT0, AT0(0, P)
	VLOAD OUT1, AT1(0, P)
	VLOAD OUT2, AT2(0, P)
	VLOAD OUT3, AT3(0, P)
	VLOAD OUT4, AT4(0, P)
	VLOAD OUT5, AT5(0, P)
	VLOAD OUT6, AT6(0, P)
	VLOAD OUT7, AT7(0, P)
	ADDQ  $(8*SIZE), P
	SUBQ  $8, COUNT
	JGE   rows8

lastrows:
	// up to seven rows, then zeros to the end of a vector
	VXORPS ROW0, ROW0, ROW0
	VXORPS ROW1, ROW1, ROW1
	VXORPS ROW2, ROW2, ROW2
	VXORPS ROW3, ROW3, ROW3
	VXORPS ROW4, ROW4, ROW4
	VXORPS ROW5, ROW5, ROW5
	VXORPS ROW6, ROW6, ROW6
	VXORPS ROW7, ROW7, ROW7
	ADDQ   $8, COUNT
	JLE    padded
	LEAQ    (A)(LDA*4), A4
	VLOAD.Z (A), K1, ROW0
	CMPQ    COUNT, $2
	JLT     lastloaded
	VLOAD.Z (A)(LDA*1), K1, ROW1
	JEQ     lastloaded
	VLOAD.Z (A)(LDA*2), K1, ROW2
	CMPQ    COUNT, $4
	JLT     lastloaded
	VLOAD.Z (A)(LDA3*1), K1, ROW3
	JEQ     lastloaded
	VLOAD.Z (A4), K1, ROW4
	CMPQ    COUNT, $6
	JLT     lastloaded
	VLOAD.Z (A4)(LDA*1), K1, ROW5
	JEQ     lastloaded
	VLOAD.Z (A4)(LDA*2), K1, ROW6

lastloaded:
	MOVQ $-8, COUNT // no rows are left
	JMP  putcolumns

padded:
	MOVQ  P, AX
	SUBQ  W, AX
	TESTQ $(LANES*SIZE-1), AX
	JZ    copied
	MOVQ  $-8, COUNT
	JMP   putcolumns

copied:
	MOVQ     m+0(FP), M
	MOVQ     w+8(FP), WIDTH
	MOVQ     $-1, ret+64(FP)
	VPTERNLOGQ $0xff, ABS, ABS, ABS
	HALVE    ABS, ABS
	MOVQ     $LANES, AX
	IBCAST   AX, STEP
	XORQ     COL, COL
	MOVQ     $-1, AX
	KMOVW    AX, K1 // rows >= COL
	MOVQ     $-2, AX
	KMOVW    AX, K2 // rows > 0
	MOVQ     $-4, AX
	KMOVW    AX, K3 // rows > 1
	MOVQ     $-8, AX
	KMOVW    AX, K4
	MOVQ     $-16, AX
	KMOVW    AX, K5
	MOVQ     $-32, AX
	KMOVW    AX, K6

#include "lu_columns_avx512_amd64.h"

searched:
	// the first row with the largest |x|, bits compared as integers: a NaN is
	// larger than all numbers
	VEXTRACTF64X4 $1, MAX, Y9
	ILARGER       Y9, Y3, Y9
	VEXTRACTF128  $1, Y9, X10
	ILARGER       X10, X9, X9
	FOLD4(ILARGER)
	IBCAST        X9, Z10
	ISAME         MAX, Z10, K7
	VMOVDQU64     ABS, Z11
	ITAKE         INDEX, K7, Z11
	VEXTRACTF64X4 $1, Z11, Y9
	ISMALLER      Y9, Y11, Y9
	VEXTRACTF128  $1, Y9, X10
	ISMALLER      X10, X9, X9
	FOLD4(ISMALLER)
	XTOS          X9, A
	CMPQ          A, M // after a NaN or an Inf in U the padding may be NaN, too
	CMOVQCC       COL, A

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
	SLOAD (P)(A*1), X10 // the pivot
	ADDQ  W, A
	MOVQ  ONE, T
	STOX  T, X9
	SOVER X10, X9, X9
	VBCAST X9, RINV
	XTOS  X10, T
	SHLQ  $(64-8*SIZE+1), T
	SHRQ  $(64-8*SIZE+1+MANTISSA), T // its exponent
	DECQ  T
	CMPQ  T, $(INFINITE-1)
	JCC   unusual

next:
	KSHIFTLW $1, K1, K1
	INCQ     COL
	CMPQ     COL, WIDTH
	JLT      column

	// the last column of L
	LEAQ  (LANES-1)(M), COUNT
	SHRQ  $LOGLANES, COUNT
	VLOAD (A), Z1
	VMULT RINV, Z1, K1, Z1
	JMP   putlast

scalelast:
	VMULT (A), RINV, Z1

putlast:
	VLOAD Z1, (A)
	ADDQ  $64, A
	DECQ  COUNT
	JNZ   scalelast

	MOVQ  WIDTH, CX
	MOVQ  $1, AX
	SHLQ  CX, AX
	DECQ  AX
	KMOVW AX, K1
	MOVQ  a+16(FP), A
	MOVQ  lda+24(FP), LDA
	IMULQ $SIZE, LDA
	LEAQ  (LDA)(LDA*2), LDA3
	MOVQ  W, P
	MOVQ  m+0(FP), COUNT

getcolumns:
	VLOAD AT0(0, P), ROW0
	VLOAD AT1(0, P), ROW1
	VLOAD AT2(0, P), ROW2
	VLOAD AT3(0, P), ROW3
	VLOAD AT4(0, P), ROW4
	VLOAD AT5(0, P), ROW5
	VLOAD AT6(0, P), ROW6
	VLOAD AT7(0, P), ROW7
	FLIP
	LEAQ  (A)(LDA*4), A4
	CMPQ  COUNT, $8
	JLT   putrows
	VLOAD OUT0, K1, (A)
	VLOAD OUT1, K1, (A)(LDA*1)
	VLOAD OUT2, K1, (A)(LDA*2)
	VLOAD OUT3, K1, (A)(LDA3*1)
	VLOAD OUT4, K1, (A4)
	VLOAD OUT5, K1, (A4)(LDA*1)
	VLOAD OUT6, K1, (A4)(LDA*2)
	VLOAD OUT7, K1, (A4)(LDA3*1)
	LEAQ  (A)(LDA*8), A
	ADDQ  $(8*SIZE), P
	SUBQ  $8, COUNT
	JNZ   getcolumns
	JMP   done

putrows:
	VLOAD OUT0, K1, (A)
	CMPQ  COUNT, $2
	JLT   done
	VLOAD OUT1, K1, (A)(LDA*1)
	JEQ   done
	VLOAD OUT2, K1, (A)(LDA*2)
	CMPQ  COUNT, $4
	JLT   done
	VLOAD OUT3, K1, (A)(LDA3*1)
	JEQ   done
	VLOAD OUT4, K1, (A4)
	CMPQ  COUNT, $6
	JLT   done
	VLOAD OUT5, K1, (A4)(LDA*1)
	JEQ   done
	VLOAD OUT6, K1, (A4)(LDA*2)

done:
	VZEROUPPER
	RET

unusual:
	JEQ  bad // NaN or Inf; otherwise T is -1
	XTOS X10, T
	SHLQ $(64-8*SIZE+1), T
	JNZ  subnormal
	MOVQ ONE, T // nothing below but zeros
	IBCAST T, RINV

bad:
	MOVQ  ret+64(FP), T
	TESTQ T, T
	JGE   next
	MOVQ  COL, ret+64(FP)
	JMP   next

subnormal:
	// its reciprocal may be infinite: scale the column first
	MOVQ     TINY, T
	IBCAST   T, Z9
	SMULT    X9, X10, X10
	MOVQ     ONE, T
	STOX     T, X11
	SOVER    X10, X11, X11
	VBCAST   X11, RINV
	KSHIFTLW $1, K1, K7
	LEAQ     (LANES-1)(M), COUNT
	SHRQ     $LOGLANES, COUNT
	MOVQ     A, P
	VLOAD    (A), Z1
	VMULT    Z9, Z1, K7, Z1
	JMP      putscaled

scale:
	VMULT (P), Z9, Z1

putscaled:
	VLOAD Z1, (P)
	ADDQ  $64, P
	DECQ  COUNT
	JNZ   scale
	JMP   next
