// The bodies of the vector kernels are compiled for float64 after this header and for float32 after
// vector_f32_avx512_amd64.h, which comes second in a file.

#define SHIFT 3 // log2 of the element size
#define SIZE 8
#define LANES 8
#define VLOAD VMOVUPD // load or store, unaligned
#define VBCAST VBROADCASTSD
#define VFMA VFMADD231PD // dst += src2*src3
#define VMULT VMULPD
#define VPLUS VADDPD
