//go:build !purego

package asm

// dexpAVX512 is expGeneric with a table of 2^(j/16) for the reduction, one vector a turn.
//
//go:noescape
func dexpAVX512(dst, src []float64)

// sexpAVX512 is expGeneric with a table of 2^(j/16) for the reduction, one vector a turn.
//
//go:noescape
func sexpAVX512(dst, src []float32)

// dtanhAVX512 is tanhGeneric with a table of 2^(j/16) for the reduction, one vector a turn.
//
//go:noescape
func dtanhAVX512(dst, src []float64)

// stanhAVX512 is tanhGeneric by polynomials from a table, one vector a turn.
//
//go:noescape
func stanhAVX512(dst, src []float32)

// dsigmoidAVX512 is sigmoidGeneric with a table of 2^(j/16) for the reduction, one vector a turn.
//
//go:noescape
func dsigmoidAVX512(dst, src []float64)

// ssigmoidAVX512 is sigmoidGeneric with a table of 2^(j/16) for the reduction, one vector a turn.
//
//go:noescape
func ssigmoidAVX512(dst, src []float32)
