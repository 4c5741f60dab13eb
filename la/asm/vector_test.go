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

// testReductions: Asum and Iamax on integers against the portable functions, flush against faulting pages, with ties.
func testReductions[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(6)
		for n := range vectorLengths {
			for _, end := range []numtest.End{numtest.Front, numtest.Back} {
				s := numtest.NewScope(t)
				x := numtest.Integers(r, numtest.Guarded[T](s, n, end), 1+n)
				numtest.Equal(s, fmt.Sprintf("Asum n=%d end=%d", n, end), []T{k.Asum(x)}, []T{asumGeneric(x)})
				for range 3 {
					if got, want := k.Iamax(x), iamaxGeneric(x); got != want {
						s.Errorf("Iamax(%v) = %d, want %d", x, got, want)
					}
					numtest.Integers(r, x, 2)
				}
				clear(x)
				if got, want := k.Iamax(x), min(0, n-1); got != want {
					s.Errorf("Iamax of %d zeros = %d", n, got)
				}
				s.Close()
			}
		}
	})
}

func TestReductions(t *testing.T) {
	t.Run("f64", testReductions[float64])
	t.Run("f32", testReductions[float32])
}

// testReductionsPlaces: the one largest element, of either sign, and a NaN or Inf are found at every place.
func testReductionsPlaces[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		for _, n := range []int{1, 7, 16, 33, 64, 150} {
			for p := range n {
				x := numtest.Uniform(numtest.Rand(uint64(p)), make([]T, n))
				for _, v := range []T{2, -2} {
					if x[p] = v; k.Iamax(x) != p {
						t.Errorf("Iamax, n=%d: %v is not found at %d", n, v, p)
					}
				}
				for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
					x[p] = T(v)
					if i := k.Iamax(x); i != -1 {
						t.Errorf("Iamax, n=%d, %v at %d: %d", n, v, p, i)
					}
					if s := k.Asum(x); s-s == 0 {
						t.Errorf("Asum, n=%d, %v at %d: %v", n, v, p, s)
					}
				}
			}
		}
		tiny := numtest.Fill(make([]T, 40), T(math.SmallestNonzeroFloat32))
		tiny[20] *= 2
		if i := k.Iamax(tiny); i != 20 {
			t.Errorf("Iamax of subnormal numbers: %d", i)
		}
	})
}

func TestReductionsPlaces(t *testing.T) {
	t.Run("f64", testReductionsPlaces[float64])
	t.Run("f32", testReductionsPlaces[float32])
}

// testDotWide: integers whose sums need more digits than float32 has, against the portable function.
func testDotWide[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(13)
		for n := range vectorLengths {
			for _, end := range []numtest.End{numtest.Front, numtest.Back} {
				s := numtest.NewScope(t)
				x, y := guardedPair[T](s, n, end)
				numtest.Integers(r, x, 1<<20)
				numtest.Integers(r, y, 1<<20)
				numtest.Equal(s, fmt.Sprintf("n=%d end=%d", n, end), []float64{k.DotWide(x, y)}, []float64{dotwideGeneric(x, y)})
				s.Close()
			}
		}
		for i := range 45 {
			x, y := make([]T, 45), make([]T, 45)
			x[i] = T(math.Inf(1))
			if s := k.DotWide(x, y); s == s {
				t.Errorf("Inf at %d: %v", i, s)
			}
		}
	})
}

func TestDotWide(t *testing.T) {
	t.Run("f64", testDotWide[float64])
	t.Run("f32", testDotWide[float32])
}
