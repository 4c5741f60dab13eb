// vector_f64_avx512_amd64.h's names for float32.

#undef SHIFT
#undef SIZE
#undef LANES
#undef VLOAD
#undef VBCAST
#undef VFMA
#undef VMULT
#undef VPLUS

#define SHIFT 2
#define SIZE 4
#define LANES 16
#define VLOAD VMOVUPS
#define VBCAST VBROADCASTSS
#define VFMA VFMADD231PS
#define VMULT VMULPS
#define VPLUS VADDPS
