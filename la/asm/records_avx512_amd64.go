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
		CopyAbs: dcopyabsAVX512, Batch: dbatchAVX512, Quant: dquantAVX512, Chol: dcholAVX512, Gemv: dgemvAVX512, GemvT: dgemvtAVX512,
		Asum: dasumAVX512, Iamax: idamaxAVX512, DotWide: ddotAVX512, Ger: dgerAVX512,
		TrsvLower: dtrsvLowerAVX512, TrsvUpper: dtrsvUpperAVX512, TrsvUpperTrans: dtrsvUpperTransAVX2,
		TrsvLowerTrans: dtrsvLowerTransAVX2, ReLU: dreluAVX512, TanhSlope: dtanhSlopeAVX512,
		SigmoidSlope: dsigmoidSlopeAVX512, MaxAbsDiff: dmaxAbsDiffAVX512, Mul: dmulAVX512, AddAbs: daddabsAVX512,
		Reflect: dreflectAVX512,
		Adam:    dadamAVX512, Momentum: dmomentumAVX512, ProxL1: dproxL1AVX512, ProxL2: dproxL2AVX512, Above: daboveAVX512,
		GemvRows: dgemvRowsAVX512, Sparse: dsparseAVX512, MaxColumns: dmaxColumnsAVX512,
	},
	f32: Kernels[float32]{
		Name: "avx512", MR: 8, NR: 48, Vec: 16,
		Gemm: sgemm8x48AVX512, Copy: scopyAVX512, Transpose: stransposeAVX512, Dot: sdotAVX512,
		Axpy: saxpyAVX512, Scal: sscalAVX512, Exp: sexpAVX512, Tanh: stanhAVX512, Sigmoid: ssigmoidAVX512,
		Log1pExp: slog1pexpAVX512, LUPanel: slupanelAVX512, Trsm: strsmAVX512, SwapRows: sswaprowsAVX2,
		CopyAbs: scopyabsAVX512, Batch: sbatchAVX512, Quant: squantAVX512, Chol: scholAVX512, Gemv: sgemvAVX512, GemvT: sgemvtAVX512,
		Asum: sasumAVX512, Iamax: isamaxAVX512, DotWide: sdotwideAVX512, Ger: sgerAVX512,
		TrsvLower: strsvLowerAVX512, TrsvUpper: strsvUpperAVX512, TrsvUpperTrans: strsvUpperTransAVX2,
		TrsvLowerTrans: strsvLowerTransAVX2, ReLU: sreluAVX512, TanhSlope: stanhSlopeAVX512,
		SigmoidSlope: ssigmoidSlopeAVX512, MaxAbsDiff: smaxAbsDiffAVX512, Mul: smulAVX512, AddAbs: saddabsAVX512,
		Reflect: sreflectAVX512,
		Adam:    sadamAVX512, Momentum: smomentumAVX512, ProxL1: sproxL1AVX512, ProxL2: sproxL2AVX512, Above: saboveAVX512,
		GemvRows: sgemvRowsAVX512, Sparse: ssparseAVX512, MaxColumns: smaxColumnsAVX512,
	},
}
