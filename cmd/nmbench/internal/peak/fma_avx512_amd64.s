//go:build !purego

#include "textflag.h"

// Twelve sums: two units with a latency of up to 5 cycles need ten operations in flight.

#define TURNS CX

#define ROUND(FMA) \
	FMA Z0, Z0, Z2;  \
	FMA Z0, Z0, Z3;  \
	FMA Z0, Z0, Z4;  \
	FMA Z0, Z0, Z5;  \
	FMA Z0, Z0, Z6;  \
	FMA Z0, Z0, Z7;  \
	FMA Z0, Z0, Z8;  \
	FMA Z0, Z0, Z9;  \
	FMA Z0, Z0, Z10; \
	FMA Z0, Z0, Z11; \
	FMA Z0, Z0, Z12; \
	FMA Z0, Z0, Z13

#define CLEAR \
	VXORPD Z2, Z2, Z2;    \
	VXORPD Z3, Z3, Z3;    \
	VXORPD Z4, Z4, Z4;    \
	VXORPD Z5, Z5, Z5;    \
	VXORPD Z6, Z6, Z6;    \
	VXORPD Z7, Z7, Z7;    \
	VXORPD Z8, Z8, Z8;    \
	VXORPD Z9, Z9, Z9;    \
	VXORPD Z10, Z10, Z10; \
	VXORPD Z11, Z11, Z11; \
	VXORPD Z12, Z12, Z12; \
	VXORPD Z13, Z13, Z13

// func fma32AVX512(turns int, x float32)
TEXT ·fma32AVX512(SB), NOSPLIT, $0-12
	MOVQ         turns+0(FP), TURNS
	VBROADCASTSS x+8(FP), Z0
	CLEAR

turn:
	ROUND(VFMADD231PS)
	ROUND(VFMADD231PS)
	SUBQ $1, TURNS
	JGT  turn
	VZEROUPPER
	RET

// func fma64AVX512(turns int, x float64)
TEXT ·fma64AVX512(SB), NOSPLIT, $0-16
	MOVQ         turns+0(FP), TURNS
	VBROADCASTSD x+8(FP), Z0
	CLEAR

turn:
	ROUND(VFMADD231PD)
	ROUND(VFMADD231PD)
	SUBQ $1, TURNS
	JGT  turn
	VZEROUPPER
	RET
