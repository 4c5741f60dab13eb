// x = A^-1 x for a triangle, eight rows at a time, from the end that the unknowns come from: rows i, i+1, .. (lower) or i, i-1, ..
// (upper) in A0 to A7. What the unknowns before the block contribute is a product with eight rows, as in
// gemv; inside the block, unknown p is x[p] less the products with the ones before it, all in scalars, X0 to X7. In the last
// block, pointers past the last row stay at it. D is the column of row i's diagonal element, in bytes, M the rows left.
//
// A quotient is a product with the reciprocal of the diagonal element, which is ready before the dividend; where
// the reciprocal is not a normal number it is a quotient.

#ifdef UPPER
#define STEP -SIZE
#else
#define STEP SIZE
#endif
	SHLQ $SHIFT, n+0(FP) // bytes from here on
	MOVQ x+24(FP), X

rows:
	MOVQ    lda+16(FP), T
	LEAQ    (A0)(T*1), A1
	LEAQ    (A1)(T*1), A2
	LEAQ    (A2)(T*1), A3
	LEAQ    (A3)(T*1), A4
	LEAQ    (A4)(T*1), A5
	LEAQ    (A5)(T*1), A6
	LEAQ    (A6)(T*1), A7
	CMPQ    M, $8
	JGE     columns
	CMPQ    M, $2
	CMOVQLT A0, A1
	CMPQ    M, $3
	CMOVQLT A1, A2
	CMPQ    M, $4
	CMOVQLT A2, A3
	CMPQ    M, $5
	CMOVQLT A3, A4
	CMPQ    M, $6
	CMOVQLT A4, A5
	CMPQ    M, $7
	CMOVQLT A5, A6
	MOVQ    A6, A7

columns:
	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
	VXORPS X4, X4, X4
	VXORPS X5, X5, X5
	VXORPS X6, X6, X6
	VXORPS X7, X7, X7
#ifdef UPPER
	LEAQ   SIZE(D), J
	CMPQ   J, n+0(FP)
#else
	XORL   J, J
	CMPQ   J, D
#endif
	JGE    row0

vector:
	VLOAD (X)(J*1), Y8
	VFMA  (A0)(J*1), Y8, Y0
	VFMA  (A1)(J*1), Y8, Y1
	VFMA  (A2)(J*1), Y8, Y2
	VFMA  (A3)(J*1), Y8, Y3
	VFMA  (A4)(J*1), Y8, Y4
	VFMA  (A5)(J*1), Y8, Y5
	VFMA  (A6)(J*1), Y8, Y6
	VFMA  (A7)(J*1), Y8, Y7
	ADDQ  $32, J
#ifdef UPPER
	CMPQ  J, n+0(FP)
#else
	CMPQ  J, D
#endif
	JLT   vector
	SUM8
	SPLIT

row0:
	LOAD1    (X)(D*1), X8
	SUB1     X0, X8, X0
	MOVBQZX  unit+32(FP), T
	TESTQ    T, T
	JNE      store0
	EXPONENT((A0)(D*1))
	JCC      divide0
	LOAD1    ONE, X8
	DIV1     (A0)(D*1), X8, X8
	MUL1     X8, X0, X0
	JMP      store0

divide0:
	DIV1 (A0)(D*1), X0, X0

store0:
	LOAD1 X0, (X)(D*1)
	CMPQ  M, $1
	JEQ   done

row1:
	LOAD1    (1*STEP)(X)(D*1), X8
	SUB1     X1, X8, X1
	FNMA1    (A1)(D*1), X0, X1
	MOVBQZX  unit+32(FP), T
	TESTQ    T, T
	JNE      store1
	EXPONENT((1*STEP)(A1)(D*1))
	JCC      divide1
	LOAD1    ONE, X8
	DIV1     (1*STEP)(A1)(D*1), X8, X8
	MUL1     X8, X1, X1
	JMP      store1

divide1:
	DIV1 (1*STEP)(A1)(D*1), X1, X1

store1:
	LOAD1 X1, (1*STEP)(X)(D*1)
	CMPQ  M, $2
	JEQ   done

row2:
	LOAD1    (2*STEP)(X)(D*1), X8
	SUB1     X2, X8, X2
	FNMA1    (A2)(D*1), X0, X2
	FNMA1    (1*STEP)(A2)(D*1), X1, X2
	MOVBQZX  unit+32(FP), T
	TESTQ    T, T
	JNE      store2
	EXPONENT((2*STEP)(A2)(D*1))
	JCC      divide2
	LOAD1    ONE, X8
	DIV1     (2*STEP)(A2)(D*1), X8, X8
	MUL1     X8, X2, X2
	JMP      store2

divide2:
	DIV1 (2*STEP)(A2)(D*1), X2, X2

store2:
	LOAD1 X2, (2*STEP)(X)(D*1)
	CMPQ  M, $3
	JEQ   done

