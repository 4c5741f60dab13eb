//go:build !purego

package asm

// dgemvRowsAVX2 is gemvRowsGeneric with the sums of dgemvAVX2.
//
//go:noescape
func dgemvRowsAVX2(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool, rows *int32)

// dsparseAVX2 is sparseGeneric with fused multiply-adds, eight vectors of columns at a time.
//
//go:noescape
func dsparseAVX2(m, n int, alpha float64, start *int, col *int32, val, b *float64, ldb int, c *float64, ldc int, load bool)

// sgemvRowsAVX2 is gemvRowsGeneric with the sums of sgemvAVX2.
//
//go:noescape
func sgemvRowsAVX2(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool, rows *int32)

// ssparseAVX2 is sparseGeneric with fused multiply-adds, eight vectors of columns at a time.
//
//go:noescape
func ssparseAVX2(m, n int, alpha float32, start *int, col *int32, val, b *float32, ldb int, c *float32, ldc int, load bool)

// dgemvRowsAVX512 is gemvRowsGeneric with the sums of dgemvAVX512.
//
//go:noescape
func dgemvRowsAVX512(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool, rows *int32)

// dsparseAVX512 is sparseGeneric with fused multiply-adds, eight vectors of columns at a time.
//
//go:noescape
func dsparseAVX512(m, n int, alpha float64, start *int, col *int32, val, b *float64, ldb int, c *float64, ldc int, load bool)

// sgemvRowsAVX512 is gemvRowsGeneric with the sums of sgemvAVX512.
//
//go:noescape
func sgemvRowsAVX512(m, n int, alpha float32, a *float32, lda int, x, y *float32, load bool, rows *int32)

// ssparseAVX512 is sparseGeneric with fused multiply-adds, eight vectors of columns at a time.
//
//go:noescape
func ssparseAVX512(m, n int, alpha float32, start *int, col *int32, val, b *float32, ldb int, c *float32, ldc int, load bool)
