// The names that the panel kernel needs, for float64.

#define SIZE 8
#define FEWROWS 24 // right-looking on the rows is faster up to here (BenchmarkLUPanel)
#define LANES 8
#define LOGLANES 3
#define ONE $0x3ff0000000000000
#define MANTISSA 52
#define INFINITE 2047 // exponent
#define LANE luLanes64<>
#define SLOAD VMOVSD
#define SMULT VMULSD
#define STOX VMOVQ
#define XTOS VMOVQ
#define SOVER VDIVSD
#define VLOAD VMOVUPD
#define VBCAST VBROADCASTSD
#define VFNMA VFNMADD231PD
#define VMULT VMULPD
#define IBCAST VPBROADCASTQ
#define IGREATER VPCMPUQ $6, // IGREATER b, a, K: a > b
#define ISAME VPCMPUQ $0,
#define IATLEAST VPCMPUQ $5,
#define VPICK VPERMPD // VPICK table, lanes, dst
#define ILARGER VPMAXUQ
#define ISMALLER VPMINSQ
#define ITAKE VMOVDQU64
#define IAND VPANDQ
#define IPLUS VPADDQ
#define HALVE VPSRLQ $1,
#define FOLD4(op) \
	VPERMILPD $1, X9, X10; \
	op        X10, X9, X9

// One vector of every column is one vector of 8 rows.
#define ROW0 Z0
#define ROW1 Z1
#define ROW2 Z2
#define ROW3 Z3
#define ROW4 Z4
#define ROW5 Z5
#define ROW6 Z6
#define ROW7 Z7
#define OUT0 Z8
#define OUT1 Z9
#define OUT2 Z10
#define OUT3 Z11
#define OUT4 Z12
#define OUT5 Z13
#define OUT6 Z14
#define OUT7 Z15

// FLIP: OUT = ROW transposed.
#define FLIP \
	VUNPCKLPD  Z1, Z0, Z8; \
	VUNPCKHPD  Z1, Z0, Z9; \
	VUNPCKLPD  Z3, Z2, Z10; \
	VUNPCKHPD  Z3, Z2, Z11; \
	VUNPCKLPD  Z5, Z4, Z12; \
	VUNPCKHPD  Z5, Z4, Z13; \
	VUNPCKLPD  Z7, Z6, Z14; \
	VUNPCKHPD  Z7, Z6, Z15; \
	VSHUFF64X2 $0x88, Z10, Z8, Z0; \
	VSHUFF64X2 $0xdd, Z10, Z8, Z1; \
	VSHUFF64X2 $0x88, Z14, Z12, Z2; \
	VSHUFF64X2 $0xdd, Z14, Z12, Z3; \
	VSHUFF64X2 $0x88, Z11, Z9, Z4; \
	VSHUFF64X2 $0xdd, Z11, Z9, Z5; \
	VSHUFF64X2 $0x88, Z15, Z13, Z6; \
	VSHUFF64X2 $0xdd, Z15, Z13, Z7; \
	VSHUFF64X2 $0x88, Z2, Z0, Z8; \
	VSHUFF64X2 $0x88, Z6, Z4, Z9; \
	VSHUFF64X2 $0x88, Z3, Z1, Z10; \
	VSHUFF64X2 $0x88, Z7, Z5, Z11; \
	VSHUFF64X2 $0xdd, Z2, Z0, Z12; \
	VSHUFF64X2 $0xdd, Z6, Z4, Z13; \
	VSHUFF64X2 $0xdd, Z3, Z1, Z14; \
	VSHUFF64X2 $0xdd, Z7, Z5, Z15
