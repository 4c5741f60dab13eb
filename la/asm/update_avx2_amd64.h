// Names of the kernels of a training step for AVX2.

#define T AX
#define N CX
#define I DX
#define W DI
#define G SI
#define M R8
#define V R9
#define S R10

#define WIDTH 32 // bytes of a vector

// AHEAD is how far Adam and Momentum fetch ahead, into the next row of a matrix where they end one. Adam on 3000 x 3000 float32
// took 6.4 ms without, 5.6, 5.4, 5.6 ms at 1024, 2048, 4096 bytes (2026-11-25, AMD Zen 5, 2 cores of a shared server).
#define AHEAD 2048
#define VW Y0
#define VG Y1
#define VM Y2
#define VV Y3
#define VT Y4
#define VU Y5
#define SOME Y7
#define DECAY1 Y8
#define GAIN1 Y9
#define DECAY2 Y10
#define GAIN2 Y11
#define RATE Y12
#define EPSILON Y13
#define ZERO Y14
#define ONE Y15
#define ABS Y6

#define ONES(r) VPCMPEQQ r, r, r

// MASK sets SOME to the first N bytes of a vector, 0 < N < 32.
#define MASK \
	LEAQ    tailMask<>+64(SB), T; \
	SUBQ    N, T;                 \
	VMOVUPS (T), SOME

#define LOADSOME(p, r) VMASKMOV (p)(I*1), SOME, r
#define STORESOME(r, p) VMASKMOV r, SOME, (p)(I*1)
