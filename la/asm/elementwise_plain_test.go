package asm

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// plainFunc is an elementwise kernel of a few exact or correctly rounded operations: every record has the same bits.
type plainFunc[T Float] struct {
	name        string
	fn, generic func(dst, src []T)
}

func plainFuncs[T Float](k *Kernels[T]) []plainFunc[T] {
	return []plainFunc[T]{
		{"ReLU", k.ReLU, reluGeneric[T]},
		{"TanhSlope", k.TanhSlope, tanhSlopeGeneric[T]},
		{"SigmoidSlope", k.SigmoidSlope, sigmoidSlopeGeneric[T]},
	}
}

// plainLengths: all up to two turns of the widest kernel and some.
const plainLengths = 140

// testPlain: the bits of the portable function at every length, flush against a faulting page on either side, with special
// values, in place, and without touching the neighbours.
func testPlain[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(6)
		specials := []T{T(nan), T(inf), T(-inf), 0, T(negZero), 1, -1, T(math.SmallestNonzeroFloat32), -T(math.SmallestNonzeroFloat32)}
		for _, f := range plainFuncs(k) {
			for n := range plainLengths {
				for _, end := range []numtest.End{numtest.Front, numtest.Back} {
					s := numtest.NewScope(t)
					x, y := guardedPair[T](s, n, end)
					numtest.Uniform(r, x)
					for i := 4; i < n; i += 5 {
						x[i] = specials[r.IntN(len(specials))]
					}
					want := make([]T, n)
					f.generic(want, x)
					what := fmt.Sprintf("%s n=%d end=%d", f.name, n, end)
					f.fn(y, x)
					numtest.Equal(s, what, y, want)
					inner := numtest.Fill(make([]T, n+2), 12345)
					f.fn(inner[1:n+1], x)
					numtest.Equal(s, what+" inside", inner[1:n+1], want)
					numtest.Equal(s, what+" outside", []T{inner[0], inner[n+1]}, []T{12345, 12345})
					f.fn(x, x)
					numtest.Equal(s, what+" in place", x, want)
					s.Close()
				}
			}
		}
	})
}

func TestPlain(t *testing.T) {
	t.Run("f64", testPlain[float64])
	t.Run("f32", testPlain[float32])
}

// testMaxAbsDiff: the portable value at every length, flush against a faulting page on either side, with the maximum, Inf or
// NaN at every place.
func testMaxAbsDiff[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(7)
		for n := range plainLengths {
			for _, end := range []numtest.End{numtest.Front, numtest.Back} {
				s := numtest.NewScope(t)
				x, y := guardedPair[T](s, n, end)
				numtest.Uniform(r, x)
				numtest.Uniform(r, y)
				what := fmt.Sprintf("n=%d end=%d", n, end)
				numtest.Equal(s, what, []T{k.MaxAbsDiff(x, y)}, []T{maxAbsDiffGeneric(x, y)})
				for i, v := range x {
					for _, far := range []T{5, -5, T(inf), T(-inf)} {
						x[i] = far
						numtest.Equal(s, what, []T{k.MaxAbsDiff(x, y)}, []T{maxAbsDiffGeneric(x, y)})
					}
					x[i] = T(nan)
					if d := k.MaxAbsDiff(x, y); d == d {
						s.Errorf("%s: NaN at %d gives %v", what, i, d)
					}
					x[i] = v
				}
				s.Close()
			}
		}
		x := []T{T(inf), 1, T(negZero)}
		if d := k.MaxAbsDiff(x, x); d == d {
			t.Errorf("Inf - Inf gives %v", d)
		}
		numtest.Equal(t, "-0 - 0", []T{k.MaxAbsDiff(x[2:], []T{0})}, []T{0})
		numtest.Equal(t, "longer y", []T{k.MaxAbsDiff(x[2:], []T{0, 7})}, []T{0})
	})
}

func TestMaxAbsDiff(t *testing.T) {
	t.Run("f64", testMaxAbsDiff[float64])
	t.Run("f32", testMaxAbsDiff[float32])
}

// testMul: the portable product at every length, flush against a faulting page on either side, dst apart and in place.
func testMul[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(8)
		for n := range plainLengths {
			for _, end := range []numtest.End{numtest.Front, numtest.Back} {
				s := numtest.NewScope(t)
				x, y := guardedPair[T](s, n, end)
				dst, want := guardedPair[T](s, n, end)
				numtest.Uniform(r, x)
				numtest.Uniform(r, y)
				for i, v := range []T{T(inf), T(nan), T(negZero), 0} {
					if i < n {
						x[n-1-i] = v
					}
				}
				mulGeneric(want, x, y)
				what := fmt.Sprintf("n=%d end=%d", n, end)
				k.Mul(dst, x, y)
				numtest.Equal(s, what, dst, want)
				copy(dst, y)
				k.Mul(dst, x, dst)
				numtest.Equal(s, what+" onto y", dst, want)
				k.Mul(x, x, y)
				numtest.Equal(s, what+" onto x", x, want)
				s.Close()
			}
		}
	})
}

func TestMul(t *testing.T) {
	t.Run("f64", testMul[float64])
	t.Run("f32", testMul[float32])
}
