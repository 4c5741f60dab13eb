// The vectors of the dot products on AVX-512.

#define V0 Z0
#define V1 Z1
#define V2 Z2
#define V3 Z3
#define V4 Z4
#define V5 Z5
#define V6 Z6
#define V7 Z7
#define V8 Z8
#define VBYTES 64

// FOLD adds the halves.
#define HALVES(z, y) \
	VEXTRACTF64X4 $1, z, Y9; \
	VPLUS         Y9, y, y
#define FOLD \
	HALVES(Z0, Y0); \
	HALVES(Z1, Y1); \
	HALVES(Z2, Y2); \
	HALVES(Z3, Y3); \
	HALVES(Z4, Y4); \
	HALVES(Z5, Y5); \
	HALVES(Z6, Y6); \
	HALVES(Z7, Y7)

// GETMASK: K1 masks the last COUNT elements, of which V8 gets those of x; COUNT
// becomes bytes.
#define GETMASK \
	MOVQ    $1, T; \
	SHLQ    CX, T; \
	DECQ    T; \
	KMOVW   T, K1; \
	SHLQ    $SHIFT, COUNT; \
	VLOAD.Z (X), K1, Z8
#define TAKE(at, to) \
	VFMA at(0, A), Z8, K1, to
