// The vectors of a sum of rows, for gemvt_sum_avx2_amd64.h.

#define S0 Y0
#define S1 Y1
#define S2 Y2
#define S3 Y3
#define S4 Y4
#define S5 Y5
#define S6 Y6
#define S7 Y7
#define XI Y8
#define ALPHA Y9
#define VEC 32

// Y11 is the last vector's mask. Y12 is all ones if y is read, zero if not.
#define LOADY \
	VMOVQ        T, X12; \
	VPBROADCASTQ X12, Y12

#define MASKS \
	SHLQ    $SHIFT, CX;            \
	LEAQ    tailMask<>+64(SB), T; \
	SUBQ    CX, T;                 \
	VMOVUPS (T), Y11

#define FMAWHOLE(at, S) \
	VFMA (at)(A), XI, S

#define FMALAST(at, S) \
	VMASKMOV (at)(A), Y11, Y10; \
	VFMA     Y10, XI, S

#define WHOLE(at, S) \
	VANDPS (at)(Y), Y12, Y10; \
	VFMA   S, ALPHA, Y10;     \
	VLOAD  Y10, (at)(Y)

#define LAST(at, S) \
	VMASKMOV (at)(Y), Y11, Y10;  \
	VANDPS   Y12, Y10, Y10;      \
	VFMA     S, ALPHA, Y10;      \
	VMASKMOV Y10, Y11, (at)(Y)
