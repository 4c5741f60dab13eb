// The names that the AVX2 panel kernel needs, for float64.

#define SIZE 8
#define FEWROWS 20 // right-looking on the rows is faster up to here (BenchmarkLUPanel)
#define ONE $0x3ff0000000000000
#define TINY $0x4630000000000000 // 2^100: a subnormal pivot times this has a reciprocal
#define MANTISSA 52
#define INFINITE 2047 // exponent
#define LANE luLanes64<>
#define STEP luStep64<>
#define BELOW luBelow64<>
#define TOPVECTORS 2
#define ROWSTEP 4
#define SLOAD VMOVSD
#define SMOVE MOVQ
#define STOX VMOVQ
#define XTOS VMOVQ
#define SFNMA VFNMADD231SD
#define SMULT VMULSD
#define SOVER VDIVSD
#define VLOAD VMOVUPD
#define VBCAST VBROADCASTSD
#define VFNMA VFNMADD231PD
#define VMULT VMULPD
#define IBCAST VPBROADCASTQ
#define IGREATER VPCMPGTQ // IGREATER b, a, mask: a > b
#define ISAME VPCMPEQQ
#define ICHOOSE VBLENDVPD // ICHOOSE mask, b, a, dst: b where the mask is set
#define IPLUS VPADDQ
#define HALVE VPSRLQ $1,
#define FOLD(op)
#define SCALETOP \
	FROMCOL; \
	SCALE(0); \
	SCALE(32)
#define TAKEHIGH(at, o, u) \
	VLOAD  at(32, W), Y2; \
	VANDPS BELOW+32+o(SB), Y2, Y2; \
	VFNMA  Y2, u, Y14
#define GETTOP \
	VLOAD (A), Y0; \
	VLOAD 32(A), Y14
#define PUTTOP \
	VLOAD Y0, (A); \
	VLOAD Y14, 32(A)
#define TAKEPREVIOUS \
	TAKELAST(0, Y0); \
	TAKELAST(32, Y14)
#define MEETTOP \
	MEET(0, Y0); \
	MEET(32, Y14)

// FLIP: four rows of eight columns, half a row in Yi and half in Y(4+i), to and
// from eight columns.
#define FLIP \
	VUNPCKLPD  Y1, Y0, Y8; \
	VUNPCKHPD  Y1, Y0, Y9; \
	VUNPCKLPD  Y3, Y2, Y10; \
	VUNPCKHPD  Y3, Y2, Y11; \
	VUNPCKLPD  Y5, Y4, Y12; \
	VUNPCKHPD  Y5, Y4, Y13; \
	VUNPCKLPD  Y7, Y6, Y14; \
	VUNPCKHPD  Y7, Y6, Y15; \
	VPERM2F128 $0x20, Y10, Y8, Y0; \
	VPERM2F128 $0x20, Y11, Y9, Y1; \
	VPERM2F128 $0x31, Y10, Y8, Y2; \
	VPERM2F128 $0x31, Y11, Y9, Y3; \
	VPERM2F128 $0x20, Y14, Y12, Y4; \
	VPERM2F128 $0x20, Y15, Y13, Y5; \
	VPERM2F128 $0x31, Y14, Y12, Y6; \
	VPERM2F128 $0x31, Y15, Y13, Y7
#define GETROWS \
	VLOAD (A), Y0; \
	VLOAD 32(A), Y4; \
	VLOAD (A)(LDA*1), Y1; \
	VLOAD 32(A)(LDA*1), Y5; \
	VLOAD (A)(LDA*2), Y2; \
	VLOAD 32(A)(LDA*2), Y6; \
	VLOAD (A)(LDA3*1), Y3; \
	VLOAD 32(A)(LDA3*1), Y7; \
	LEAQ  (A)(LDA*4), A
#define PUTROWS \
	VLOAD Y0, (A); \
	VLOAD Y4, 32(A); \
	VLOAD Y1, (A)(LDA*1); \
	VLOAD Y5, 32(A)(LDA*1); \
	VLOAD Y2, (A)(LDA*2); \
	VLOAD Y6, 32(A)(LDA*2); \
	VLOAD Y3, (A)(LDA3*1); \
	VLOAD Y7, 32(A)(LDA3*1); \
	LEAQ  (A)(LDA*4), A
#define OUT0 Y0
#define OUT1 Y1
#define OUT2 Y2
#define OUT3 Y3
#define OUT4 Y4
#define OUT5 Y5
#define OUT6 Y6
#define OUT7 Y7
#define CLEAR(o) \
	CLEARTOP(o); \
	CLEARTOP(32+o)
