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

// ReLU writes max(src, 0) to dst; it is exact, and ReLU(-0) = 0.
func ReLU[T Float](dst, src []T) {
	if len(dst) != len(src) {
		panic(shortVector)
	}
	sameOrDisjoint(dst, src)
	for i, v := range src {
		dst[i] = max(v, 0)
	}
}
