//go:build !purego

package asm

// dexpAVX2 is expGeneric with fused multiply-adds.
//
//go:noescape
func dexpAVX2(dst, src []float64)

// sexpAVX2 is expGeneric with fused multiply-adds.
//
//go:noescape
func sexpAVX2(dst, src []float32)

// dtanhAVX2 is tanhGeneric with fused multiply-adds.
//
//go:noescape
func dtanhAVX2(dst, src []float64)

// stanhAVX2 is tanhGeneric with fused multiply-adds.
//
//go:noescape
func stanhAVX2(dst, src []float32)

// dsigmoidAVX2 is sigmoidGeneric with fused multiply-adds.
//
//go:noescape
func dsigmoidAVX2(dst, src []float64)

// ssigmoidAVX2 is sigmoidGeneric with fused multiply-adds.
//
//go:noescape
func ssigmoidAVX2(dst, src []float32)

// dlog1pexpAVX2 is log1pexpGeneric with fused multiply-adds.
//
//go:noescape
func dlog1pexpAVX2(dst, src []float64)

// slog1pexpAVX2 is log1pexpGeneric with fused multiply-adds.
//
//go:noescape
func slog1pexpAVX2(dst, src []float32)

// dreluAVX2 is reluGeneric.
//
//go:noescape
func dreluAVX2(dst, src []float64)

// sreluAVX2 is reluGeneric.
//
//go:noescape
func sreluAVX2(dst, src []float32)

// dtanhSlopeAVX2 is tanhSlopeGeneric.
//
//go:noescape
func dtanhSlopeAVX2(dst, src []float64)

// stanhSlopeAVX2 is tanhSlopeGeneric.
//
//go:noescape
func stanhSlopeAVX2(dst, src []float32)

// dsigmoidSlopeAVX2 is sigmoidSlopeGeneric.
//
//go:noescape
func dsigmoidSlopeAVX2(dst, src []float64)

// ssigmoidSlopeAVX2 is sigmoidSlopeGeneric.
//
//go:noescape
func ssigmoidSlopeAVX2(dst, src []float32)

// dmaxAbsDiffAVX2 is maxAbsDiffGeneric.
//
//go:noescape
func dmaxAbsDiffAVX2(x, y []float64) float64

// smaxAbsDiffAVX2 is maxAbsDiffGeneric.
//
//go:noescape
func smaxAbsDiffAVX2(x, y []float32) float32

// dmulAVX2 is mulGeneric.
//
//go:noescape
func dmulAVX2(dst, x, y []float64)

// smulAVX2 is mulGeneric.
//
//go:noescape
func smulAVX2(dst, x, y []float32)