row3:
	LOAD1    (3*STEP)(X)(D*1), X8
	SUB1     X3, X8, X3
	FNMA1    (A3)(D*1), X0, X3
	FNMA1    (1*STEP)(A3)(D*1), X1, X3
	FNMA1    (2*STEP)(A3)(D*1), X2, X3
	MOVBQZX  unit+32(FP), T
	TESTQ    T, T
	JNE      store3
	EXPONENT((3*STEP)(A3)(D*1))
	JCC      divide3
	LOAD1    ONE, X8
	DIV1     (3*STEP)(A3)(D*1), X8, X8
	MUL1     X8, X3, X3
	JMP      store3

divide3:
	DIV1 (3*STEP)(A3)(D*1), X3, X3

store3:
	LOAD1 X3, (3*STEP)(X)(D*1)
	CMPQ  M, $4
	JEQ   done

row4:
	LOAD1    (4*STEP)(X)(D*1), X8
	SUB1     X4, X8, X4
	FNMA1    (A4)(D*1), X0, X4
	FNMA1    (1*STEP)(A4)(D*1), X1, X4
	FNMA1    (2*STEP)(A4)(D*1), X2, X4
	FNMA1    (3*STEP)(A4)(D*1), X3, X4
	MOVBQZX  unit+32(FP), T
	TESTQ    T, T
	JNE      store4
	EXPONENT((4*STEP)(A4)(D*1))
	JCC      divide4
	LOAD1    ONE, X8
	DIV1     (4*STEP)(A4)(D*1), X8, X8
	MUL1     X8, X4, X4
	JMP      store4

divide4:
	DIV1 (4*STEP)(A4)(D*1), X4, X4

store4:
	LOAD1 X4, (4*STEP)(X)(D*1)
	CMPQ  M, $5
	JEQ   done

row5:
	LOAD1    (5*STEP)(X)(D*1), X8
	SUB1     X5, X8, X5
	FNMA1    (A5)(D*1), X0, X5
	FNMA1    (1*STEP)(A5)(D*1), X1, X5
	FNMA1    (2*STEP)(A5)(D*1), X2, X5
	FNMA1    (3*STEP)(A5)(D*1), X3, X5
	FNMA1    (4*STEP)(A5)(D*1), X4, X5
	MOVBQZX  unit+32(FP), T
	TESTQ    T, T
	JNE      store5
	EXPONENT((5*STEP)(A5)(D*1))
	JCC      divide5
	LOAD1    ONE, X8
	DIV1     (5*STEP)(A5)(D*1), X8, X8
	MUL1     X8, X5, X5
	JMP      store5

divide5:
	DIV1 (5*STEP)(A5)(D*1), X5, X5

store5:
	LOAD1 X5, (5*STEP)(X)(D*1)
	CMPQ  M, $6
	JEQ   done

row6:
	LOAD1    (6*STEP)(X)(D*1), X8
	SUB1     X6, X8, X6
	FNMA1    (A6)(D*1), X0, X6
	FNMA1    (1*STEP)(A6)(D*1), X1, X6
	FNMA1    (2*STEP)(A6)(D*1), X2, X6
	FNMA1    (3*STEP)(A6)(D*1), X3, X6
	FNMA1    (4*STEP)(A6)(D*1), X4, X6
	FNMA1    (5*STEP)(A6)(D*1), X5, X6
	MOVBQZX  unit+32(FP), T
	TESTQ    T, T
	JNE      store6
	EXPONENT((6*STEP)(A6)(D*1))
	JCC      divide6
	LOAD1    ONE, X8
	DIV1     (6*STEP)(A6)(D*1), X8, X8
	MUL1     X8, X6, X6
	JMP      store6

divide6:
	DIV1 (6*STEP)(A6)(D*1), X6, X6

store6:
	LOAD1 X6, (6*STEP)(X)(D*1)
	CMPQ  M, $7
	JEQ   done

row7:
	LOAD1    (7*STEP)(X)(D*1), X8
	SUB1     X7, X8, X7
	FNMA1    (A7)(D*1), X0, X7
	FNMA1    (1*STEP)(A7)(D*1), X1, X7
	FNMA1    (2*STEP)(A7)(D*1), X2, X7
	FNMA1    (3*STEP)(A7)(D*1), X3, X7
	FNMA1    (4*STEP)(A7)(D*1), X4, X7
	FNMA1    (5*STEP)(A7)(D*1), X5, X7
	FNMA1    (6*STEP)(A7)(D*1), X6, X7
	MOVBQZX  unit+32(FP), T
	TESTQ    T, T
	JNE      store7
	EXPONENT((7*STEP)(A7)(D*1))
	JCC      divide7
	LOAD1    ONE, X8
	DIV1     (7*STEP)(A7)(D*1), X8, X8
	MUL1     X8, X7, X7
	JMP      store7

divide7:
	DIV1 (7*STEP)(A7)(D*1), X7, X7

store7:
	LOAD1 X7, (7*STEP)(X)(D*1)
	MOVQ  lda+16(FP), T
	LEAQ  (A7)(T*1), A0
	ADDQ  $(8*STEP), D
	SUBQ  $8, M
	JGT   rows

done:
	VZEROUPPER
	RET

#undef STEP
