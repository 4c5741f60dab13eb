//go:build !purego

#include "textflag.h"
#include "quantpack_avx512_amd64.h"
#include "vector_f64_avx512_amd64.h"
#include "quantpack_float64_avx512_amd64.h"

// func dquantmaxabsAVX512(m, n int, b *float64, ldb int, top *float64)
TEXT ·dquantmaxabsAVX512(SB), NOSPLIT, $0-40
	MOVQ top+32(FP), TO
#include "quantmaxabs_body_avx512_amd64.h"

// func dquantcolumnsAVX512(m, n int, b *float64, ldb int, inv *float64, q *uint32, start *int32)
TEXT ·dquantcolumnsAVX512(SB), NOSPLIT, $0-56
	MOVQ inv+32(FP), INV
	MOVQ q+40(FP), TO
	MOVQ start+48(FP), START
#include "quantcolumns_body_avx512_amd64.h"

#include "vector_f32_avx512_amd64.h"
#include "quantpack_float32_avx512_amd64.h"

// func squantmaxabsAVX512(m, n int, b *float32, ldb int, top *float32)
TEXT ·squantmaxabsAVX512(SB), NOSPLIT, $0-40
	MOVQ top+32(FP), TO
#include "quantmaxabs_body_avx512_amd64.h"

// func squantcolumnsAVX512(m, n int, b *float32, ldb int, inv *float32, q *uint32, start *int32)
TEXT ·squantcolumnsAVX512(SB), NOSPLIT, $0-56
	MOVQ inv+32(FP), INV
	MOVQ q+40(FP), TO
	MOVQ start+48(FP), START
#include "quantcolumns_body_avx512_amd64.h"
