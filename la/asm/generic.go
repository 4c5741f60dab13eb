package asm

import "unsafe"

// genericKernels is the portable record: specification, oracle and purego build.
func genericKernels[T Float]() Kernels[T] {
	return Kernels[T]{
		Name: "generic", MR: genericMR, NR: genericNR, Vec: 1,
		Gemm: gemmGeneric[T], Copy: copyGeneric[T], Transpose: transposeGeneric[T], Dot: dotGeneric[T],
		Axpy: axpyGeneric[T], Scal: scalGeneric[T], Exp: expGeneric[T], Tanh: tanhGeneric[T],
		Sigmoid: sigmoidGeneric[T], Log1pExp: log1pexpGeneric[T], LUPanel: luPanelGeneric[T],
		Trsm: trsmGeneric[T], SwapRows: swapRowsGeneric[T], CopyAbs: copyAbsGeneric[T],
		Batch: genericBatch[T](), Quant: genericQuant[T](), Chol: cholGeneric[T], Gemv: gemvGeneric[T], GemvT: gemvtGeneric[T],
		Asum: asumGeneric[T], Iamax: iamaxGeneric[T], DotWide: dotwideGeneric[T], Ger: gerGeneric[T],
		TrsvLower: trsvLowerGeneric[T], TrsvUpper: trsvUpperGeneric[T],
		TrsvUpperTrans: trsvUpperTransGeneric[T], TrsvLowerTrans: trsvLowerTransGeneric[T],
		ReLU: reluGeneric[T], TanhSlope: tanhSlopeGeneric[T], SigmoidSlope: sigmoidSlopeGeneric[T],
		MaxAbsDiff: maxAbsDiffGeneric[T], Mul: mulGeneric[T], AddAbs: addAbsGeneric[T], Reflect: reflectGeneric[T],
		Adam: adamGeneric[T], Momentum: momentumGeneric[T], ProxL1: proxL1Generic[T], ProxL2: proxL2Generic[T],
		Above: aboveGeneric[T], GemvRows: gemvRowsGeneric[T], Sparse: sparseGeneric[T], MaxColumns: maxColumnsGeneric[T],
	}
}

// span is the slice of n elements that starts at p.
func span[T Float](p *T, n int) []T { return unsafe.Slice(p, n) }

// dotGeneric is Kernels.Dot: four partial sums, element i in sum i mod 4, added
// as (s0 + s1) + (s2 + s3), then the elements past the last multiple of four.
func dotGeneric[T Float](x, y []T) T {
	y = y[:len(x)]
	var s0, s1, s2, s3 T
	i := 0
	for ; i+4 <= len(x); i += 4 {
		u, v := x[i:i+4:i+4], y[i:i+4:i+4]
		s0 += u[0] * v[0]
		s1 += u[1] * v[1]
		s2 += u[2] * v[2]
		s3 += u[3] * v[3]
	}
	s := (s0 + s1) + (s2 + s3)
	for ; i < len(x); i++ {
		s += x[i] * y[i]
	}
	return s
}

// dotwideGeneric is Kernels.DotWide: two partial sums.
func dotwideGeneric[T Float](x, y []T) float64 {
	y = y[:len(x)]
	var s0, s1 float64
	i := 0
	for ; i+2 <= len(x); i += 2 {
		s0 += float64(x[i]) * float64(y[i])
		s1 += float64(x[i+1]) * float64(y[i+1])
	}
	if i < len(x) {
		s0 += float64(x[i]) * float64(y[i])
	}
	return s0 + s1
}

// axpyGeneric is Kernels.Axpy.
func axpyGeneric[T Float](alpha T, x, y []T) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += alpha * v
	}
}

// maxAbsDiffGeneric is Kernels.MaxAbsDiff.
func maxAbsDiffGeneric[T Float](x, y []T) T {
	y = y[:len(x)]
	var m T
	for i, v := range x {
		d := v - y[i]
		if d < 0 {
			d = -d
		}
		m = max(m, d)
	}
	return m
}

// mulGeneric is Kernels.Mul.
func mulGeneric[T Float](dst, x, y []T) {
	dst, y = dst[:len(x)], y[:len(x)]
	for i, v := range x {
		dst[i] = v * y[i]
	}
}

// scalGeneric is Kernels.Scal.
func scalGeneric[T Float](alpha T, x []T) {
	for i := range x {
		x[i] *= alpha
	}
}
