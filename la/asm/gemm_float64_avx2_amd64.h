// What the strip kernel needs beside float64_avx2_amd64.h.

#define LOADSCALARS \
	VBROADCASTSD alpha+80(FP), ALPHA; \
	VBROADCASTSD beta+88(FP), BETA

// BETABITS sets the zero flag if beta is 0 or -0.
#define BETABITS(r) \
	MOVQ beta+88(FP), r; \
	SHLQ $1, r
