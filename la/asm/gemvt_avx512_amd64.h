// The vectors of a sum of rows, for gemvt_sum_avx2_amd64.h.

#define S0 Z0
#define S1 Z1
#define S2 Z2
#define S3 Z3
#define S4 Z4
#define S5 Z5
#define S6 Z6
#define S7 Z7
#define XI Z8
#define ALPHA Z9
#define VEC 64

// K1 is the last vector's mask. K2 is K1 and K3 is all if y is read, both are empty if not. K4 is all; it is used for the
// reason given in gemv_body_avx512_amd64.h.
#define LOADY \
	KMOVW T, K3;      \
	MOVL  $0xFFFF, T; \
	KMOVW T, K4

#define MASKS \
	MOVL  $1, T;  \
	SHLQ  CX, T;  \
	DECQ  T;      \
	KMOVW T, K1;  \
	KANDW K1, K3, K2

#define FMAWHOLE(at, S) \
	VFMA (at)(A), XI, K4, S

#define FMALAST(at, S) \
	VFMA (at)(A), XI, K1, S

#define WHOLE(at, S) \
	VLOAD.Z (at)(Y), K3, Z10; \
	VFMA    S, ALPHA, Z10;    \
	VLOAD   Z10, (at)(Y)

#define LAST(at, S) \
	VLOAD.Z (at)(Y), K2, Z10; \
	VFMA    S, ALPHA, Z10;    \
	VLOAD   Z10, K1, (at)(Y)
