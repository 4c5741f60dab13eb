//go:build !purego

package asm

// avx512Records is the AVX-512 port (F, VL, DQ, BW). A processor that has these
// has AVX2 and FMA: fields without a kernel of their own hold the AVX2 one.
var avx512Records = records{
	f64: Kernels[float64]{
		Name: "avx512", MR: 8, NR: 24, Vec: 8,
		Gemm: dgemm8x24AVX512, Copy: dcopyAVX512, Transpose: dtransposeAVX512, Dot: ddotAVX512,
		Axpy: daxpyAVX512, Scal: dscalAVX512, Exp: dexpAVX512, Tanh: dtanhAVX512, Sigmoid: dsigmoidAVX512,
		Log1pExp: dlog1pexpAVX512, LUPanel: dlupanelAVX512, Trsm: dtrsmAVX512, SwapRows: dswaprowsAVX2,
		CopyAbs: dcopyabsAVX512, Batch: dbatchAVX512, Chol: dcholAVX512, Gemv: dgemvAVX512, GemvT: dgemvtAVX512,
		TrsvL: dtrsvlAVX2, TrsvU: dtrsvuAVX2,
	},
	f32: Kernels[float32]{
		Name: "avx512", MR: 8, NR: 48, Vec: 16,
		Gemm: sgemm8x48AVX512, Copy: scopyAVX512, Transpose: stransposeAVX512, Dot: sdotAVX512,
		Axpy: saxpyAVX512, Scal: sscalAVX512, Exp: sexpAVX512, Tanh: stanhAVX512, Sigmoid: ssigmoidAVX512,
		Log1pExp: slog1pexpAVX512, LUPanel: slupanelAVX512, Trsm: strsmAVX512, SwapRows: sswaprowsAVX2,
		CopyAbs: scopyabsAVX512, Batch: sbatchAVX512, Chol: scholAVX512, Gemv: sgemvAVX512, GemvT: sgemvtAVX512,
		TrsvL: strsvlAVX2, TrsvU: strsvuAVX2,
	},
}
