// B[0:k] = L11^-1 B[0:k], B[k:m] -= L21 B[0:k]: strips of columns, four rows of
// L11 at a time.

	MOVQ  rs+32(FP), RS
	MOVQ  cs+40(FP), CS
	MOVQ  ldb+72(FP), LDB
	IMULQ $SIZE, RS
	IMULQ $SIZE, CS
	IMULQ $SIZE, LDB

strip2:
	MOVQ n+16(FP), COUNT
	CMPQ COUNT, $(2*LANES)
	JLT  strip1
	MOVQ m+0(FP), M
	MOVQ l+24(FP), L
	MOVQ b+64(FP), B

block2:
	MOVQ m+0(FP), BX
	SUBQ M, BX // q
	MOVQ k+8(FP), COUNT
	SUBQ BX, COUNT
	JLE  next2
	CMPQ COUNT, $4
	JLT  rest2
	MOVQ B, AX
	GET2(Y0, Y1, AX)
	ADDQ LDB, AX
	GET2(Y2, Y3, AX)
	ADDQ LDB, AX
	GET2(Y4, Y5, AX)
	ADDQ LDB, AX
	GET2(Y6, Y7, AX)
	MOVQ L, AX
	LEAQ (RS)(RS*2), S3
	MOVQ  dinv+48(FP), CX
	TESTQ CX, CX
	JNZ   scaled2
	SOLVE2(KEEP2)
	JMP   solved2

scaled2:
	MOVQ  ds+56(FP), DS
	IMULQ $SIZE, DS
	IMULQ DS, BX
	ADDQ  dinv+48(FP), DIAG
	SOLVE2(SCALE2)

solved2:
	LEAQ (L)(RS*4), L
	MOVQ L, LI
	MOVQ B, BI
	SUBQ $4, M
	JZ   next2
	LEAQ (CS)(CS*2), S3
	MOVQ M, COUNT

row2:
	GET2(Y8, Y9, BI)
	TAKE2((LI), Y0, Y1, Y8, Y9)
	TAKE2((LI)(CS*1), Y2, Y3, Y8, Y9)
	TAKE2((LI)(CS*2), Y4, Y5, Y8, Y9)
	TAKE2((LI)(S3*1), Y6, Y7, Y8, Y9)
	PUT2(Y8, Y9, BI)
	ADDQ RS, LI
	ADDQ LDB, BI
	DECQ COUNT
	JNZ  row2
	LEAQ (L)(CS*4), L
	JMP  block2

rest2:
	// the last columns of L11 one by one; S3 counts them
	MOVQ COUNT, S3

column2:
	GET2(Y0, Y1, B)
	MOVQ  dinv+48(FP), CX
	TESTQ CX, CX
	JZ    unit2
	MOVQ  m+0(FP), BX
	SUBQ  M, BX
	MOVQ  ds+56(FP), DS
	IMULQ $SIZE, DS
	IMULQ DS, BX
	ADDQ  dinv+48(FP), DIAG
	SCALE2(Y0, Y1)
	PUT2(Y0, Y1, B)

unit2:
	MOVQ L, LI
	MOVQ B, BI
	MOVQ M, COUNT
	JMP  below2

lower2:
	ADDQ RS, LI
	ADDQ LDB, BI
	GET2(Y8, Y9, BI)
	TAKE2((LI), Y0, Y1, Y8, Y9)
	PUT2(Y8, Y9, BI)

below2:
	DECQ COUNT
	JNZ  lower2
	ADDQ RS, L
	ADDQ CS, L
	ADDQ LDB, B
	DECQ M
	DECQ S3
	JNZ  column2

next2:
	ADDQ $64, b+64(FP)
	SUBQ $(2*LANES), n+16(FP)
	JMP  strip2
