// lu_float64_avx512_amd64.h's names for float32; comes second in a file.

#undef SIZE
#undef LANES
#undef LOGLANES
#undef ONE
#undef MANTISSA
#undef INFINITE
#undef LANE
#undef STOX
#undef XTOS
#undef SOVER
#undef VLOAD
#undef VBCAST
#undef VFNMA
#undef VMULT
#undef IBCAST
#undef IGREATER
#undef ISAME
#undef IATLEAST
#undef VPICK
#undef ILARGER
#undef ISMALLER
#undef ITAKE
#undef IAND
#undef IPLUS
#undef HALVE
#undef FOLD4
#undef ROW0
#undef ROW1
#undef ROW2
#undef ROW3
#undef ROW4
#undef ROW5
#undef ROW6
#undef ROW7
#undef OUT0
#undef OUT1
#undef OUT2
#undef OUT3
#undef OUT4
#undef OUT5
#undef OUT6
#undef OUT7
#undef FLIP

#define SIZE 4
#define LANES 16
#define LOGLANES 4
#define ONE $0x3f800000
#define MANTISSA 23
#define INFINITE 255
#define LANE luLanes32<>
#define STOX VMOVD
#define XTOS VMOVD
#define SOVER VDIVSS
#define VLOAD VMOVUPS
#define VBCAST VBROADCASTSS
#define VFNMA VFNMADD231PS
#define VMULT VMULPS
#define IBCAST VPBROADCASTD
#define IGREATER VPCMPUD $6,
#define ISAME VPCMPUD $0,
#define IATLEAST VPCMPUD $5,
#define VPICK VPERMPS
#define ILARGER VPMAXUD
#define ISMALLER VPMINSD
#define ITAKE VMOVDQU32
#define IAND VPANDD
#define IPLUS VPADDD
#define HALVE VPSRLD $1,
#define FOLD4(op) \
	VPERMILPD $1, X9, X10; \
	op        X10, X9, X9; \
	VPERMILPS $0xb1, X9, X10; \
	op        X10, X9, X9

// Half a vector of every column is one vector of 8 rows.
#define ROW0 Y0
#define ROW1 Y1
#define ROW2 Y2
#define ROW3 Y3
#define ROW4 Y4
#define ROW5 Y5
#define ROW6 Y6
#define ROW7 Y7
#define OUT0 Y8
#define OUT1 Y9
#define OUT2 Y10
#define OUT3 Y11
#define OUT4 Y12
#define OUT5 Y13
#define OUT6 Y14
#define OUT7 Y15

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
