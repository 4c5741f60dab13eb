//go:build !purego

package asm

// avx2Records is the AVX2+FMA port. Fields it lacks hold the portable function.
var avx2Records = records{
	f64: Kernels[float64]{
		Name: "avx2", MR: 6, NR: 8, Unroll: 4,
		Gemm: dgemm6x8AVX2,
		Dot:  ddotAVX2, Axpy: daxpyAVX2, Scal: dscalAVX2,
		Exp: dexpAVX2, Tanh: dtanhAVX2, Sigmoid: dsigmoidAVX2, Log1pExp: dlog1pexpAVX2,
	},
	f32: Kernels[float32]{
		Name: "avx2", MR: 6, NR: 16, Unroll: 4,
		Gemm: sgemm6x16AVX2,
		Dot:  sdotAVX2, Axpy: saxpyAVX2, Scal: sscalAVX2,
		Exp: sexpAVX2, Tanh: stanhAVX2, Sigmoid: ssigmoidAVX2, Log1pExp: slog1pexpAVX2,
	},
}

// dgemm6x8AVX2 is gemmGeneric for a 6x8 tile of float64.
//
//go:noescape
func dgemm6x8AVX2(kc int, a *float64, rsa, csa int, b *float64, rsb int, c *float64, ldc, m, n int, alpha float64, load bool)

// sgemm6x16AVX2 is gemmGeneric for a 6x16 tile of float32.
//
//go:noescape
func sgemm6x16AVX2(kc int, a *float32, rsa, csa int, b *float32, rsb int, c *float32, ldc, m, n int, alpha float32, load bool)

// ddotAVX2 is dotGeneric with 16 partial sums, four vectors of four.
//
//go:noescape
func ddotAVX2(x, y []float64) float64

// sdotAVX2 is dotGeneric with 32 partial sums, four vectors of eight.
//
//go:noescape
func sdotAVX2(x, y []float32) float32

// daxpyAVX2 is axpyGeneric with fused multiply-adds.
//
//go:noescape
func daxpyAVX2(alpha float64, x, y []float64)

// saxpyAVX2 is axpyGeneric with fused multiply-adds.
//
//go:noescape
func saxpyAVX2(alpha float32, x, y []float32)

// dscalAVX2 is scalGeneric.
//
//go:noescape
func dscalAVX2(alpha float64, x []float64)

// sscalAVX2 is scalGeneric.
//
//go:noescape
func sscalAVX2(alpha float32, x []float32)

// dexpAVX2 is expGeneric with fused multiply-adds, one vector a turn.
//
//go:noescape
func dexpAVX2(dst, src []float64)

// sexpAVX2 is expGeneric with fused multiply-adds, one vector a turn.
//
//go:noescape
func sexpAVX2(dst, src []float32)

// dtanhAVX2 is tanhGeneric with fused multiply-adds, one vector a turn.
//
//go:noescape
func dtanhAVX2(dst, src []float64)

// stanhAVX2 is tanhGeneric with fused multiply-adds, one vector a turn.
//
//go:noescape
func stanhAVX2(dst, src []float32)

// dsigmoidAVX2 is sigmoidGeneric with fused multiply-adds, one vector a turn.
//
//go:noescape
func dsigmoidAVX2(dst, src []float64)

// ssigmoidAVX2 is sigmoidGeneric with fused multiply-adds, one vector a turn.
//
//go:noescape
func ssigmoidAVX2(dst, src []float32)

// dlog1pexpAVX2 is log1pexpGeneric with fused multiply-adds, one vector a turn.
//
//go:noescape
func dlog1pexpAVX2(dst, src []float64)

// slog1pexpAVX2 is log1pexpGeneric with fused multiply-adds, one vector a turn.
//
//go:noescape
func slog1pexpAVX2(dst, src []float32)
