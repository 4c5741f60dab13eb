// gemm_float64_avx512_amd64.h's names for float32.

#undef SHIFT
#undef VLOAD
#undef VBCAST
#undef VFMA
#undef VFMAL
#undef VMULT
#undef LOADSCALARS
#undef BETABITS

#define SHIFT 2
#define VLOAD VMOVUPS
#define VBCAST VBROADCASTSS
#define VFMA VFMADD231PS
#define VFMAL VFMADD213PS
#define VMULT VMULPS

#define LOADSCALARS \
	VBROADCASTSS alpha+88(FP), ALPHA; \
	VBROADCASTSS beta+92(FP), BETA

#define BETABITS(r) \
	MOVL beta+92(FP), r; \
	SHLQ $33, r
