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
