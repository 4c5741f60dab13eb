//go:build !purego

package asm

// dreflectAVX2 is reflectGeneric for float64.
//
//go:noescape
func dreflectAVX2(m, below, above int, a *float64, lda int, coef, sums *float64)

// sreflectAVX2 is reflectGeneric for float32.
//
//go:noescape
func sreflectAVX2(m, below, above int, a *float32, lda int, coef, sums *float32)

// dreflectAVX512 is reflectGeneric for float64.
//
//go:noescape
func dreflectAVX512(m, below, above int, a *float64, lda int, coef, sums *float64)

// sreflectAVX512 is reflectGeneric for float32.
//
//go:noescape
func sreflectAVX512(m, below, above int, a *float32, lda int, coef, sums *float32)
