// batch_float64_amd64.h's names for float32.

#undef BCAST
#undef IGT
#undef IMAX
#undef FCMP
#undef FCLASS
#undef MOVE
#undef BLEND
#undef SIGNS
#undef ADD
#undef SUB
#undef MUL
#undef DIV
#undef FNMA
#undef ONE
#undef MAGNITUDE
#undef TINY
#undef HUGE
#undef SCALEUP
#undef SCALEDOWN

#define BCAST VPBROADCASTD
#define IGT VPCMPGTD
#define IMAX VPMAXSD
#define FCMP VCMPPS
#define FCLASS VFPCLASSPSZ
#define MOVE VMOVAPS
#define BLEND VBLENDVPS
#define SIGNS VMOVMSKPS
#define ADD VADDPS
#define SUB VSUBPS
#define MUL VMULPS
#define DIV VDIVPS
#define FNMA VFNMADD231PS
#define ONE $0x3f800000
#define MAGNITUDE $0x7fffffff
#define TINY $0x08800000 // 2^-110
#define HUGE $0x76800000 // 2^110
#define SCALEUP $0x53800000 // 2^40
#define SCALEDOWN $0x2b800000 // 2^-40
