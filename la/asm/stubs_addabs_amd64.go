//go:build !purego

package asm

// daddabsAVX2 is addAbsGeneric for float64.
//
//go:noescape
func daddabsAVX2(x, y []float64) float64

// saddabsAVX2 is addAbsGeneric for float32.
//
//go:noescape
func saddabsAVX2(x, y []float32) float32

// daddabsAVX512 is addAbsGeneric for float64.
//
//go:noescape
func daddabsAVX512(x, y []float64) float64

// saddabsAVX512 is addAbsGeneric for float32.
//
//go:noescape
func saddabsAVX512(x, y []float32) float32
