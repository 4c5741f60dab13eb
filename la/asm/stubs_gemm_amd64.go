//go:build !purego

package asm

// dgemm6x8AVX2 is gemmGeneric for a 6x8 tile of float64.
//
//go:noescape
func dgemm6x8AVX2(kc int, a *float64, rsa, csa int, b *float64, rsb int, c *float64, ldc, m, n int, alpha float64, load bool)

// sgemm6x16AVX2 is gemmGeneric for a 6x16 tile of float32.
//
//go:noescape
func sgemm6x16AVX2(kc int, a *float32, rsa, csa int, b *float32, rsb int, c *float32, ldc, m, n int, alpha float32, load bool)
