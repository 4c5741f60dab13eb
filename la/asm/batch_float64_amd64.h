// Names of the batch kernels for float64: a shared body is compiled after this
// header and again after batch_float32_amd64.h, which comes second.

#define BCAST VPBROADCASTQ
#define IGT VPCMPGTQ // integers: the last but one is greater than the first
#define IMAX VPMAXSQ
#define FCMP VCMPPD
#define FCLASS VFPCLASSPDZ
#define MOVE VMOVAPD // with a mask
#define BLEND VBLENDVPD
#define SIGNS VMOVMSKPD
#define ADD VADDPD
#define SUB VSUBPD
#define MUL VMULPD
#define DIV VDIVPD
#define FNMA VFNMADD231PD // dst -= src2*src3
#define ONE $0x3ff0000000000000
#define MAGNITUDE $0x7fffffffffffffff
#define TINY $0x0170000000000000 // 2^-1000
#define HUGE $0x7e70000000000000 // 2^1000
#define SCALEUP $0x4630000000000000 // 2^100
#define SCALEDOWN $0x39b0000000000000 // 2^-100
