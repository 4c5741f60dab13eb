package asm

import "unsafe"

// The tile of the portable kernel: 8 accumulators, 4 elements of B and one of A
// fit the 16 vector registers of amd64.
const (
	genericMR = 2
	genericNR = 4
)

// genericKernels is the portable record: specification, oracle and purego build.
func genericKernels[T Float]() Kernels[T] {
	return Kernels[T]{
		Name: "generic", MR: genericMR, NR: genericNR, Unroll: 1,
		Gemm: gemmGeneric[T],
		Dot:  dotGeneric[T], Axpy: axpyGeneric[T], Scal: scalGeneric[T],
		Asum: asumGeneric[T], Iamax: iamaxGeneric[T], DotWide: dotwideGeneric[T],
		Gemv: gemvGeneric[T], GemvT: gemvtGeneric[T], Ger: gerGeneric[T],
		TrsvL: trsvlGeneric[T], TrsvU: trsvuGeneric[T], TrsvLT: trsvltGeneric[T], TrsvUT: trsvutGeneric[T],
		Exp: expGeneric[T], Tanh: tanhGeneric[T], Sigmoid: sigmoidGeneric[T], Log1pExp: log1pexpGeneric[T],
	}
}

// span is the slice of n elements that starts at p.
func span[T Float](p *T, n int) []T { return unsafe.Slice(p, n) }

// gemmGeneric is Kernels.Gemm for a 2x4 tile.
func gemmGeneric[T Float](kc int, a *T, rsa, csa int, b *T, rsb int, c *T, ldc, m, n int, alpha T, load bool) {
	var s [genericMR][genericNR]T
	if kc > 0 {
		a0 := span(a, (kc-1)*csa+rsa+1)
		a1 := a0[rsa:]
		bs := span(b, (kc-1)*rsb+genericNR)
		var s00, s01, s02, s03, s10, s11, s12, s13 T
		for p := range kc {
			bp := bs[p*rsb : p*rsb+4 : p*rsb+4]
			b0, b1, b2, b3 := bp[0], bp[1], bp[2], bp[3]
			x := a0[p*csa]
			s00 += x * b0
			s01 += x * b1
			s02 += x * b2
			s03 += x * b3
			y := a1[p*csa]
			s10 += y * b0
			s11 += y * b1
			s12 += y * b2
			s13 += y * b3
		}
		s = [genericMR][genericNR]T{{s00, s01, s02, s03}, {s10, s11, s12, s13}}
	}
	cs := span(c, (m-1)*ldc+n)
	for i := range m {
		row := cs[i*ldc : i*ldc+n]
		for j := range row {
			if load {
				row[j] += alpha * s[i][j]
			} else {
				row[j] = alpha * s[i][j]
			}
		}
	}
}

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

// scalGeneric is Kernels.Scal.
func scalGeneric[T Float](alpha T, x []T) {
	for i := range x {
		x[i] *= alpha
	}
}
