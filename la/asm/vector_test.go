package asm

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// vectorLengths: all up to four unrolled turns of the widest kernel and some.
const vectorLengths = 300

// guardedPair returns two vectors of n elements; the page before or after each faults.
func guardedPair[T Float](t numtest.TB, n int, end numtest.End) (x, y []T) {
	return numtest.Guarded[T](t, n, end), numtest.Guarded[T](t, n, end)
}

// testVectorsExact: Dot, Axpy, Scal against the portable functions on integers, flush against faulting pages.
func testVectorsExact[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(4)
		for n := range vectorLengths {
			for _, end := range []numtest.End{numtest.Front, numtest.Back} {
				s := numtest.NewScope(t)
				x, y := guardedPair[T](s, n, end)
				numtest.Integers(r, x, 9)
				numtest.Integers(r, y, 9)
				what := fmt.Sprintf("n=%d end=%d", n, end)
				numtest.Equal(s, "Dot "+what, []T{k.Dot(x, y)}, []T{dotGeneric(x, y)})
				want := append([]T(nil), y...)
				axpyGeneric(-3, x, want)
				k.Axpy(-3, x, y)
				numtest.Equal(s, "Axpy "+what, plusZero(y), plusZero(want))
				scalGeneric(5, want)
				k.Scal(5, y)
				numtest.Equal(s, "Scal "+what, y, want)
				axpyGeneric(2, want, want)
				k.Axpy(2, y, y)
				numtest.Equal(s, "Axpy y, y "+what, y, want)
				s.Close()
			}
		}
	})
}

func TestVectorsExact(t *testing.T) {
	t.Run("f64", testVectorsExact[float64])
	t.Run("f32", testVectorsExact[float32])
}

// testVectorsPadding: misaligned vectors inside a larger one; the neighbours keep their values, a longer y is allowed.
func testVectorsPadding[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		nan := T(math.NaN())
		for n := range vectorLengths {
			x, y := numtest.Fill(make([]T, n+2), nan), numtest.Fill(make([]T, n+2), nan)
			numtest.Fill(x[1:n+1], 1)
			numtest.Fill(y[1:n+1], 2)
			if got := k.Dot(x[1:n+1], y[1:]); got != T(2*n) {
				t.Fatalf("Dot n=%d: %v", n, got)
			}
			k.Axpy(1, x[1:n+1], y[1:])
			k.Scal(2, y[1:n+1])
			want := numtest.Fill(make([]T, n+2), 6)
			want[0], want[n+1] = nan, nan
			if !numtest.Equal(t, fmt.Sprintf("n=%d", n), y, want) {
				return
			}
		}
	})
}

func TestVectorsPadding(t *testing.T) {
	t.Run("f64", testVectorsPadding[float64])
	t.Run("f32", testVectorsPadding[float32])
}

// testVectorsNonFinite: one NaN or Inf at every place, against zeros.
func testVectorsNonFinite[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		const n = 45
		for _, bad := range []float64{math.NaN(), math.Inf(1)} {
			for i := range n {
				x, y := make([]T, n), make([]T, n)
				x[i] = T(bad)
				if s := k.Dot(x, y); s == s {
					t.Errorf("Dot with %v at %d: %v", bad, i, s)
				}
				k.Axpy(0, x, y)
				k.Scal(0, x)
				for j := range n {
					if (y[j] != y[j]) != (i == j) || (x[j] != x[j]) != (i == j) {
						t.Errorf("%v at %d: Axpy[%d] = %v, Scal[%d] = %v", bad, i, j, y[j], j, x[j])
					}
				}
			}
		}
	})
}

func TestVectorsNonFinite(t *testing.T) {
	t.Run("f64", testVectorsNonFinite[float64])
	t.Run("f32", testVectorsNonFinite[float32])
}

// testDotRounding: |error| <= n u sum |x[i] y[i]|.
func testDotRounding[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(5)
		for _, n := range []int{1, 2, 3, 17, 100, 1000, 16 << 10} {
			x, y := numtest.Uniform(r, make([]T, n)), numtest.Uniform(r, make([]T, n))
			sum, abs := new(big.Float).SetPrec(256), 0.0
			for i := range x {
				p := new(big.Float).SetPrec(256).Mul(big.NewFloat(float64(x[i])), big.NewFloat(float64(y[i])))
				sum.Add(sum, p)
				abs += math.Abs(float64(x[i]) * float64(y[i]))
			}
			want, _ := sum.Float64()
			numtest.Within(t, fmt.Sprintf("n=%d", n), []T{k.Dot(x, y)}, []T{T(want)}, []float64{float64(n+1) * numtest.Eps[T]() * abs})
		}
	})
}

func TestDotRounding(t *testing.T) {
	t.Run("f64", testDotRounding[float64])
	t.Run("f32", testDotRounding[float32])
}
