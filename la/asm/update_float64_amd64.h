// The kernels of a training step are compiled for float64 after this header and for float32 after
// update_float32_amd64.h, which comes second in a file.

#define SHIFT 3 // log2 of the element size
#define SIZE 8
#define VLOAD VMOVUPD // load or store, unaligned
#define VMASKMOV VMASKMOVPD
#define VBCAST VBROADCASTSD
#define VPLUS VADDPD
#define VMINUS VSUBPD
#define VMULT VMULPD
#define VOVER VDIVPD
#define VROOT VSQRTPD
#define VLARGER VMAXPD
#define VCOMPARE VCMPPD
#define VLEFT VPSLLQ
#define VRIGHT VPSRLQ
#define ONELEFT 54 // all bits shifted left by this and right by two are 1.0
