//go:build !purego

package asm

// avx512Records is the AVX-512 port (F, VL, DQ, BW). A processor that has these
// has AVX2 and FMA: fields without a kernel of their own hold the AVX2 one.
var avx512Records = records{
	f64: Kernels[float64]{
		Name: "avx512", MR: 6, NR: 8, Unroll: 4,
		Gemm: dgemm6x8AVX2,
		Dot:  ddotAVX2, Axpy: daxpyAVX2, Scal: dscalAVX2,
		Exp: dexpAVX512, Tanh: dtanhAVX512, Sigmoid: dsigmoidAVX512, Log1pExp: dlog1pexpAVX512, ReLU: dreluAVX512,
		TanhSlope: dtanhSlopeAVX512, SigmoidSlope: dsigmoidSlopeAVX512, MaxAbsDiff: dmaxAbsDiffAVX512,
	},
	f32: Kernels[float32]{
		Name: "avx512", MR: 6, NR: 16, Unroll: 4,
		Gemm: sgemm6x16AVX2,
		Dot:  sdotAVX2, Axpy: saxpyAVX2, Scal: sscalAVX2,
		Exp: sexpAVX512, Tanh: stanhAVX512, Sigmoid: ssigmoidAVX512, Log1pExp: slog1pexpAVX512, ReLU: sreluAVX512,
		TanhSlope: stanhSlopeAVX512, SigmoidSlope: ssigmoidSlopeAVX512, MaxAbsDiff: smaxAbsDiffAVX512,
	},
}
