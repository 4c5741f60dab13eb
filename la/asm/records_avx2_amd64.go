//go:build !purego

package asm

// avx2Records is the AVX2+FMA port. Fields it lacks hold the portable function.
var avx2Records = records{
	f64: Kernels[float64]{
		Name: "avx2", MR: 6, NR: 8, Vec: 4,
		Gemm: dgemm6x8AVX2, Copy: dcopyAVX2, Transpose: dtransposeAVX2, Dot: ddotAVX2, Axpy: daxpyAVX2,
		Scal: dscalAVX2, Exp: dexpAVX2, Tanh: dtanhAVX2, Sigmoid: dsigmoidAVX2, Log1pExp: dlog1pexpAVX2,
		LUPanel: dlupanelAVX2, Trsm: dtrsmAVX2, SwapRows: dswaprowsAVX2, CopyAbs: dcopyabsAVX2,
		Batch: dbatchAVX2, Quant: genericQuant[float64](), Chol: dcholAVX2, Gemv: dgemvAVX2, GemvT: dgemvtAVX2, Asum: dasumAVX2,
		Iamax: idamaxAVX2, DotWide: ddotAVX2, Ger: dgerAVX2, TrsvLower: dtrsvLowerAVX2,
		TrsvUpper: dtrsvUpperAVX2, TrsvUpperTrans: dtrsvUpperTransAVX2, TrsvLowerTrans: dtrsvLowerTransAVX2,
		ReLU: dreluAVX2, TanhSlope: dtanhSlopeAVX2, SigmoidSlope: dsigmoidSlopeAVX2,
		MaxAbsDiff: dmaxAbsDiffAVX2, Mul: dmulAVX2, AddAbs: daddabsAVX2, Reflect: dreflectAVX2,
		Adam: dadamAVX2, Momentum: dmomentumAVX2, ProxL1: dproxL1AVX2, ProxL2: dproxL2AVX2, Above: daboveAVX2,
		GemvRows: dgemvRowsAVX2, Sparse: dsparseAVX2, MaxColumns: dmaxColumnsAVX2,
	},
	f32: Kernels[float32]{
		Name: "avx2", MR: 6, NR: 16, Vec: 8,
		Gemm: sgemm6x16AVX2, Copy: scopyAVX2, Transpose: stransposeAVX2, Dot: sdotAVX2, Axpy: saxpyAVX2,
		Scal: sscalAVX2, Exp: sexpAVX2, Tanh: stanhAVX2, Sigmoid: ssigmoidAVX2, Log1pExp: slog1pexpAVX2,
		LUPanel: slupanelAVX2, Trsm: strsmAVX2, SwapRows: sswaprowsAVX2, CopyAbs: scopyabsAVX2,
		Batch: sbatchAVX2, Quant: genericQuant[float32](), Chol: scholAVX2, Gemv: sgemvAVX2, GemvT: sgemvtAVX2, Asum: sasumAVX2,
		Iamax: isamaxAVX2, DotWide: sdotwideAVX2, Ger: sgerAVX2, TrsvLower: strsvLowerAVX2,
		TrsvUpper: strsvUpperAVX2, TrsvUpperTrans: strsvUpperTransAVX2, TrsvLowerTrans: strsvLowerTransAVX2,
		ReLU: sreluAVX2, TanhSlope: stanhSlopeAVX2, SigmoidSlope: ssigmoidSlopeAVX2,
		MaxAbsDiff: smaxAbsDiffAVX2, Mul: smulAVX2, AddAbs: saddabsAVX2, Reflect: sreflectAVX2,
		Adam: sadamAVX2, Momentum: smomentumAVX2, ProxL1: sproxL1AVX2, ProxL2: sproxL2AVX2, Above: saboveAVX2,
		GemvRows: sgemvRowsAVX2, Sparse: ssparseAVX2, MaxColumns: smaxColumnsAVX2,
	},
}
