// gemm_float64_avx2_amd64.h's names for float32.

#undef LOADSCALARS
#undef BETABITS

#define LOADSCALARS \
	VBROADCASTSS alpha+88(FP), ALPHA; \
	VBROADCASTSS beta+92(FP), BETA

#define BETABITS(r) \
	MOVL beta+92(FP), r; \
	SHLQ $33, r
