// Bit i of the words at B: |x[i]| > LIMIT, a vector a turn. Bits past the last element are zero.

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

vector:
	VANDPS   (W), ABS, VW
	VCOMPARE $30, LIMIT, VW, K2 // greater, false for NaN
	KSTORE   K2, (B)
	ADDQ     $64, W
	ADDQ     $(8/SIZE), B
	SUBQ     $64, N
	JGE      vector

rest:
	ADDQ     $64, N
	JEQ      done
	TAIL
	VLOAD.Z  (W), K1, VW
	VANDPS   VW, ABS, VW
	VCOMPARE $30, LIMIT, VW, K1, K2
	KSTORE   K2, (B)

done:
	VZEROUPPER
	RET
