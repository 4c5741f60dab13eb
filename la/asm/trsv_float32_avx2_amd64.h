// trsv_float64_avx2_amd64.h's names for float32; comes second in a file.

#undef SIZE
#undef SHIFT
#undef LANES
#undef ONE
#undef STOX
#undef SLOAD
#undef SFNMA
#undef SFMA
#undef SMULT
#undef SOVER
#undef SLESS
#undef VLOAD
#undef VMASKMOV
#undef VBCAST
#undef VFMA
#undef VFNMA
#undef VMULT
#undef VLESS
#undef VPLUS
#undef SUMS
#undef LESS0
#undef LESS1
#undef LESS2
#undef LESS3
#undef LESS4
#undef LESS5
#undef LESS6
#undef LESS7
#undef UP
#undef TAKELAST
#undef DOWN

#define SIZE 4
#define SHIFT 2
#define LANES 8
#define ONE $0x3f800000
#define STOX VMOVD
#define SLOAD VMOVSS
#define SFNMA VFNMADD231SS
#define SFMA VFMADD231SS
#define SMULT VMULSS
#define SOVER VDIVSS
#define SLESS VSUBSS
#define VLOAD VMOVUPS
#define VMASKMOV VMASKMOVPS
#define VBCAST VBROADCASTSS
#define VFMA VFMADD231PS
#define VFNMA VFNMADD231PS
#define VMULT VMULPS
#define VLESS VSUBPS
#define VPLUS VADDPS

// SUMS: the sums of Y0..Y7 in Y8.
#define PAIR(a, b, to) \
	VUNPCKLPS a, b, to; \
	VUNPCKHPS a, b, Y15; \
	VADDPS    Y15, to, to
#define SUMS \
	PAIR(Y1, Y0, Y8); \
	PAIR(Y3, Y2, Y9); \
	PAIR(Y5, Y4, Y10); \
	PAIR(Y7, Y6, Y11); \
	VUNPCKLPD  Y9, Y8, Y12; \
	VUNPCKHPD  Y9, Y8, Y13; \
	VADDPS     Y13, Y12, Y12; \
	VUNPCKLPD  Y11, Y10, Y13; \
	VUNPCKHPD  Y11, Y10, Y14; \
	VADDPS     Y14, Y13, Y13; \
	VPERM2F128 $0x20, Y13, Y12, Y14; \
	VPERM2F128 $0x31, Y13, Y12, Y15; \
	VADDPS     Y15, Y14, Y8

#define LESS0 VSUBSS X8, X0, X0
#define LESS1 \
	VMOVSHDUP X8, X10; \
	VSUBSS    X10, X1, X1
#define LESS2 \
	VPERMILPS $2, X8, X10; \
	VSUBSS    X10, X2, X2
#define LESS3 \
	VPERMILPS $3, X8, X10; \
	VSUBSS    X10, X3, X3
#define LESS4 \
	VEXTRACTF128 $1, Y8, X11; \
	VSUBSS       X11, X4, X4
#define LESS5 \
	VMOVSHDUP X11, X10; \
	VSUBSS    X10, X5, X5
#define LESS6 \
	VPERMILPS $2, X11, X10; \
	VSUBSS    X10, X6, X6
#define LESS7 \
	VPERMILPS $3, X11, X10; \
	VSUBSS    X10, X7, X7

#define UP \
	VUNPCKLPS   X1, X0, X10; \
	VUNPCKLPS   X3, X2, X11; \
	VUNPCKLPD   X11, X10, X10; \
	VUNPCKLPS   X5, X4, X12; \
	VUNPCKLPS   X7, X6, X13; \
	VUNPCKLPD   X13, X12, X12; \
	VINSERTF128 $1, X12, Y10, Y13; \
	VMOVUPS     Y13, (Q)
#define DOWN \
	VUNPCKLPS   X6, X7, X10; \
	VUNPCKLPS   X4, X5, X11; \
	VUNPCKLPD   X11, X10, X10; \
	VUNPCKLPS   X2, X3, X12; \
	VUNPCKLPS   X0, X1, X13; \
	VUNPCKLPD   X13, X12, X12; \
	VINSERTF128 $1, X12, Y10, Y13; \
	VMOVUPS     Y13, -28(Q)
#define TAKELAST(at, to) VFMA at(LASTAT, LASTROW), Y13, to
