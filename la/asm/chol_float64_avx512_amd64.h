// chol_avx512_amd64.h for float64.

#define SHIFT 3 // log2 of the element size
#define LANES 8
#define VLOAD VMOVUPD
#define VBCAST VBROADCASTSD
#define VPERM VPERMPD
#define VDIV VDIVPD
#define VMULT VMULPD
#define VSQRT VSQRTPD
#define VFNMA VFNMADD231PD
#define VCMP VCMPPD
#define VINDEX VPBROADCASTQ // from a general register
#define VMINUS VSUBPD
#define INVERSES Z19 // the first eight lanes of it
