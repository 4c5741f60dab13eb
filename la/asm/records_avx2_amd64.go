//go:build !purego

package asm

// avx2Records is the AVX2+FMA port. Fields it lacks hold the portable function.
var avx2Records = records{
	f64: Kernels[float64]{
		Name: "avx2", MR: 6, NR: 8, Unroll: 4,
		Gemm: dgemm6x8AVX2,
		Dot:  ddotAVX2, Axpy: daxpyAVX2, Scal: dscalAVX2,
		Asum: dasumAVX2, Iamax: idamaxAVX2,
		DotWide: ddotAVX2,
		Gemv:    dgemvAVX2, GemvT: dgemvtAVX2, Ger: dgerAVX2,
		TrsvL: dtrsvlAVX2, TrsvU: dtrsvuAVX2, TrsvLT: dtrsvltAVX2, TrsvUT: dtrsvutAVX2,
		Exp: dexpAVX2, Tanh: dtanhAVX2, Sigmoid: dsigmoidAVX2, Log1pExp: dlog1pexpAVX2,
	},
	f32: Kernels[float32]{
		Name: "avx2", MR: 6, NR: 16, Unroll: 4,
		Gemm: sgemm6x16AVX2,
		Dot:  sdotAVX2, Axpy: saxpyAVX2, Scal: sscalAVX2,
		Asum: sasumAVX2, Iamax: isamaxAVX2,
		DotWide: sdotwideAVX2,
		Gemv:    sgemvAVX2, GemvT: sgemvtAVX2, Ger: sgerAVX2,
		TrsvL: strsvlAVX2, TrsvU: strsvuAVX2, TrsvLT: strsvltAVX2, TrsvUT: strsvutAVX2,
		Exp: sexpAVX2, Tanh: stanhAVX2, Sigmoid: ssigmoidAVX2, Log1pExp: slog1pexpAVX2,
	},
}
