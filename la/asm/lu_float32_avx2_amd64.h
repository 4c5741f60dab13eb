// lu_float64_avx2_amd64.h's names for float32; comes second in a file.

#undef CLEAR
#undef SIZE
#undef FEWROWS
#undef ONE
#undef TINY
#undef MANTISSA
#undef INFINITE
#undef LANE
#undef STEP
#undef BELOW
#undef TOPVECTORS
#undef ROWSTEP
#undef SLOAD
#undef SMOVE
#undef STOX
#undef XTOS
#undef SFNMA
#undef SMULT
#undef SOVER
#undef VLOAD
#undef VBCAST
#undef VFNMA
#undef VMULT
#undef IBCAST
#undef IGREATER
#undef ISAME
#undef ICHOOSE
#undef IPLUS
#undef HALVE
#undef FOLD
#undef SCALETOP
#undef TAKEHIGH
#undef GETTOP
#undef PUTTOP
#undef TAKEPREVIOUS
#undef MEETTOP
#undef FLIP
#undef GETROWS
#undef PUTROWS
#undef OUT0
#undef OUT1
#undef OUT2
#undef OUT3
#undef OUT4
#undef OUT5
#undef OUT6
#undef OUT7

#define SIZE 4
#define FEWROWS 40
#define ONE $0x3f800000
#define TINY $0x71800000
#define MANTISSA 23
#define INFINITE 255
#define LANE luLanes32<>
#define STEP luStep32<>
#define BELOW luBelow32<>
#define TOPVECTORS 1
#define ROWSTEP 8
#define SLOAD VMOVSS
#define SMOVE MOVL
#define STOX VMOVD
#define XTOS VMOVD
#define SFNMA VFNMADD231SS
#define SMULT VMULSS
#define SOVER VDIVSS
#define VLOAD VMOVUPS
#define VBCAST VBROADCASTSS
#define VFNMA VFNMADD231PS
#define VMULT VMULPS
#define IBCAST VPBROADCASTD
#define IGREATER VPCMPGTD
#define ISAME VPCMPEQD
#define ICHOOSE VBLENDVPS
#define IPLUS VPADDD
#define HALVE VPSRLD $1,
#define FOLD(op) \
	VPERMILPS $0xb1, Y9, Y10; \
	op
#define SCALETOP \
	FROMCOL; \
	SCALE(0)
#define TAKEHIGH(at, o, u)
#define GETTOP VLOAD (A), Y0
#define PUTTOP VLOAD Y0, (A)
#define TAKEPREVIOUS TAKELAST(0, Y0)
#define MEETTOP MEET(0, Y0)

#define FLIP \
	VUNPCKLPS  Y1, Y0, Y8; \
	VUNPCKHPS  Y1, Y0, Y9; \
	VUNPCKLPS  Y3, Y2, Y10; \
	VUNPCKHPS  Y3, Y2, Y11; \
	VUNPCKLPS  Y5, Y4, Y12; \
	VUNPCKHPS  Y5, Y4, Y13; \
	VUNPCKLPS  Y7, Y6, Y14; \
	VUNPCKHPS  Y7, Y6, Y15; \
	VUNPCKLPD  Y10, Y8, Y0; \
	VUNPCKHPD  Y10, Y8, Y1; \
	VUNPCKLPD  Y11, Y9, Y2; \
	VUNPCKHPD  Y11, Y9, Y3; \
	VUNPCKLPD  Y14, Y12, Y4; \
	VUNPCKHPD  Y14, Y12, Y5; \
	VUNPCKLPD  Y15, Y13, Y6; \
	VUNPCKHPD  Y15, Y13, Y7; \
	VPERM2F128 $0x20, Y4, Y0, Y8; \
	VPERM2F128 $0x20, Y5, Y1, Y9; \
	VPERM2F128 $0x20, Y6, Y2, Y10; \
	VPERM2F128 $0x20, Y7, Y3, Y11; \
	VPERM2F128 $0x31, Y4, Y0, Y12; \
	VPERM2F128 $0x31, Y5, Y1, Y13; \
	VPERM2F128 $0x31, Y6, Y2, Y14; \
	VPERM2F128 $0x31, Y7, Y3, Y15
#define GETROWS \
	LEAQ  (A)(LDA*4), A4; \
	VLOAD (A), Y0; \
	VLOAD (A)(LDA*1), Y1; \
	VLOAD (A)(LDA*2), Y2; \
	VLOAD (A)(LDA3*1), Y3; \
	VLOAD (A4), Y4; \
	VLOAD (A4)(LDA*1), Y5; \
	VLOAD (A4)(LDA*2), Y6; \
	VLOAD (A4)(LDA3*1), Y7; \
	LEAQ  (A)(LDA*8), A
#define PUTROWS \
	LEAQ  (A)(LDA*4), A4; \
	VLOAD Y8, (A); \
	VLOAD Y9, (A)(LDA*1); \
	VLOAD Y10, (A)(LDA*2); \
	VLOAD Y11, (A)(LDA3*1); \
	VLOAD Y12, (A4); \
	VLOAD Y13, (A4)(LDA*1); \
	VLOAD Y14, (A4)(LDA*2); \
	VLOAD Y15, (A4)(LDA3*1); \
	LEAQ  (A)(LDA*8), A
#define OUT0 Y8
#define OUT1 Y9
#define OUT2 Y10
#define OUT3 Y11
#define OUT4 Y12
#define OUT5 Y13
#define OUT6 Y14
#define OUT7 Y15
#define CLEAR(o) CLEARTOP(o)
