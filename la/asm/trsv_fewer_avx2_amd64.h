// Rows 0 to COUNT-1, fewer than eight, of a block without earlier ones.

	SLOAD AFTER(0)(Q), X0
	ROW0
	SLOAD X0, AFTER(0)(Q)
	CMPQ  COUNT, $2
	JLT   fewer
	SLOAD AFTER(1)(Q), X1
	ROW1
	SLOAD X1, AFTER(1)(Q)
	JEQ   fewer
	SLOAD AFTER(2)(Q), X2
	ROW2
	SLOAD X2, AFTER(2)(Q)
	CMPQ  COUNT, $4
	JLT   fewer
	SLOAD AFTER(3)(Q), X3
	ROW3
	SLOAD X3, AFTER(3)(Q)
	JEQ   fewer
	SLOAD AFTER(4)(Q), X4
	ROW4
	SLOAD X4, AFTER(4)(Q)
	CMPQ  COUNT, $6
	JLT   fewer
	SLOAD AFTER(5)(Q), X5
	ROW5
	SLOAD X5, AFTER(5)(Q)
	JEQ   fewer
	SLOAD AFTER(6)(Q), X6
	ROW6
	SLOAD X6, AFTER(6)(Q)

fewer:
