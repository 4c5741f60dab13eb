package asm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// gemvKernel is Gemv or GemvT of a record with the portable function; x has in(m, n) elements and y has in(n, m).
type gemvKernel[T Float] struct {
	name      string
	f, oracle func(m, n int, alpha T, a *T, lda int, x, y *T, load bool)
	in        func(m, n int) int
}

func gemvKernels[T Float](k *Kernels[T]) []gemvKernel[T] {
	return []gemvKernel[T]{
		{"Gemv", k.Gemv, gemvGeneric[T], func(m, n int) int { return n }},
		{"GemvT", k.GemvT, gemvtGeneric[T], func(m, n int) int { return m }},
	}
}

// gemvSizes: every number of rows up to two turns of eight, every number of columns up to two of the widest turns.
func gemvSizes(f func(m, n int)) {
	for m := 1; m <= 17; m++ {
		for _, n := range []int{1, 7, 16, 31, 33} {
			f(m, n)
		}
	}
	for n := 1; n <= 260; n++ {
		f(3+5*(n%2), n)
	}
}

// checkGemv compares Gemv, GemvT and Ger of a record on integers with the portable functions. At one end A, x and y touch a
// page that faults; the padding between the rows is NaN and stays it.
func checkGemv[T Float](t numtest.TB, k *Kernels[T], r *rand.Rand, m, n, lda int, end numtest.End) {
	s := numtest.NewScope(t)
	defer s.Close()
	what := fmt.Sprintf("%s %dx%d lda=%d end=%d", k.Name, m, n, lda, end)
	a := numtest.Fill(numtest.Guarded[T](s, (m-1)*lda+n, end), T(math.NaN()))
	for i := range m {
		numtest.Integers(r, a[i*lda:][:n], 9)
	}
	for _, g := range gemvKernels(k) {
		x := numtest.Integers(r, numtest.Guarded[T](s, g.in(m, n), end), 9)
		y := numtest.Guarded[T](s, g.in(n, m), end)
		for _, load := range []bool{true, false} {
			numtest.Integers(r, y, 9)
			want := append([]T(nil), y...)
			if !load {
				numtest.Fill(y, T(math.NaN())) // must not be read
			}
			g.oracle(m, n, -3, &a[0], lda, &x[0], &want[0], load)
			g.f(m, n, -3, &a[0], lda, &x[0], &y[0], load)
			numtest.Equal(s, fmt.Sprintf("%s %s load=%v", g.name, what, load), plusZero(y), plusZero(want))
		}
	}
	x := numtest.Integers(r, numtest.Guarded[T](s, m, end), 9)
	y := numtest.Integers(r, numtest.Guarded[T](s, n, end), 9)
	want := append([]T(nil), a...)
	gerGeneric(m, n, -3, &x[0], &y[0], &want[0], lda)
	k.Ger(m, n, -3, &x[0], &y[0], &a[0], lda)
	numtest.Equal(s, "Ger "+what, plusZero(a), plusZero(want))
}

func testGemvExact[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(7)
		gemvSizes(func(m, n int) {
			checkGemv(t, k, r, m, n, n, numtest.Front)
			checkGemv(t, k, r, m, n, n+3, numtest.Back)
		})
	})
}

func TestGemvExact(t *testing.T) {
	t.Run("f64", testGemvExact[float64])
	t.Run("f32", testGemvExact[float32])
}

// testGemvRows: the bits of an element do not depend on the rows (Gemv) or columns (GemvT) computed beside it.
func testGemvRows[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(8)
		const m, n = 300, 300
		a, x := numtest.Uniform(r, make([]T, m*n)), numtest.Uniform(r, make([]T, m))
		for _, g := range gemvKernels(k) {
			want, got := make([]T, m), make([]T, m)
			g.f(m, n, 1, &a[0], n, &x[0], &want[0], false)
			for lo, w := 0, 1; lo < m; lo, w = lo+w, w+1 {
				w = min(w, m-lo)
				if g.name == "Gemv" {
					g.f(w, n, 1, &a[lo*n], n, &x[0], &got[lo], false)
				} else {
					g.f(m, w, 1, &a[lo], n, &x[0], &got[lo], false)
				}
			}
			numtest.Equal(t, g.name, got, want)
		}
	})
}

