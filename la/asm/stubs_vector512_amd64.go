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
