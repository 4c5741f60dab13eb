//go:build !purego

package asm

// dlupanelAVX2 is luPanelGeneric on a transposed copy in work.
//
//go:noescape
func dlupanelAVX2(m, w int, a *float64, lda int, piv *int32, row int, work *float64, ldw int) int

// slupanelAVX2 is luPanelGeneric on a transposed copy in work.
//
//go:noescape
func slupanelAVX2(m, w int, a *float32, lda int, piv *int32, row int, work *float32, ldw int) int

// dlupanelAVX512 is luPanelGeneric on a transposed copy in work.
//
//go:noescape
func dlupanelAVX512(m, w int, a *float64, lda int, piv *int32, row int, work *float64, ldw int) int

// slupanelAVX512 is luPanelGeneric on a transposed copy in work.
//
//go:noescape
func slupanelAVX512(m, w int, a *float32, lda int, piv *int32, row int, work *float32, ldw int) int

// dtrsmAVX2 is trsmGeneric, strips of 8 columns, four rows of L at a time.
//
//go:noescape
func dtrsmAVX2(m, k, n int, l *float64, rs, cs int, dinv *float64, ds int, b *float64, ldb int)

// strsmAVX2 is trsmGeneric, strips of 16 columns, four rows of L at a time.
//
//go:noescape
func strsmAVX2(m, k, n int, l *float32, rs, cs int, dinv *float32, ds int, b *float32, ldb int)

// dtrsmAVX512 is trsmGeneric, strips of 24 columns, eight rows of L at a time.
//
//go:noescape
func dtrsmAVX512(m, k, n int, l *float64, rs, cs int, dinv *float64, ds int, b *float64, ldb int)

// strsmAVX512 is trsmGeneric, strips of 48 columns, eight rows of L at a time.
//
//go:noescape
func strsmAVX512(m, k, n int, l *float32, rs, cs int, dinv *float32, ds int, b *float32, ldb int)

// dswaprowsAVX2 is swapRowsGeneric.
//
//go:noescape
func dswaprowsAVX2(n, lo, hi, step int, a *float64, lda int, piv *int32)

// sswaprowsAVX2 is swapRowsGeneric.
//
//go:noescape
func sswaprowsAVX2(n, lo, hi, step int, a *float32, lda int, piv *int32)

// dcopyabsAVX2 is copyAbsGeneric.
//
//go:noescape
func dcopyabsAVX2(m, n int, dst *float64, ldd int, src *float64, lds int, sum *float64)

// scopyabsAVX2 is copyAbsGeneric.
//
//go:noescape
func scopyabsAVX2(m, n int, dst *float32, ldd int, src *float32, lds int, sum *float32)

// dcopyabsAVX512 is copyAbsGeneric.
//
//go:noescape
func dcopyabsAVX512(m, n int, dst *float64, ldd int, src *float64, lds int, sum *float64)

// scopyabsAVX512 is copyAbsGeneric.
//
//go:noescape
func scopyabsAVX512(m, n int, dst *float32, ldd int, src *float32, lds int, sum *float32)

// dtrsvLowerAVX2 is trsvLowerGeneric, eight rows at a time.
//
//go:noescape
func dtrsvLowerAVX2(n int, a *float64, lda int, x *float64)

// dtrsvUpperAVX2 is trsvUpperGeneric, eight rows at a time.
//
//go:noescape
func dtrsvUpperAVX2(n int, a *float64, lda int, x *float64)

// dtrsvUpperTransAVX2 is trsvUpperTransGeneric, eight rows at a time.
//
//go:noescape
func dtrsvUpperTransAVX2(n int, a *float64, lda int, x *float64)

// dtrsvLowerTransAVX2 is trsvLowerTransGeneric, eight rows at a time.
//
//go:noescape
func dtrsvLowerTransAVX2(n int, a *float64, lda int, x *float64)

// strsvLowerAVX2 is trsvLowerGeneric, eight rows at a time.
//
//go:noescape
func strsvLowerAVX2(n int, a *float32, lda int, x *float32)

// strsvUpperAVX2 is trsvUpperGeneric, eight rows at a time.
//
//go:noescape
func strsvUpperAVX2(n int, a *float32, lda int, x *float32)

// strsvUpperTransAVX2 is trsvUpperTransGeneric, eight rows at a time.
//
//go:noescape
func strsvUpperTransAVX2(n int, a *float32, lda int, x *float32)

// strsvLowerTransAVX2 is trsvLowerTransGeneric, eight rows at a time.
//
//go:noescape
func strsvLowerTransAVX2(n int, a *float32, lda int, x *float32)

// dtrsvLowerAVX512 is trsvLowerGeneric, eight rows at a time.
//
//go:noescape
func dtrsvLowerAVX512(n int, a *float64, lda int, x *float64)

// dtrsvUpperAVX512 is trsvUpperGeneric, eight rows at a time.
//
//go:noescape
func dtrsvUpperAVX512(n int, a *float64, lda int, x *float64)

// strsvLowerAVX512 is trsvLowerGeneric, eight rows at a time.
//
//go:noescape
func strsvLowerAVX512(n int, a *float32, lda int, x *float32)

// strsvUpperAVX512 is trsvUpperGeneric, eight rows at a time.
//
//go:noescape
func strsvUpperAVX512(n int, a *float32, lda int, x *float32)
