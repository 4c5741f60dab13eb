//go:build !purego

#include "textflag.h"
#include "pack_avx512_amd64.h"
#include "gemm_float64_avx512_amd64.h"
#include "transpose_float64_avx512_amd64.h"

// func dcopyAVX512(dst *float64, ldd int, src *float64, lds, m, n int)
TEXT ·dcopyAVX512(SB), NOSPLIT, $0-48
#include "copy_body_avx512_amd64.h"

// func dtransposeAVX512(dst *float64, ldd int, src *float64, lds, m, n int)
TEXT ·dtransposeAVX512(SB), NOSPLIT, $0-48
#include "transpose_body_avx512_amd64.h"

#include "gemm_float32_avx512_amd64.h"
#include "transpose_float32_avx512_amd64.h"

// func scopyAVX512(dst *float32, ldd int, src *float32, lds, m, n int)
TEXT ·scopyAVX512(SB), NOSPLIT, $0-48
#include "copy_body_avx512_amd64.h"

// func stransposeAVX512(dst *float32, ldd int, src *float32, lds, m, n int)
TEXT ·stransposeAVX512(SB), NOSPLIT, $0-48
#include "transpose_body_avx512_amd64.h"
