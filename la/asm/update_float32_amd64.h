// update_float64_amd64.h's names for float32.

#undef SHIFT
#undef SIZE
#undef VLOAD
#undef VMASKMOV
#undef VBCAST
#undef VPLUS
#undef VMINUS
#undef VMULT
#undef VOVER
#undef VROOT
#undef VLARGER
#undef VCOMPARE
#undef VLEFT
#undef VRIGHT
#undef ONELEFT

#define SHIFT 2
#define SIZE 4
#define VLOAD VMOVUPS
#define VMASKMOV VMASKMOVPS
#define VBCAST VBROADCASTSS
#define VPLUS VADDPS
#define VMINUS VSUBPS
#define VMULT VMULPS
#define VOVER VDIVPS
#define VROOT VSQRTPS
#define VLARGER VMAXPS
#define VCOMPARE VCMPPS
#define VLEFT VPSLLD
#define VRIGHT VPSRLD
#define ONELEFT 25
