package asm

import "math"

// The kernels of a training step round after every operation, in the order written here, on every instruction set: a
// conversion keeps the compiler from fusing a product with a sum. So all records give the same bits.

// AdamStep holds the factors of [Kernels.Adam].
type AdamStep[T Float] struct {
	Decay1, Gain1 T // of the average of gradients: beta1, 1-beta1
	Decay2, Gain2 T // of the average of their squares
	Rate, Epsilon T // with the corrections of both averages' bias
}

// adamGeneric is Kernels.Adam.
func adamGeneric[T Float](w, g, m, v []T, s *AdamStep[T]) {
	w, m, v = w[:len(g)], m[:len(g)], v[:len(g)]
	for i, d := range g {
		m[i] = T(s.Decay1*m[i]) + T(s.Gain1*d)
		v[i] = T(s.Decay2*v[i]) + T(T(s.Gain2*d)*d)
		// A float64 root rounded to float32 is the float32 root.
		w[i] -= T(s.Rate*m[i]) / (T(math.Sqrt(float64(v[i]))) + s.Epsilon)
	}
}

// momentumGeneric is Kernels.Momentum.
func momentumGeneric[T Float](w, g, m []T, decay, rate T) {
	w, m = w[:len(g)], m[:len(g)]
	for i, d := range g {
		m[i] = T(decay*m[i]) + d
		w[i] -= T(rate * m[i])
	}
}

// proxL1Generic is Kernels.ProxL1.
func proxL1Generic[T Float](w []T, step T, weight []T) {
	weight = weight[:len(w)]
	for i, x := range w {
		rest := max(T(math.Abs(float64(x)))-T(step*weight[i]), 0)
		w[i] = T(math.Copysign(float64(rest), float64(x)))
	}
}

// proxL2Generic is Kernels.ProxL2.
func proxL2Generic[T Float](w []T, step T, weight []T) {
	weight = weight[:len(w)]
	for i := range w {
		w[i] /= 1 + T(step*weight[i])
	}
}

// aboveGeneric is Kernels.Above.
func aboveGeneric[T Float](bits []uint64, x []T, limit T) {
	clear(bits[:(len(x)+63)/64])
	for i, v := range x {
		if math.Abs(float64(v)) > float64(limit) {
			bits[i/64] |= 1 << (i % 64)
		}
	}
}
