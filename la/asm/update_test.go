package asm

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// anything fills x with numbers of all magnitudes, ties, and special values.
func anything[T Float](seed uint64, x []T) {
	r := numtest.Rand(seed)
	special := []float64{0, math.Copysign(0, -1), 0.5, -0.5, 1, -2, math.NaN(), math.Inf(1), math.Inf(-1), math.SmallestNonzeroFloat32,
		math.MaxFloat32, 1e-38, -1e-42}
	for i := range x {
		if r.IntN(4) == 0 {
			x[i] = T(special[r.IntN(len(special))])
		} else {
			x[i] = T(r.NormFloat64() * math.Exp2(float64(r.IntN(40)-30)))
		}
	}
}

// testUpdate: every kernel of a training step gives the bits of the portable function, for numbers of all kinds, flush against
// faulting pages, at every length.
func testUpdate[T Float](t *testing.T) {
	step := AdamStep[T]{0.9, 0.1, 0.999, 0.001, 2e-3, 1e-8}
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		for n := range vectorLengths {
			for _, end := range []numtest.End{numtest.Front, numtest.Back} {
				s := numtest.NewScope(t)
				operands, copies := make([][]T, 4), make([][]T, 4)
				check := func(name string, got, want func(w, g, m, v []T)) {
					for i := range operands {
						operands[i] = numtest.Guarded[T](s, n, end)
						anything(uint64(10*n+i), operands[i])
						if i == 3 {
							for j, x := range operands[i] { // squares
								operands[i][j] = T(math.Abs(float64(x)))
							}
						}
						copies[i] = slices.Clone(operands[i])
					}
					got(operands[0], operands[1], operands[2], operands[3])
					want(copies[0], copies[1], copies[2], copies[3])
					for i := range operands {
						numtest.Equal(s, fmt.Sprintf("%s, operand %d, n=%d end=%d", name, i, n, end), operands[i], copies[i])
					}
				}
				check("Adam", func(w, g, m, v []T) { k.Adam(w, g, m, v, &step) },
					func(w, g, m, v []T) { adamGeneric(w, g, m, v, &step) })
				check("Momentum", func(w, g, m, v []T) { k.Momentum(w, g, m, 0.9, 0.3) },
					func(w, g, m, v []T) { momentumGeneric(w, g, m, 0.9, 0.3) })
				for _, rate := range []T{0, 0.1, T(math.Inf(1))} {
					check("ProxL1", func(w, g, m, v []T) { k.ProxL1(w, rate, v) },
						func(w, g, m, v []T) { proxL1Generic(w, rate, v) })
					check("ProxL2", func(w, g, m, v []T) { k.ProxL2(w, rate, v) },
						func(w, g, m, v []T) { proxL2Generic(w, rate, v) })
				}
				s.Close()
			}
		}
	})
}

func TestUpdate(t *testing.T) {
	t.Run("f64", testUpdate[float64])
	t.Run("f32", testUpdate[float32])
}

// testAbove: the bits of the portable function for limits of all kinds; the word behind the last stays.
func testAbove[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		for n := range vectorLengths {
			for _, end := range []numtest.End{numtest.Front, numtest.Back} {
				s := numtest.NewScope(t)
				x := numtest.Guarded[T](s, n, end)
				anything(uint64(n), x)
				for _, limit := range []T{0, 0.5, -1, 1e-3, T(math.Inf(1)), T(math.NaN())} {
					words := (n + 63) / 64
					got, want := make([]uint64, words+1), make([]uint64, words+1)
					for i := range got {
						got[i] = math.MaxUint64
					}
					want[words] = math.MaxUint64
					k.Above(got, x, limit)
					aboveGeneric(want, x, limit)
					if !slices.Equal(got, want) {
						s.Errorf("n=%d end=%d limit=%v: %x, want %x", n, end, limit, got, want)
					}
				}
				s.Close()
			}
		}
	})
}

func TestAbove(t *testing.T) {
	t.Run("f64", testAbove[float64])
	t.Run("f32", testAbove[float32])
}

func BenchmarkUpdate(b *testing.B) {
	for _, k := range All[float64]() {
		b.Run("f64/isa="+k.Name, func(b *testing.B) { benchUpdate(b, k) })
	}
	for _, k := range All[float32]() {
		b.Run("f32/isa="+k.Name, func(b *testing.B) { benchUpdate(b, k) })
	}
}

func benchUpdate[T Float](b *testing.B, k *Kernels[T]) {
	const n = 1000
	w, g, m, v, bits := make([]T, n), make([]T, n), make([]T, n), make([]T, n), make([]uint64, n/64+1)
	step := AdamStep[T]{0.9, 0.1, 0.999, 0.001, 2e-3, 1e-8}
	run := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			for i := range w {
				w[i], g[i], m[i], v[i] = T(i%7-3), T(i%5-2), T(i%3), T(i%11)
			}
			for b.Loop() {
				f()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/element")
		})
	}
	run("Adam", func() { k.Adam(w, g, m, v, &step) })
	run("Momentum", func() { k.Momentum(w, g, m, 0.9, 1e-3) })
	run("ProxL1", func() { k.ProxL1(w, 1e-9, v) })
	run("ProxL2", func() { k.ProxL2(w, 1e-9, v) })
	run("Above", func() { k.Above(bits, w, 2.5) })
}
