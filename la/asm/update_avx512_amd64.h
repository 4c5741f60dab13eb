// Names of the kernels of a training step for AVX-512.

#define T AX
#define N CX
#define I DX
#define W DI
#define G SI
#define M R8
#define V R9
#define S R10

#define WIDTH 64 // bytes of a vector

// AHEAD is how far Adam and Momentum fetch ahead, into the next row of a matrix where they end one. Adam on 3000 x 3000 float32
// took 6.4 ms without, 5.6, 5.4, 5.6 ms at 1024, 2048, 4096 bytes (2026-11-25, AMD Zen 5, 2 cores of a shared server).
#define AHEAD 2048
#define VW Z0
#define VG Z1
#define VM Z2
#define VV Z3
#define VT Z4
#define VU Z5
#define DECAY1 Z8
#define GAIN1 Z9
#define DECAY2 Z10
#define GAIN2 Z11
#define RATE Z12
#define EPSILON Z13
#define ZERO Z14
#define ONE Z15
#define ABS Z16

#define ONES(r) VPTERNLOGQ $255, r, r, r
#define MASK TAIL // of the last N bytes, less than a vector
#define LOADSOME(p, r) VLOAD.Z (p)(I*1), K1, r
#define STORESOME(r, p) VLOAD r, K1, (p)(I*1)
