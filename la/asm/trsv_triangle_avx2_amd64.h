// The triangle of a block: unknown p is x[p] less the products with the ones before it, all in scalars, X0 to X7, in which the
// sums of all earlier products stand at first. D is the column of the block's first diagonal element, in bytes, M the rows
// left, EL(p, Ap, j, Aj) the coefficient of unknown j for unknown p.
//
// A quotient is a product with the reciprocal of the diagonal element, which is ready before the dividend; where
// the reciprocal is not a normal number it is a quotient.

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
	FNMA1    EL(1, A1, 0, A0), X0, X1
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
	FNMA1    EL(2, A2, 0, A0), X0, X2
	FNMA1    EL(2, A2, 1, A1), X1, X2
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
	FNMA1    EL(3, A3, 0, A0), X0, X3
	FNMA1    EL(3, A3, 1, A1), X1, X3
	FNMA1    EL(3, A3, 2, A2), X2, X3
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
	FNMA1    EL(4, A4, 0, A0), X0, X4
	FNMA1    EL(4, A4, 1, A1), X1, X4
	FNMA1    EL(4, A4, 2, A2), X2, X4
	FNMA1    EL(4, A4, 3, A3), X3, X4
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
	FNMA1    EL(5, A5, 0, A0), X0, X5
	FNMA1    EL(5, A5, 1, A1), X1, X5
	FNMA1    EL(5, A5, 2, A2), X2, X5
	FNMA1    EL(5, A5, 3, A3), X3, X5
	FNMA1    EL(5, A5, 4, A4), X4, X5
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
	FNMA1    EL(6, A6, 0, A0), X0, X6
	FNMA1    EL(6, A6, 1, A1), X1, X6
	FNMA1    EL(6, A6, 2, A2), X2, X6
	FNMA1    EL(6, A6, 3, A3), X3, X6
	FNMA1    EL(6, A6, 4, A4), X4, X6
	FNMA1    EL(6, A6, 5, A5), X5, X6
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
	FNMA1    EL(7, A7, 0, A0), X0, X7
	FNMA1    EL(7, A7, 1, A1), X1, X7
	FNMA1    EL(7, A7, 2, A2), X2, X7
	FNMA1    EL(7, A7, 3, A3), X3, X7
	FNMA1    EL(7, A7, 4, A4), X4, X7
	FNMA1    EL(7, A7, 5, A5), X5, X7
	FNMA1    EL(7, A7, 6, A6), X6, X7
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
