package asm

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// testAddAbs: against the portable function on integers, flush against faulting pages; a NaN at every place.
func testAddAbs[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(4)
		for n := range vectorLengths {
			for _, end := range []numtest.End{numtest.Front, numtest.Back} {
				s := numtest.NewScope(t)
				x, y := guardedPair[T](s, n, end)
				numtest.Integers(r, x, 9)
				numtest.Integers(r, y, 9)
				what := fmt.Sprintf("n=%d end=%d", n, end)
				want := append([]T(nil), y...)
				sum := addAbsGeneric(x, want)
				numtest.Equal(s, "sum "+what, []T{k.AddAbs(x, y)}, []T{sum})
				numtest.Equal(s, "y "+what, y, want)
				if n > 0 {
					x[n-1-n/3] = T(math.NaN())
					if got := k.AddAbs(x, y); got == got || y[n-1-n/3] == y[n-1-n/3] {
						s.Errorf("%s: NaN gives %v, %v", what, got, y[n-1-n/3])
					}
					x[n-1-n/3] = T(math.Copysign(0, -1))
					y[n-1-n/3] = T(math.Copysign(0, -1))
					if k.AddAbs(x, y); math.Signbit(float64(y[n-1-n/3])) {
						s.Errorf("%s: the sign of a zero was added", what)
					}
				}
				s.Close()
			}
		}
	})
}

func TestAddAbs(t *testing.T) {
	t.Run("f64", testAddAbs[float64])
	t.Run("f32", testAddAbs[float32])
}

func BenchmarkAddAbs(b *testing.B) {
	for _, k := range All[float64]() {
		b.Run("f64/isa="+k.Name, func(b *testing.B) { benchAddAbs(b, k) })
	}
	for _, k := range All[float32]() {
		b.Run("f32/isa="+k.Name, func(b *testing.B) { benchAddAbs(b, k) })
	}
}

func benchAddAbs[T Float](b *testing.B, k *Kernels[T]) {
	x, y := make([]T, 1000), make([]T, 1000)
	for b.Loop() {
		k.AddAbs(x, y)
	}
}
