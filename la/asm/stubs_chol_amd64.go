//go:build !purego

package asm

// dcholAVX2 is cholGeneric for float64.
//
//go:noescape
func dcholAVX2(k, lo, hi int, a *float64, lda int, work *float64) (bad int)

// scholAVX2 is cholGeneric for float32.
//
//go:noescape
func scholAVX2(k, lo, hi int, a *float32, lda int, work *float32) (bad int)

// dcholAVX512 is cholGeneric for float64.
//
//go:noescape
func dcholAVX512(k, lo, hi int, a *float64, lda int, work *float64) (bad int)

// scholAVX512 is cholGeneric for float32.
//
//go:noescape
func scholAVX512(k, lo, hi int, a *float32, lda int, work *float32) (bad int)
