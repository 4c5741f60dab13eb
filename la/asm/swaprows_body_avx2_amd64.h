// For i = LO, LO+STEP, .. HI: exchange rows i and piv[i] of A, N columns.

	SHLQ  $SHIFT, LDA
	SHLQ  $SHIFT, N

row:
	MOVLQSX (PIV)(LO*4), Y
	CMPQ    Y, LO
	JEQ     next
	MOVQ    LO, X
	IMULQ   LDA, X
	IMULQ   LDA, Y
	ADDQ    A, X
	ADDQ    A, Y
	MOVQ    N, COUNT
	SUBQ    $128, COUNT
	JLT     leftover

vectors4:
	VLOAD (X), Y0
	VLOAD 32(X), Y1
	VLOAD 64(X), Y2
	VLOAD 96(X), Y3
	VLOAD (Y), Y4
	VLOAD 32(Y), Y5
	VLOAD 64(Y), Y6
	VLOAD 96(Y), Y7
	VLOAD Y0, (Y)
	VLOAD Y1, 32(Y)
	VLOAD Y2, 64(Y)
	VLOAD Y3, 96(Y)
	VLOAD Y4, (X)
	VLOAD Y5, 32(X)
	VLOAD Y6, 64(X)
	VLOAD Y7, 96(X)
	ADDQ  $128, X
	ADDQ  $128, Y
	SUBQ  $128, COUNT
	JGE   vectors4

leftover:
	ADDQ $96, COUNT
	JLT  rest

vector:
	VLOAD (X), Y0
	VLOAD (Y), Y4
	VLOAD Y0, (Y)
	VLOAD Y4, (X)
	ADDQ  $32, X
	ADDQ  $32, Y
	SUBQ  $32, COUNT
	JGE   vector

rest:
	ADDQ $32, COUNT
	JZ   next

element:
	SLOAD (X), X0
	SLOAD (Y), X4
	SLOAD X0, (Y)
	SLOAD X4, (X)
	ADDQ  $(1<<SHIFT), X
	ADDQ  $(1<<SHIFT), Y
	SUBQ  $(1<<SHIFT), COUNT
	JNZ   element

next:
	ADDQ STEP, LO
	CMPQ LO, HI
	JNE  row
	VZEROUPPER
	RET
