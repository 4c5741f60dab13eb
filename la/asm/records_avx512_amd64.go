//go:build !purego

package asm

// avx512Records is the AVX-512 port (F, VL, DQ, BW). A processor that has these
// has AVX2 and FMA: fields without a kernel of their own hold the AVX2 one.
var avx512Records = records{
	f64: Kernels[float64]{
		Name: "avx512", MR: 6, NR: 8, Unroll: 4,
		Gemm: dgemm6x8AVX2,
		Dot:  ddotAVX512, Axpy: daxpyAVX512, Scal: dscalAVX512,
		Asum: dasumAVX512, Iamax: idamaxAVX512,
		DotWide: ddotAVX512,
		Gemv:    dgemvAVX512, GemvT: dgemvtAVX512, Ger: dgerAVX512,
		TrsvL: dtrsvlAVX2, TrsvU: dtrsvuAVX2, TrsvLT: dtrsvltAVX2, TrsvUT: dtrsvutAVX2,
		Exp: dexpAVX2, Tanh: dtanhAVX2, Sigmoid: dsigmoidAVX2, Log1pExp: dlog1pexpAVX2,
	},
	f32: Kernels[float32]{
		Name: "avx512", MR: 6, NR: 16, Unroll: 4,
		Gemm: sgemm6x16AVX2,
		Dot:  sdotAVX512, Axpy: saxpyAVX512, Scal: sscalAVX512,
		Asum: sasumAVX512, Iamax: isamaxAVX512,
		DotWide: sdotwideAVX512,
		Gemv:    sgemvAVX512, GemvT: sgemvtAVX512, Ger: sgerAVX512,
		TrsvL: strsvlAVX2, TrsvU: strsvuAVX2, TrsvLT: strsvltAVX2, TrsvUT: strsvutAVX2,
		Exp: sexpAVX2, Tanh: stanhAVX2, Sigmoid: ssigmoidAVX2, Log1pExp: slog1pexpAVX2,
	},
}
