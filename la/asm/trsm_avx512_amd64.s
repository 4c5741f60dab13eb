//go:build !purego

#include "textflag.h"
#include "trsm_avx512_amd64.h"

#define SIZE 8
#define LANES 8
#define VLOAD VMOVUPD
#define VBCAST VBROADCASTSD
#define VFNMA VFNMADD231PD
#define VMULT VMULPD

// func dtrsmAVX512(m, k, n int, l *float64, rs, cs int, dinv *float64, ds int, b *float64, ldb int)
TEXT ·dtrsmAVX512(SB), NOSPLIT, $0-80
#include "trsm_wide_avx512_amd64.h"
#include "trsm_narrows_avx512_amd64.h"

#undef SIZE
#undef LANES
#undef VLOAD
#undef VBCAST
#undef VFNMA
#undef VMULT
#define SIZE 4
#define LANES 16
#define VLOAD VMOVUPS
#define VBCAST VBROADCASTSS
#define VFNMA VFNMADD231PS
#define VMULT VMULPS

// func strsmAVX512(m, k, n int, l *float32, rs, cs int, dinv *float32, ds int, b *float32, ldb int)
TEXT ·strsmAVX512(SB), NOSPLIT, $0-80
#include "trsm_wide_avx512_amd64.h"
#include "trsm_narrows_avx512_amd64.h"
