// chol_avx512_amd64.h for float32; it comes second in a file.

#undef SHIFT
#undef LANES
#undef VLOAD
#undef VBCAST
#undef VPERM
#undef VDIV
#undef VMULT
#undef VSQRT
#undef VFNMA
#undef VCMP
#undef VINDEX
#undef VMINUS
#undef INVERSES

#define SHIFT 2
#define LANES 16
#define VLOAD VMOVUPS
#define VBCAST VBROADCASTSS
#define VPERM VPERMPS
#define VDIV VDIVPS
#define VMULT VMULPS
#define VSQRT VSQRTPS
#define VFNMA VFNMADD231PS
#define VCMP VCMPPS
#define VINDEX VPBROADCASTD
#define VMINUS VSUBPS
#define INVERSES Y19
