//go:build !purego

package asm

// ddotAVX512 is dotGeneric with 64 partial sums, eight vectors of eight.
//
//go:noescape
func ddotAVX512(x, y []float64) float64

// sdotAVX512 is dotGeneric with 128 partial sums, eight vectors of sixteen.
//
//go:noescape
func sdotAVX512(x, y []float32) float32

// daxpyAVX512 is axpyGeneric with fused multiply-adds.
//
//go:noescape
func daxpyAVX512(alpha float64, x, y []float64)

// saxpyAVX512 is axpyGeneric with fused multiply-adds.
//
//go:noescape
func saxpyAVX512(alpha float32, x, y []float32)

// dscalAVX512 is scalGeneric.
//
//go:noescape
func dscalAVX512(alpha float64, x []float64)

// sscalAVX512 is scalGeneric.
//
//go:noescape
func sscalAVX512(alpha float32, x []float32)

// dgemvAVX512 is gemvGeneric with one vector of sums a row, eight rows at a time.
//
//go:noescape
func dgemvAVX512(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool)

// sgemvAVX512 is gemvGeneric with one vector of sums a row, eight rows at a time.
//
//go:noescape
func sgemvAVX512(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool)

// dgemvtAVX512 is gemvtGeneric with fused multiply-adds, 64 columns at a time.
//
//go:noescape
func dgemvtAVX512(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool)

// sgemvtAVX512 is gemvtGeneric with fused multiply-adds, 128 columns at a time.
//
//go:noescape
func sgemvtAVX512(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool)

// dasumAVX512 is asumGeneric with 64 partial sums.
//
//go:noescape
func dasumAVX512(x []float64) float64

// idamaxAVX512 is iamaxGeneric in two passes, for the value and for the place.
//
//go:noescape
func idamaxAVX512(x []float64) int

// sasumAVX512 is asumGeneric with 128 partial sums.
//
//go:noescape
func sasumAVX512(x []float32) float32

// isamaxAVX512 is iamaxGeneric in two passes, for the value and for the place.
//
//go:noescape
func isamaxAVX512(x []float32) int

// dgerAVX512 is gerGeneric with fused multiply-adds.
//
//go:noescape
func dgerAVX512(m, n int, alpha float64, x, y, a *float64, lda int)

// sgerAVX512 is gerGeneric with fused multiply-adds.
//
//go:noescape
func sgerAVX512(m, n int, alpha float32, x, y, a *float32, lda int)

// sdotwideAVX512 is dotwideGeneric with 32 partial sums.
//
//go:noescape
func sdotwideAVX512(x, y []float32) float64
