//go:build !purego

package asm

// dgemm6x8AVX2 is gemmGeneric for strips of at most 8 columns of float64.
//
//go:noescape
func dgemm6x8AVX2(kc int, a *float64, rsa, csa int, b *float64, rsb int, next, c *float64, ldc, m, n int, alpha, beta float64)

// sgemm6x16AVX2 is gemmGeneric for strips of at most 16 columns of float32.
//
//go:noescape
func sgemm6x16AVX2(kc int, a *float32, rsa, csa int, b *float32, rsb int, next, c *float32, ldc, m, n int, alpha, beta float32)

// dgemm8x24AVX512 is gemmGeneric for strips of at most 24 columns of float64.
//
//go:noescape
func dgemm8x24AVX512(kc int, a *float64, rsa, csa int, b *float64, rsb int, next, c *float64, ldc, m, n int, alpha, beta float64)

// sgemm8x48AVX512 is gemmGeneric for strips of at most 48 columns of float32.
//
//go:noescape
func sgemm8x48AVX512(kc int, a *float32, rsa, csa int, b *float32, rsb int, next, c *float32, ldc, m, n int, alpha, beta float32)
