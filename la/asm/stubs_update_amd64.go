//go:build !purego

package asm

// dadamAVX2 is adamGeneric for float64.
//
//go:noescape
func dadamAVX2(w, g, m, v []float64, s *AdamStep[float64])

// dmomentumAVX2 is momentumGeneric for float64.
//
//go:noescape
func dmomentumAVX2(w, g, m []float64, decay, rate float64)

// dproxL1AVX2 is proxL1Generic for float64.
//
//go:noescape
func dproxL1AVX2(w []float64, step float64, weight []float64)

// dproxL2AVX2 is proxL2Generic for float64.
//
//go:noescape
func dproxL2AVX2(w []float64, step float64, weight []float64)

// daboveAVX2 is aboveGeneric for float64.
//
//go:noescape
func daboveAVX2(bits []uint64, x []float64, limit float64)

// sadamAVX2 is adamGeneric for float32.
//
//go:noescape
func sadamAVX2(w, g, m, v []float32, s *AdamStep[float32])

// smomentumAVX2 is momentumGeneric for float32.
//
//go:noescape
func smomentumAVX2(w, g, m []float32, decay, rate float32)

// sproxL1AVX2 is proxL1Generic for float32.
//
//go:noescape
func sproxL1AVX2(w []float32, step float32, weight []float32)

// sproxL2AVX2 is proxL2Generic for float32.
//
//go:noescape
func sproxL2AVX2(w []float32, step float32, weight []float32)

// saboveAVX2 is aboveGeneric for float32.
//
//go:noescape
func saboveAVX2(bits []uint64, x []float32, limit float32)

// dadamAVX512 is adamGeneric for float64.
//
//go:noescape
func dadamAVX512(w, g, m, v []float64, s *AdamStep[float64])

// dmomentumAVX512 is momentumGeneric for float64.
//
//go:noescape
func dmomentumAVX512(w, g, m []float64, decay, rate float64)

// dproxL1AVX512 is proxL1Generic for float64.
//
//go:noescape
func dproxL1AVX512(w []float64, step float64, weight []float64)

// dproxL2AVX512 is proxL2Generic for float64.
//
//go:noescape
func dproxL2AVX512(w []float64, step float64, weight []float64)

// daboveAVX512 is aboveGeneric for float64.
//
//go:noescape
func daboveAVX512(bits []uint64, x []float64, limit float64)

// sadamAVX512 is adamGeneric for float32.
//
//go:noescape
func sadamAVX512(w, g, m, v []float32, s *AdamStep[float32])

// smomentumAVX512 is momentumGeneric for float32.
//
//go:noescape
func smomentumAVX512(w, g, m []float32, decay, rate float32)

// sproxL1AVX512 is proxL1Generic for float32.
//
//go:noescape
func sproxL1AVX512(w []float32, step float32, weight []float32)

// sproxL2AVX512 is proxL2Generic for float32.
//
//go:noescape
func sproxL2AVX512(w []float32, step float32, weight []float32)

// saboveAVX512 is aboveGeneric for float32.
//
//go:noescape
func saboveAVX512(bits []uint64, x []float32, limit float32)
