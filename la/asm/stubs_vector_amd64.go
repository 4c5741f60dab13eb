//go:build !purego

package asm

// ddotAVX2 is dotGeneric with 16 partial sums, four vectors of four.
//
//go:noescape
func ddotAVX2(x, y []float64) float64

// sdotAVX2 is dotGeneric with 32 partial sums, four vectors of eight.
//
//go:noescape
func sdotAVX2(x, y []float32) float32

// daxpyAVX2 is axpyGeneric with fused multiply-adds.
//
//go:noescape
func daxpyAVX2(alpha float64, x, y []float64)

// saxpyAVX2 is axpyGeneric with fused multiply-adds.
//
//go:noescape
func saxpyAVX2(alpha float32, x, y []float32)

// dscalAVX2 is scalGeneric.
//
//go:noescape
func dscalAVX2(alpha float64, x []float64)

// sscalAVX2 is scalGeneric.
//
//go:noescape
func sscalAVX2(alpha float32, x []float32)

// dgemvAVX2 is gemvGeneric with one vector of sums a row, eight rows at a time.
//
//go:noescape
func dgemvAVX2(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool)

// sgemvAVX2 is gemvGeneric with one vector of sums a row, eight rows at a time.
//
//go:noescape
func sgemvAVX2(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool)

// dgemvtAVX2 is gemvtGeneric with fused multiply-adds, 32 columns at a time.
//
//go:noescape
func dgemvtAVX2(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool)

// sgemvtAVX2 is gemvtGeneric with fused multiply-adds, 64 columns at a time.
//
//go:noescape
func sgemvtAVX2(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool)

// dasumAVX2 is asumGeneric with 32 partial sums.
//
//go:noescape
func dasumAVX2(x []float64) float64

// idamaxAVX2 is iamaxGeneric in two passes, for the value and for the place.
//
//go:noescape
func idamaxAVX2(x []float64) int

// sasumAVX2 is asumGeneric with 64 partial sums.
//
//go:noescape
func sasumAVX2(x []float32) float32

// isamaxAVX2 is iamaxGeneric in two passes, for the value and for the place.
//
//go:noescape
func isamaxAVX2(x []float32) int

// dgerAVX2 is gerGeneric with fused multiply-adds.
//
//go:noescape
func dgerAVX2(m, n int, alpha float64, x, y, a *float64, lda int)

// sgerAVX2 is gerGeneric with fused multiply-adds.
//
//go:noescape
func sgerAVX2(m, n int, alpha float32, x, y, a *float32, lda int)

// sdotwideAVX2 is dotwideGeneric with 16 partial sums.
//
//go:noescape
func sdotwideAVX2(x, y []float32) float64
