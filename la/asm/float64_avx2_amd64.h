// A shared body is compiled for float64 after this header and for float32 after
// float32_avx2_amd64.h, which comes second in a file.

#define SHIFT 3 // log2 of the element size
#define VLOAD VMOVUPD // load or store, unaligned
#define VBCAST VBROADCASTSD // from memory
#define VFMA VFMADD231PD // dst += src2*src3
#define VFMAL VFMADD213PD // dst = dst*src2 + src3
#define VMULT VMULPD
#define VPLUS VADDPD
#define VMASKMOV VMASKMOVPD
