package la

import "github.com/neuralmodules/nmcore/la/asm"

// The elementwise functions panic if the lengths of dst and src differ or the two overlap in part. dst may be src itself. The value of an element depends on that element and the instruction set alone, not on its
// position or the length. A NaN gives a NaN.
//
// Error bounds are in units in the last place of the exact result, over all arguments, subnormal results included;
// the tests of package asm measure them.

// Exp writes exp(src) to dst, within 1.5 ulp. Results too large are +Inf, results too small 0.
func Exp[T Float](dst, src []T) { elementwise(dst, src, asm.Active[T]().Exp) }

// Tanh writes the hyperbolic tangent of src to dst, within 2 ulp, and tanh(-0) = -0.
func Tanh[T Float](dst, src []T) { elementwise(dst, src, asm.Active[T]().Tanh) }

// Sigmoid writes 1/(1+exp(-src)) to dst, within 2 ulp for arguments of either sign.
func Sigmoid[T Float](dst, src []T) { elementwise(dst, src, asm.Active[T]().Sigmoid) }

// Log1pExp writes log(1+exp(src)), the softplus function, to dst, within 2 ulp.
func Log1pExp[T Float](dst, src []T) { elementwise(dst, src, asm.Active[T]().Log1pExp) }

// ReLU writes max(src, 0) to dst; it is exact, and ReLU(-0) = 0.
func ReLU[T Float](dst, src []T) { elementwise(dst, src, asm.Active[T]().ReLU) }

// TanhSlope writes (1-src)*(1+src) to dst: the derivative of tanh where its value is src.
func TanhSlope[T Float](dst, src []T) { elementwise(dst, src, asm.Active[T]().TanhSlope) }

// SigmoidSlope writes src*(1-src) to dst: the derivative of the sigmoid where its value is src.
func SigmoidSlope[T Float](dst, src []T) { elementwise(dst, src, asm.Active[T]().SigmoidSlope) }

// TanhDeriv writes tanh(src) to dst and its derivative to deriv, with the bits of Tanh and TanhSlope, in one pass over memory.
// src may be dst or deriv; these two must not overlap.
func TanhDeriv[T Float](dst, deriv, src []T) {
	k := asm.Active[T]()
	withSlope(dst, deriv, src, k.Tanh, k.TanhSlope)
}

// SigmoidDeriv writes the sigmoid of src to dst and its derivative to deriv, as TanhDeriv does.
func SigmoidDeriv[T Float](dst, deriv, src []T) {
	k := asm.Active[T]()
	withSlope(dst, deriv, src, k.Sigmoid, k.SigmoidSlope)
}

// elementwise runs kernel over pieces short enough for one call.
func elementwise[T Float](dst, src []T, kernel func(dst, src []T)) {
	if len(dst) != len(src) {
		panic(shortVector)
	}
	sameOrDisjoint(dst, src)
	for len(src) > chunk {
		kernel(dst[:chunk], src[:chunk])
		dst, src = dst[chunk:], src[chunk:]
	}
	kernel(dst, src)
}

// slopeChunk is a piece whose values the second kernel of withSlope still finds in the first cache.
const slopeChunk = 1 << 10

// withSlope runs value from src to dst and slope from dst to deriv, piece by piece.
func withSlope[T Float](dst, deriv, src []T, value, slope func(dst, src []T)) {
	if len(dst) != len(src) || len(deriv) != len(src) {
		panic(shortVector)
	}
	sameOrDisjoint(dst, src)
	sameOrDisjoint(deriv, src)
	disjoint(dst, deriv)
	for i := 0; i < len(src); i += slopeChunk {
		e := min(i+slopeChunk, len(src))
		value(dst[i:e], src[i:e])
		slope(deriv[i:e], dst[i:e])
	}
}

// MaxAbsDiff returns the largest |x[i]-y[i]|, NaN if one is NaN and 0 for empty vectors. It panics if the lengths differ.
func MaxAbsDiff[T Float](x, y []T) T {
	if len(x) != len(y) {
		panic(shortVector)
	}
	k := asm.Active[T]()
	var m T
	for len(x) > chunk {
		m = max(m, k.MaxAbsDiff(x[:chunk], y[:chunk]))
		x, y = x[chunk:], y[chunk:]
	}
	return max(m, k.MaxAbsDiff(x, y))
}

// MaxAbsColumns sets diff[j] to the largest |x[i][j]-y[i][j]| of column j and size[j] to the largest |x[i][j]|; NaN if a number is, and 0
// if there is none. It panics if the shapes disagree or diff, size and the matrices overlap.
func MaxAbsColumns[T Float](diff, size []T, x, y *Matrix[T]) {
	x.checkShape()
	y.checkShape()
	if x.Rows != y.Rows || x.Cols != y.Cols {
		panic(badShape)
	}
	if len(diff) != x.Cols || len(size) != x.Cols {
		panic(shortVector)
	}
	if x.empty() {
		clear(diff)
		clear(size)
		return
	}
	x.checkData()
	y.checkData()
	disjoint(diff, size)
	for _, m := range [...]*Matrix[T]{x, y} {
		disjointFrom(diff, m)
		disjointFrom(size, m)
	}
	k := asm.Active[T]()
	width := min(x.Cols, chunk)
	height := chunk / width
	for i := 0; i < x.Rows; i += height {
		for j := 0; j < x.Cols; j += width {
			k.MaxColumns(min(height, x.Rows-i), min(width, x.Cols-j), &x.Data[i*x.Stride+j], x.Stride, &y.Data[i*y.Stride+j], y.Stride, &diff[j], &size[j], i > 0)
		}
	}
}

// Mul computes dst = x o y, element by element. dst may be x, y or both, not a shifted overlap. It panics if the lengths differ.
func Mul[T Float](dst, x, y []T) {
	if len(x) != len(y) || len(dst) != len(x) {
		panic(shortVector)
	}
	k := asm.Active[T]()
	for len(x) > chunk {
		k.Mul(dst[:chunk], x[:chunk], y[:chunk])
		dst, x, y = dst[chunk:], x[chunk:], y[chunk:]
	}
	k.Mul(dst, x, y)
}
