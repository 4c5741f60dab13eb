//go:build !purego

package asm

// dmaxColumnsAVX2 is maxColumnsGeneric, a vector of columns at a time.
//
//go:noescape
func dmaxColumnsAVX2(m, n int, x *float64, ldx int, y *float64, ldy int, diff, size *float64, load bool)

// smaxColumnsAVX2 is maxColumnsGeneric, a vector of columns at a time.
//
//go:noescape
func smaxColumnsAVX2(m, n int, x *float32, ldx int, y *float32, ldy int, diff, size *float32, load bool)

// dmaxColumnsAVX512 is maxColumnsGeneric, a vector of columns at a time.
//
//go:noescape
func dmaxColumnsAVX512(m, n int, x *float64, ldx int, y *float64, ldy int, diff, size *float64, load bool)

// smaxColumnsAVX512 is maxColumnsGeneric, a vector of columns at a time.
//
//go:noescape
func smaxColumnsAVX512(m, n int, x *float32, ldx int, y *float32, ldy int, diff, size *float32, load bool)
