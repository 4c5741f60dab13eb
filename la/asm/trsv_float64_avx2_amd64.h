// The names that the solves with one right-hand side need, for float64.

#define SIZE 8
#define SHIFT 3
#define LANES 4
#define ONE $0x3ff0000000000000
#define STOX VMOVQ
#define SLOAD VMOVSD
#define SFNMA VFNMADD231SD
#define SFMA VFMADD231SD
#define SMULT VMULSD
#define SOVER VDIVSD
#define SLESS VSUBSD
#define VLOAD VMOVUPD
#define VMASKMOV VMASKMOVPD
#define VBCAST VBROADCASTSD
#define VFMA VFMADD231PD
#define VFNMA VFNMADD231PD
#define VMULT VMULPD
#define VLESS VSUBPD
#define VPLUS VADDPD

// SUMS: the sums of Y0..Y3 in Y8, of Y4..Y7 in Y9.
#define SUMS \
	VUNPCKLPD  Y1, Y0, Y10; \
	VUNPCKHPD  Y1, Y0, Y11; \
	VADDPD     Y11, Y10, Y10; \
	VUNPCKLPD  Y3, Y2, Y11; \
	VUNPCKHPD  Y3, Y2, Y12; \
	VADDPD     Y12, Y11, Y11; \
	VPERM2F128 $0x20, Y11, Y10, Y12; \
	VPERM2F128 $0x31, Y11, Y10, Y13; \
	VADDPD     Y13, Y12, Y8; \
	VUNPCKLPD  Y5, Y4, Y10; \
	VUNPCKHPD  Y5, Y4, Y11; \
	VADDPD     Y11, Y10, Y10; \
	VUNPCKLPD  Y7, Y6, Y11; \
	VUNPCKHPD  Y7, Y6, Y12; \
	VADDPD     Y12, Y11, Y11; \
	VPERM2F128 $0x20, Y11, Y10, Y12; \
	VPERM2F128 $0x31, Y11, Y10, Y13; \
	VADDPD     Y13, Y12, Y9

// LESSi: Xi less sum i.
#define LESS0 VSUBSD X8, X0, X0
#define LESS1 \
	VPERMILPD $1, X8, X10; \
	VSUBSD    X10, X1, X1
#define LESS2 \
	VEXTRACTF128 $1, Y8, X11; \
	VSUBSD       X11, X2, X2
#define LESS3 \
	VPERMILPD $1, X11, X10; \
	VSUBSD    X10, X3, X3
#define LESS4 VSUBSD X9, X4, X4
#define LESS5 \
	VPERMILPD $1, X9, X10; \
	VSUBSD    X10, X5, X5
#define LESS6 \
	VEXTRACTF128 $1, Y9, X11; \
	VSUBSD       X11, X6, X6
#define LESS7 \
	VPERMILPD $1, X11, X10; \
	VSUBSD    X10, X7, X7

// UP and DOWN store the block's x upwards from Q and downwards to it, and keep it
// in Y13 and Y14 for TAKELAST.
#define UP \
	VUNPCKLPD   X1, X0, X10; \
	VUNPCKLPD   X3, X2, X11; \
	VUNPCKLPD   X5, X4, X12; \
	VUNPCKLPD   X7, X6, X14; \
	VINSERTF128 $1, X11, Y10, Y13; \
	VINSERTF128 $1, X14, Y12, Y14; \
	VMOVUPD     Y13, (Q); \
	VMOVUPD     Y14, 32(Q)
#define DOWN \
	VUNPCKLPD   X6, X7, X10; \
	VUNPCKLPD   X4, X5, X11; \
	VUNPCKLPD   X2, X3, X12; \
	VUNPCKLPD   X0, X1, X14; \
	VINSERTF128 $1, X11, Y10, Y13; \
	VINSERTF128 $1, X14, Y12, Y14; \
	VMOVUPD     Y13, -56(Q); \
	VMOVUPD     Y14, -24(Q)
#define TAKELAST(at, to) \
	VFMA at(LASTAT, LASTROW), Y13, to; \
	VFMA at(32+LASTAT, LASTROW), Y14, to
