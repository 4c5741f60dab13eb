//go:build !purego

#include "textflag.h"
#include "trsm_avx2_amd64.h"

#define SIZE 8
#define LANES 4
#define SLOAD VMOVSD
#define VLOAD VMOVUPD
#define VBCAST VBROADCASTSD
#define VFNMA VFNMADD231PD
#define VMULT VMULPD

// func dtrsmAVX2(m, k, n int, l *float64, rs, cs int, dinv *float64, ds int, b *float64, ldb int)
TEXT ·dtrsmAVX2(SB), NOSPLIT, $0-80
#include "trsm_wide_avx2_amd64.h"
#include "trsm_narrows_avx2_amd64.h"

#undef SIZE
#undef LANES
#undef SLOAD
#undef VLOAD
#undef VBCAST
#undef VFNMA
#undef VMULT
#define SIZE 4
#define LANES 8
#define SLOAD VMOVSS
#define VLOAD VMOVUPS
#define VBCAST VBROADCASTSS
#define VFNMA VFNMADD231PS
#define VMULT VMULPS

// func strsmAVX2(m, k, n int, l *float32, rs, cs int, dinv *float32, ds int, b *float32, ldb int)
TEXT ·strsmAVX2(SB), NOSPLIT, $0-80
#include "trsm_wide_avx2_amd64.h"
#include "trsm_narrows_avx2_amd64.h"
