// The strip kernel is compiled for float64 after this header and for float32
// after gemm_float32_avx512_amd64.h, which comes second in a file.

#define SHIFT 3 // log2 of the element size
#define VLOAD VMOVUPD // load or store, unaligned
#define VBCAST VBROADCASTSD // from memory
#define VFMA VFMADD231PD // dst += src2*src3
#define VFMAL VFMADD213PD // dst = dst*src2 + src3
#define VMULT VMULPD

#define LOADSCALARS \
	VBROADCASTSD alpha+88(FP), ALPHA; \
	VBROADCASTSD beta+96(FP), BETA

// BETABITS sets the zero flag if beta is 0 or -0.
#define BETABITS(r) \
	MOVQ beta+96(FP), r; \
	SHLQ $1, r
