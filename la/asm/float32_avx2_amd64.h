// float64_avx2_amd64.h's names for float32.

#undef SHIFT
#undef VLOAD
#undef VBCAST
#undef VFMA
#undef VFMAL
#undef VMULT
#undef VPLUS
#undef VMASKMOV

#define SHIFT 2
#define VLOAD VMOVUPS
#define VBCAST VBROADCASTSS
#define VFMA VFMADD231PS
#define VFMAL VFMADD213PS
#define VMULT VMULPS
#define VPLUS VADDPS
#define VMASKMOV VMASKMOVPS
