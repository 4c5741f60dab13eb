//go:build !purego

package asm

// avx2Records is the AVX2+FMA port. Fields it lacks hold the portable function.
var avx2Records = records{
	f64: Kernels[float64]{
		Name: "avx2", MR: 6, NR: 8, Vec: 4,
		Gemm: dgemm6x8AVX2, Copy: dcopyAVX2, Transpose: dtransposeAVX2, Dot: ddotAVX2, Axpy: daxpyAVX2,
		Scal: dscalAVX2, Exp: dexpAVX2, Tanh: dtanhAVX2, Sigmoid: dsigmoidAVX2, Log1pExp: dlog1pexpAVX2,
		LUPanel: dlupanelAVX2, Trsm: dtrsmAVX2, SwapRows: dswaprowsAVX2, CopyAbs: dcopyabsAVX2,
		Batch: genericBatch[float64](), Chol: dcholAVX2, Gemv: dgemvAVX2, GemvT: dgemvtAVX2, TrsvL: dtrsvlAVX2,
		TrsvU: dtrsvuAVX2,
	},
	f32: Kernels[float32]{
		Name: "avx2", MR: 6, NR: 16, Vec: 8,
		Gemm: sgemm6x16AVX2, Copy: scopyAVX2, Transpose: stransposeAVX2, Dot: sdotAVX2, Axpy: saxpyAVX2,
		Scal: sscalAVX2, Exp: sexpAVX2, Tanh: stanhAVX2, Sigmoid: ssigmoidAVX2, Log1pExp: slog1pexpAVX2,
		LUPanel: slupanelAVX2, Trsm: strsmAVX2, SwapRows: sswaprowsAVX2, CopyAbs: scopyabsAVX2,
		Batch: genericBatch[float32](), Chol: scholAVX2, Gemv: sgemvAVX2, GemvT: sgemvtAVX2, TrsvL: strsvlAVX2,
		TrsvU: strsvuAVX2,
	},
}
