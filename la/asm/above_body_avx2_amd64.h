// Bit i of the words at B: |x[i]| > LIMIT, two vectors a turn. Bits past the last element are zero.

	ONES(ABS)
	VRIGHT $1, ABS, ABS
	MOVQ   N, T
	SUBQ   $1, T
	JLT    done
	SHRQ   $6, T
	MOVQ   $0, (B)(T*8) // the last word may get less than 64 bits
	SHLQ   $SHIFT, N // bytes from here on
	SUBQ   $64, N
	JLT    rest

vectors2:
	VANDPS   (W), ABS, Y0
	VANDPS   32(W), ABS, Y1
	VCOMPARE $30, LIMIT, Y0, Y0 // greater, false for NaN
	VCOMPARE $30, LIMIT, Y1, Y1
	VBITS    Y0, AX
	VBITS    Y1, R8
	STOREBITS
	ADDQ     $64, W
	SUBQ     $64, N
	JGE      vectors2

rest:
	ADDQ     $64, N
	JEQ      done
	LEAQ     tailMask<>+64(SB), T
	SUBQ     N, T
	VMOVUPS  (T), SOME
	VMOVUPS  32(T), MORE
	VMASKMOV (W), SOME, Y0
	VMASKMOV 32(W), MORE, Y1
	VANDPS   Y0, ABS, Y0
	VANDPS   Y1, ABS, Y1
	VCOMPARE $30, LIMIT, Y0, Y0
	VCOMPARE $30, LIMIT, Y1, Y1
	VANDPS   Y0, SOME, Y0
	VANDPS   Y1, MORE, Y1
	VBITS    Y0, AX
	VBITS    Y1, R8
	STOREBITS

done:
	VZEROUPPER
	RET
