package la

import "github.com/neuralmodules/nmcore/la/asm"

// AdamStep holds the factors of [Adam].
type AdamStep[T Float] = asm.AdamStep[T]

// updateChunk bounds the elements of one kernel call of this file: Adam divides and takes a root per element.
const updateChunk = 4 << 10

// The functions of a training step round after every operation, in the order written: their results are the same on every
// instruction set. They panic if the lengths differ or slices overlap.

// Adam moves the weights w by one step of Kingma & Ba 2015, algorithm 1, along the gradient g:
//
//	m = Decay1*m + Gain1*g
//	v = Decay2*v + Gain2*g*g
//	w -= Rate*m / (sqrt(v) + Epsilon)
//
// s must be on the heap if the call is to allocate nothing.
func Adam[T Float](w, g, m, v []T, s *AdamStep[T]) {
	if len(w) != len(g) || len(m) != len(g) || len(v) != len(g) {
		panic(shortVector)
	}
	disjoint(w, g)
	disjoint(w, m)
	disjoint(w, v)
	disjoint(g, m)
	disjoint(g, v)
	disjoint(m, v)
	k := asm.Active[T]()
	for i := 0; i < len(g); i += updateChunk {
		e := min(i+updateChunk, len(g))
		k.Adam(w[i:e], g[i:e], m[i:e], v[i:e], s)
	}
}

// Momentum moves the weights w along the gradient g with the velocity m: m = decay*m + g, w -= rate*m.
func Momentum[T Float](w, g, m []T, decay, rate T) {
	if len(w) != len(g) || len(m) != len(g) {
		panic(shortVector)
	}
	disjoint(w, g)
	disjoint(w, m)
	disjoint(g, m)
	k := asm.Active[T]()
	for i := 0; i < len(g); i += updateChunk {
		e := min(i+updateChunk, len(g))
		k.Momentum(w[i:e], g[i:e], m[i:e], decay, rate)
	}
}

// ProxL1 replaces w[i] by sign(w[i]) * max(|w[i]| - step*weight[i], 0), the proximal map of step times a weighted L1 norm.
// A NaN stays one.
func ProxL1[T Float](w []T, step T, weight []T) { prox(w, step, weight, asm.Active[T]().ProxL1) }

// ProxL2 replaces w[i] by w[i] / (1 + step*weight[i]), the proximal map of step times half the weighted square norm.
func ProxL2[T Float](w []T, step T, weight []T) { prox(w, step, weight, asm.Active[T]().ProxL2) }

func prox[T Float](w []T, step T, weight []T, kernel func(w []T, step T, weight []T)) {
	if len(weight) != len(w) {
		panic(shortVector)
	}
	disjoint(w, weight)
	for i := 0; i < len(w); i += updateChunk {
		e := min(i+updateChunk, len(w))
		kernel(w[i:e], step, weight[i:e])
	}
}

// Above sets bit i%64 of bits[i/64] if |x[i]| > limit and clears it if not, for every i, and clears the bits past len(x) in the
// last word. A NaN exceeds nothing. It panics unless bits has (len(x)+63)/64 words.
func Above[T Float](bits []uint64, x []T, limit T) {
	if len(bits) != (len(x)+63)/64 {
		panic(shortVector)
	}
	k := asm.Active[T]()
	for i := 0; i < len(x); i += chunk {
		e := min(i+chunk, len(x))
		k.Above(bits[i/64:], x[i:e], limit)
	}
}
