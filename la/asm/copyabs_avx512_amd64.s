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
#define LANES 8
#define VLOAD VMOVUPD
#define VPLUS VADDPD
#define HALVE VPSRLQ $1,

// func dcopyabsAVX512(m, n int, dst *float64, ldd int, src *float64, lds int, sum *float64)
TEXT ·dcopyabsAVX512(SB), NOSPLIT, $0-56
#include "copyabs_avx512_amd64.h"

#undef SIZE
#undef LANES
#undef VLOAD
#undef VPLUS
#undef HALVE
#define SIZE 4
#define LANES 16
#define VLOAD VMOVUPS
#define VPLUS VADDPS
#define HALVE VPSRLD $1,

// func scopyabsAVX512(m, n int, dst *float32, ldd int, src *float32, lds int, sum *float32)
TEXT ·scopyabsAVX512(SB), NOSPLIT, $0-56
#include "copyabs_avx512_amd64.h"
