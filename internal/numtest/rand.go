package numtest

import "math/rand/v2"

// Rand returns a generator that gives the same numbers in every run.
func Rand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)) }

// Uniform fills x with numbers in (-1, 1).
func Uniform[T Float](r *rand.Rand, x []T) []T {
	for i := range x {
		x[i] = T(2*r.Float64() - 1)
	}
	return x
}

// Integers fills x with integers in [-limit, limit]. Sums of products of small
// integers are exact in any order, with or without fused operations.
func Integers[T Float](r *rand.Rand, x []T, limit int) []T {
	for i := range x {
		x[i] = T(r.IntN(2*limit+1) - limit)
	}
	return x
}

// Fill sets every element of x to v.
func Fill[T Float](x []T, v T) []T {
	for i := range x {
		x[i] = v
	}
	return x
}
