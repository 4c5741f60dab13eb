// C = ALPHA*tile (+ C if LOAD), M rows of N columns.

	CMPQ N, $(64>>SHIFT)
	JNE  masked

	TESTQ LOAD, LOAD
	JZ    overwrite
	MOVQ  C, T0
	EACHROW(ADDROW, put)
	JMP   put

overwrite:
	SCALEALL

put:
	EACHROW(PUTROW, done)
	JMP done

masked:
	// masks of the first N columns: 64 - N*size bytes into the ones
	SHLQ    $SHIFT, N
	LEAQ    tailMask<>+64(SB), T0
	SUBQ    N, T0
	VMOVUPS (T0), MASK0
	VMOVUPS 32(T0), MASK1

	TESTQ LOAD, LOAD
	JZ    overwriteMasked
	MOVQ  C, T0
	EACHROW(ADDMASKED, putMasked)
	JMP   putMasked

overwriteMasked:
	SCALEALL

putMasked:
	EACHROW(PUTMASKED, done)

done:
	VZEROUPPER
	RET
