// Names of the panel kernel for few rows, beside lu_names_avx2_amd64.h's.

#define PANEL AX
#define ROWBYTES R9
#define LEFT CX // rows from row COL on
#define PIVOTROW R8 // row COL

// MASKS: Y14 masks the columns after COL, Y13 column COL.
#define MASK8(o) \
	MOVQ COL, COUNT; \
	NEGQ COUNT; \
	LEAQ BELOW+7*SIZE(SB), T; \
	VMOVUPS o(T)(COUNT*SIZE), Y14; \
	VMOVUPS SIZE+o(T)(COUNT*SIZE), Y13; \
	VANDNPS Y13, Y14, Y13
