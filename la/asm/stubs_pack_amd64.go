//go:build !purego

package asm

// dcopyAVX2 is copyGeneric for float64.
//
//go:noescape
func dcopyAVX2(dst *float64, ldd int, src *float64, lds, m, n int)

// scopyAVX2 is copyGeneric for float32.
//
//go:noescape
func scopyAVX2(dst *float32, ldd int, src *float32, lds, m, n int)

// dtransposeAVX2 is transposeGeneric for float64.
//
//go:noescape
func dtransposeAVX2(dst *float64, ldd int, src *float64, lds, m, n int)

// stransposeAVX2 is transposeGeneric for float32.
//
//go:noescape
func stransposeAVX2(dst *float32, ldd int, src *float32, lds, m, n int)

// dcopyAVX512 is copyGeneric for float64.
//
//go:noescape
func dcopyAVX512(dst *float64, ldd int, src *float64, lds, m, n int)

// scopyAVX512 is copyGeneric for float32.
//
//go:noescape
func scopyAVX512(dst *float32, ldd int, src *float32, lds, m, n int)

// dtransposeAVX512 is transposeGeneric for float64.
//
//go:noescape
func dtransposeAVX512(dst *float64, ldd int, src *float64, lds, m, n int)

// stransposeAVX512 is transposeGeneric for float32.
//
//go:noescape
func stransposeAVX512(dst *float32, ldd int, src *float32, lds, m, n int)
