//go:build !purego

#include "textflag.h"

// Twelve sums: two units with a latency of up to 5 cycles need ten operations in flight.

#define TURNS CX

#define ROUND(FMA) \
	FMA Y0, Y0, Y2;  \
	FMA Y0, Y0, Y3;  \
	FMA Y0, Y0, Y4;  \
	FMA Y0, Y0, Y5;  \
	FMA Y0, Y0, Y6;  \
	FMA Y0, Y0, Y7;  \
	FMA Y0, Y0, Y8;  \
	FMA Y0, Y0, Y9;  \
	FMA Y0, Y0, Y10; \
	FMA Y0, Y0, Y11; \
	FMA Y0, Y0, Y12; \
	FMA Y0, Y0, Y13

#define CLEAR \
	VXORPD Y2, Y2, Y2;    \
	VXORPD Y3, Y3, Y3;    \
	VXORPD Y4, Y4, Y4;    \
	VXORPD Y5, Y5, Y5;    \
	VXORPD Y6, Y6, Y6;    \
	VXORPD Y7, Y7, Y7;    \
	VXORPD Y8, Y8, Y8;    \
	VXORPD Y9, Y9, Y9;    \
	VXORPD Y10, Y10, Y10; \
	VXORPD Y11, Y11, Y11; \
	VXORPD Y12, Y12, Y12; \
	VXORPD Y13, Y13, Y13

// func fma32AVX2(turns int, x float32)
TEXT ·fma32AVX2(SB), NOSPLIT, $0-12
	MOVQ         turns+0(FP), TURNS
	VBROADCASTSS x+8(FP), Y0
	CLEAR

turn:
	ROUND(VFMADD231PS)
	ROUND(VFMADD231PS)
	SUBQ $1, TURNS
	JGT  turn
	VZEROUPPER
	RET

// func fma64AVX2(turns int, x float64)
TEXT ·fma64AVX2(SB), NOSPLIT, $0-16
	MOVQ         turns+0(FP), TURNS
	VBROADCASTSD x+8(FP), Y0
	CLEAR

turn:
	ROUND(VFMADD231PD)
	ROUND(VFMADD231PD)
	SUBQ $1, TURNS
	JGT  turn
	VZEROUPPER
	RET