func TestGemvRows(t *testing.T) {
	t.Run("f64", testGemvRows[float64])
	t.Run("f32", testGemvRows[float32])
}

// testGemvNonFinite: one NaN or Inf at every place of A, against zeros in x, reaches its element of y and no other; in x it
// reaches all.
func testGemvNonFinite[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		const m, n = 11, 37
		for _, g := range gemvKernels(k) {
			for _, bad := range []float64{math.NaN(), math.Inf(1)} {
				for p := range m * n {
					a, x, y := make([]T, m*n), make([]T, g.in(m, n)), make([]T, g.in(n, m))
					a[p] = T(bad)
					g.f(m, n, 1, &a[0], n, &x[0], &y[0], true)
					hit := p / n
					if g.name == "GemvT" {
						hit = p % n
					}
					for i, v := range y {
						if (v != v) != (i == hit) {
							t.Fatalf("%s: %v at %d: y[%d] = %v", g.name, bad, p, i, v)
						}
					}
				}
				for p := range g.in(m, n) {
					a, x, y := make([]T, m*n), make([]T, g.in(m, n)), make([]T, g.in(n, m))
					x[p] = T(bad)
					g.f(m, n, 1, &a[0], n, &x[0], &y[0], false)
					for i, v := range y {
						if v == v {
							t.Fatalf("%s: x[%d] = %v: y[%d] = %v", g.name, p, bad, i, v)
						}
					}
				}
			}
		}
	})
}

func TestGemvNonFinite(t *testing.T) {
	t.Run("f64", testGemvNonFinite[float64])
	t.Run("f32", testGemvNonFinite[float32])
}

// testGemvRounding: |error| <= (k+2) u |alpha| sum |a| |x| + 2 u |y|, k terms.
func testGemvRounding[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(9)
		for _, size := range [][2]int{{1, 1}, {5, 100}, {100, 5}, {33, 1000}, {1000, 33}} {
			m, n := size[0], size[1]
			a := numtest.Uniform(r, make([]T, m*n))
			for _, g := range gemvKernels(k) {
				x, y := numtest.Uniform(r, make([]T, g.in(m, n))), numtest.Uniform(r, make([]T, g.in(n, m)))
				want, bound := make([]T, len(y)), make([]float64, len(y))
				for i := range y {
					var s numtest.Sum
					for j, v := range x {
						p := i*n + j
						if g.name == "GemvT" {
							p = j*n + i
						}
						s.Add(float64(a[p]), float64(v))
					}
					want[i] = T(0.5*s.Value() + float64(y[i]))
					bound[i] = numtest.Eps[T]() * (float64(len(x)+2)*0.5*s.Abs() + 2*math.Abs(float64(y[i])) + math.Abs(float64(want[i])))
				}
				g.f(m, n, 0.5, &a[0], n, &x[0], &y[0], true)
				numtest.Within(t, fmt.Sprintf("%s %dx%d", g.name, m, n), y, want, bound)
			}
		}
	})
}

func TestGemvRounding(t *testing.T) {
	t.Run("f64", testGemvRounding[float64])
	t.Run("f32", testGemvRounding[float32])
}

// testGerNonFinite: a NaN or Inf in x reaches its row, one in y its column, also against zeros, and no other.
func testGerNonFinite[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		const m, n = 5, 75
		for _, bad := range []float64{math.NaN(), math.Inf(1)} {
			for p := range m + n {
				a, x, y := make([]T, m*n), make([]T, m), make([]T, n)
				if p < m {
					x[p] = T(bad)
				} else {
					y[p-m] = T(bad)
				}
				k.Ger(m, n, 1, &x[0], &y[0], &a[0], n)
				for i, v := range a {
					if (v != v) != (i/n == p || i%n == p-m) {
						t.Fatalf("%v at %d of x and y: a[%d] = %v", bad, p, i, v)
					}
				}
			}
		}
	})
}

func TestGerNonFinite(t *testing.T) {
	t.Run("f64", testGerNonFinite[float64])
	t.Run("f32", testGerNonFinite[float32])
}
