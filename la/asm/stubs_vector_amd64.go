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
