//go:build !purego

package asm

// dexpAVX512 is expGeneric with a table of 2^(j/16).
//
//go:noescape
func dexpAVX512(dst, src []float64)

// sexpAVX512 is expGeneric with a table of 2^(j/16).
//
//go:noescape
func sexpAVX512(dst, src []float32)

// dtanhAVX512 is tanhGeneric with a table of 2^(j/16).
//
//go:noescape
func dtanhAVX512(dst, src []float64)

// stanhAVX512 is tanhGeneric by polynomials from a table.
//
//go:noescape
func stanhAVX512(dst, src []float32)

// dsigmoidAVX512 is sigmoidGeneric with a table of 2^(j/16).
//
//go:noescape
func dsigmoidAVX512(dst, src []float64)

// ssigmoidAVX512 is sigmoidGeneric with a table of 2^(j/16).
//
//go:noescape
func ssigmoidAVX512(dst, src []float32)

// dlog1pexpAVX512 is log1pexpGeneric with tables of 2^(j/16) and of logarithms.
//
//go:noescape
func dlog1pexpAVX512(dst, src []float64)

// slog1pexpAVX512 is log1pexpGeneric with tables of 2^(j/16) and of logarithms.
//
//go:noescape
func slog1pexpAVX512(dst, src []float32)

// dreluAVX512 is reluGeneric.
//
//go:noescape
func dreluAVX512(dst, src []float64)

// sreluAVX512 is reluGeneric.
//
//go:noescape
func sreluAVX512(dst, src []float32)

// dtanhSlopeAVX512 is tanhSlopeGeneric.
//
//go:noescape
func dtanhSlopeAVX512(dst, src []float64)

// stanhSlopeAVX512 is tanhSlopeGeneric.
//
//go:noescape
func stanhSlopeAVX512(dst, src []float32)

// dsigmoidSlopeAVX512 is sigmoidSlopeGeneric.
//
//go:noescape
func dsigmoidSlopeAVX512(dst, src []float64)

// ssigmoidSlopeAVX512 is sigmoidSlopeGeneric.
//
//go:noescape
func ssigmoidSlopeAVX512(dst, src []float32)

// dmaxAbsDiffAVX512 is maxAbsDiffGeneric.
//
//go:noescape
func dmaxAbsDiffAVX512(x, y []float64) float64

// smaxAbsDiffAVX512 is maxAbsDiffGeneric.
//
//go:noescape
func smaxAbsDiffAVX512(x, y []float32) float32

// dmulAVX512 is mulGeneric.
//
//go:noescape
func dmulAVX512(dst, x, y []float64)

// smulAVX512 is mulGeneric.
//
//go:noescape
func smulAVX512(dst, x, y []float32)
