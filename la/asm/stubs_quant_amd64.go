//go:build !purego

package asm

// dquantgemmVNNI is quantGemmGeneric for strips of at most 48 columns of float64.
//
//go:noescape
func dquantgemmVNNI(kc int, a *uint32, rsa, csa int, b *uint32, rsb int, next *uint32, c *float64, ldc, m, n int, start *int32, row, col *float64)

// squantgemmVNNI is quantGemmGeneric for strips of at most 48 columns of float32.
//
//go:noescape
func squantgemmVNNI(kc int, a *uint32, rsa, csa int, b *uint32, rsb int, next *uint32, c *float32, ldc, m, n int, start *int32, row, col *float32)

// dquantgemmAVX512 is dquantgemmVNNI for processors without VNNI.
//
//go:noescape
func dquantgemmAVX512(kc int, a *uint32, rsa, csa int, b *uint32, rsb int, next *uint32, c *float64, ldc, m, n int, start *int32, row, col *float64)

// squantgemmAVX512 is squantgemmVNNI for processors without VNNI.
//
//go:noescape
func squantgemmAVX512(kc int, a *uint32, rsa, csa int, b *uint32, rsb int, next *uint32, c *float32, ldc, m, n int, start *int32, row, col *float32)

// dquantchangeAVX512 is quantChangeGeneric for float64.
//
//go:noescape
func dquantchangeAVX512(m, n int, q *uint32, ldq int, scale, change, y *float64, ldy int, z *float64, ldz int)

// squantchangeAVX512 is quantChangeGeneric for float32.
//
//go:noescape
func squantchangeAVX512(m, n int, q *uint32, ldq int, scale, change, y *float32, ldy int, z *float32, ldz int)

// dquantmaxabsAVX512 is quantMaxAbsGeneric for float64.
//
//go:noescape
func dquantmaxabsAVX512(m, n int, b *float64, ldb int, top *float64)

// squantmaxabsAVX512 is quantMaxAbsGeneric for float32.
//
//go:noescape
func squantmaxabsAVX512(m, n int, b *float32, ldb int, top *float32)

// dquantcolumnsAVX512 is quantColumnsGeneric for float64.
//
//go:noescape
func dquantcolumnsAVX512(m, n int, b *float64, ldb int, inv *float64, q *uint32, start *int32)

// squantcolumnsAVX512 is quantColumnsGeneric for float32.
//
//go:noescape
func squantcolumnsAVX512(m, n int, b *float32, ldb int, inv *float32, q *uint32, start *int32)

// dquantlargestAVX512 is quantLargestGeneric for float64.
//
//go:noescape
func dquantlargestAVX512(m, n int, change, y *float64, ldy int, z *float64, ldz int)

// squantlargestAVX512 is quantLargestGeneric for float32.
//
//go:noescape
func squantlargestAVX512(m, n int, change, y *float32, ldy int, z *float32, ldz int)
