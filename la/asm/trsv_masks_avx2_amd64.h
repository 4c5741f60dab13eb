// The vectors of the dot products on AVX2.

#define V0 Y0
#define V1 Y1
#define V2 Y2
#define V3 Y3
#define V4 Y4
#define V5 Y5
#define V6 Y6
#define V7 Y7
#define V8 Y8
#define VBYTES 32
#define FOLD

// GETMASK: Y9 masks the last COUNT elements, of which V8 gets those of x; COUNT
// becomes bytes.
#define GETMASK \
	SHLQ     $SHIFT, COUNT; \
	LEAQ     tailMask<>+64(SB), T; \
	SUBQ     COUNT, T; \
	VMOVUPS  (T), Y9; \
	VMASKMOV (X), Y9, Y8
#define TAKE(at, to) \
	VMASKMOV at(0, A), Y9, Y10; \
	VFMA     Y10, Y8, to
