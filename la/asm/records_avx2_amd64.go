//go:build !purego

package asm

// avx2Records is the AVX2+FMA port. Fields it lacks hold the portable function.
var avx2Records = records{
	f64: Kernels[float64]{
		Name: "avx2", MR: 6, NR: 8, Unroll: 4,
		Gemm: dgemm6x8AVX2,
		Dot:  ddotAVX2, Axpy: daxpyAVX2, Scal: dscalAVX2,
		Exp: dexpAVX2, Tanh: dtanhAVX2, Sigmoid: dsigmoidAVX2, Log1pExp: dlog1pexpAVX2,
		Batch: dbatchAVX2,
	},
	f32: Kernels[float32]{
		Name: "avx2", MR: 6, NR: 16, Unroll: 4,
		Gemm: sgemm6x16AVX2,
		Dot:  sdotAVX2, Axpy: saxpyAVX2, Scal: sscalAVX2,
		Exp: sexpAVX2, Tanh: stanhAVX2, Sigmoid: ssigmoidAVX2, Log1pExp: slog1pexpAVX2,
		Batch: sbatchAVX2,
	},
}
