//go:build !purego

#include "textflag.h"
#include "tailmask_avx2_amd64.h"
#include "pack_avx2_amd64.h"
#include "float64_avx2_amd64.h"
#include "transpose_float64_avx2_amd64.h"

// func dcopyAVX2(dst *float64, ldd int, src *float64, lds, m, n int)
TEXT ·dcopyAVX2(SB), NOSPLIT, $0-48
#include "copy_body_avx2_amd64.h"

// func dtransposeAVX2(dst *float64, ldd int, src *float64, lds, m, n int)
TEXT ·dtransposeAVX2(SB), NOSPLIT, $0-48
#include "transpose_body_avx2_amd64.h"

#include "float32_avx2_amd64.h"
#include "transpose_float32_avx2_amd64.h"

// func scopyAVX2(dst *float32, ldd int, src *float32, lds, m, n int)
TEXT ·scopyAVX2(SB), NOSPLIT, $0-48
#include "copy_body_avx2_amd64.h"

// func stransposeAVX2(dst *float32, ldd int, src *float32, lds, m, n int)
TEXT ·stransposeAVX2(SB), NOSPLIT, $0-48
#include "transpose_body_avx2_amd64.h"
