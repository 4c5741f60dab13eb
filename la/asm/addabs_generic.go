package asm

import "math"

// addAbsGeneric is Kernels.AddAbs.
func addAbsGeneric[T Float](x, y []T) T {
	y = y[:len(x)]
	var s T
	for i, v := range x {
		v = T(math.Abs(float64(v)))
		s += v
		y[i] += v
	}
	return s
}
