//go:build !purego

#include "textflag.h"

// dst = src and sum[j] += |column j|

#define M DX
#define DST R8
#define LDD R9
#define SRC R10
#define LDS R11
#define SUM R12
#define X SI
#define Y DI
#define COUNT BX

#define SIZE 8
#define LANES 4
#define SLOAD VMOVSD
#define VLOAD VMOVUPD
#define VPLUS VADDPD
#define HALVE VPSRLQ $1,

// func dcopyabsAVX2(m, n int, dst *float64, ldd int, src *float64, lds int, sum *float64)
TEXT ·dcopyabsAVX2(SB), NOSPLIT, $0-56
#include "copyabs_avx2_amd64.h"

#undef SIZE
#undef LANES
#undef SLOAD
#undef VLOAD
#undef VPLUS
#undef HALVE
#define SIZE 4
#define LANES 8
#define SLOAD VMOVSS
#define VLOAD VMOVUPS
#define VPLUS VADDPS
#define HALVE VPSRLD $1,

// func scopyabsAVX2(m, n int, dst *float32, ldd int, src *float32, lds int, sum *float32)
TEXT ·scopyabsAVX2(SB), NOSPLIT, $0-56
#include "copyabs_avx2_amd64.h"
