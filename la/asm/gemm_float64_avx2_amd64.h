// What the strip kernel needs beside float64_avx2_amd64.h.

#define LOADSCALARS \
	VBROADCASTSD alpha+88(FP), ALPHA; \
	VBROADCASTSD beta+96(FP), BETA

// BETABITS sets the zero flag if beta is 0 or -0.
#define BETABITS(r) \
	MOVQ beta+96(FP), r; \
	SHLQ $1, r
