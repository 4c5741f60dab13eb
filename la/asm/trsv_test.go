package asm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// trsvKernel is one of the four of a record; backward says that the last unknown comes first.
type trsvKernel[T Float] struct {
	name                   string
	upper, trans, backward bool
	f                      func(n int, a *T, lda int, x *T, unit bool)
}

func trsvKernels[T Float](k *Kernels[T]) []trsvKernel[T] {
	return []trsvKernel[T]{
		{"TrsvL", false, false, false, k.TrsvL}, {"TrsvU", true, false, true, k.TrsvU},
		{"TrsvLT", false, true, true, k.TrsvLT}, {"TrsvUT", true, true, false, k.TrsvUT},
	}
}

// newTriangle returns a triangle of n rows between pages that fault, all else NaN: the other half, the padding and, if
// unit, the diagonal. diagonal gives its elements, beside those the others, by row and column.
func newTriangle[T Float](t numtest.TB, n, lda int, end numtest.End, upper, unit bool, diagonal func(i int) T, beside func() T) []T {
	a := numtest.Fill(numtest.Guarded[T](t, (n-1)*lda+n, end), T(math.NaN()))
	for i := range n {
		for j := range n {
			if i == j && !unit {
				a[i*lda+j] = diagonal(i)
			} else if i != j && (j > i) == upper {
				a[i*lda+j] = beside()
			}
		}
	}
	return a
}

// times returns A*x or A'*x for the triangle.
func times[T Float](n int, a []T, lda int, x []T, upper, trans, unit bool) []T {
	b := make([]T, n)
	for i := range n {
		for j := range n {
			v := a[i*lda+j]
			if i == j && unit {
				v = 1
			} else if i != j && (j > i) != upper {
				v = 0
			}
			if trans {
				b[j] += v * x[i]
			} else {
				b[i] += v * x[j]
			}
		}
	}
	return b
}

// checkTrsv: the right-hand side of a solution of small integers gives it back, with powers of two on the diagonal.
func checkTrsv[T Float](t numtest.TB, k *Kernels[T], r *rand.Rand, n, lda int, end numtest.End, unit bool) {
	s := numtest.NewScope(t)
	defer s.Close()
	for _, g := range trsvKernels(k) {
		a := newTriangle(s, n, lda, end, g.upper, unit,
			func(int) T { return T(math.Ldexp(1, r.IntN(5)-2)) }, func() T { return T(r.IntN(7) - 3) })
		want := numtest.Integers(r, make([]T, n), 5)
		x := numtest.Guarded[T](s, n, end)
		copy(x, times(n, a, lda, want, g.upper, g.trans, unit))
		g.f(n, &a[0], lda, &x[0], unit)
		numtest.Equal(s, fmt.Sprintf("%s %s n=%d end=%d unit=%v", k.Name, g.name, n, end, unit), plusZero(x), plusZero(want))
	}
}

func testTrsvExact[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(10)
		for n := 1; n <= 70; n++ {
			for _, unit := range []bool{false, true} {
				checkTrsv(t, k, r, n, n, numtest.Front, unit)
				checkTrsv(t, k, r, n, n+5, numtest.Back, unit)
			}
		}
	})
}

func TestTrsvExact(t *testing.T) {
	t.Run("f64", testTrsvExact[float64])
	t.Run("f32", testTrsvExact[float32])
}

// testTrsvRounding: |A*y - x| <= (n+3) u |A| |y| in every element (N. J. Higham, Accuracy and Stability of Numerical
// Algorithms, 2nd edition, theorem 8.5, and one rounding more for a reciprocal), also with diagonals whose reciprocal is
// not a normal number.
func testTrsvRounding[T Float](t *testing.T) {
	tiny, huge := T(math.SmallestNonzeroFloat32), T(math.MaxFloat32)
	if numtest.Eps[T]() < 1e-10 {
		v, w := math.SmallestNonzeroFloat64, math.MaxFloat64
		tiny, huge = T(v), T(w)
	}
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(11)
		for _, g := range trsvKernels(k) {
			for _, n := range []int{1, 3, 8, 17, 64, 100} {
				for name, d := range map[string]func(i int) T{
					"usual": func(i int) T { return T(2 + r.Float64()) },
					"huge":  func(i int) T { return huge / 2 },
					"tiny":  func(i int) T { return 1000 * tiny },
				} {
					beside := func() T { return T(2*r.Float64()-1) / T(n) }
					b := numtest.Uniform(r, make([]T, n))
					switch name { // the terms beside the diagonal have the size of the one on it
					case "huge":
						numtest.Fill(b, huge/4)
					case "tiny":
						beside = func() T { return 0 }
						numtest.Fill(b, 3000*tiny)
					}
					a := newTriangle(t, n, n, numtest.Back, g.upper, false, d, beside)
					x := append([]T(nil), b...)
					g.f(n, &a[0], n, &x[0], false)
					for i := range b {
						var s numtest.Sum
						scale := math.Ldexp(1, -100) // against overflow in the check
						s.Add(-float64(b[i])*scale, 1)
						for j := range n {
							row, col := i, j
							if g.trans {
								row, col = j, i
							}
							if row == col || (col > row) == g.upper {
								s.Add(float64(a[row*n+col])*scale, float64(x[j]))
							}
						}
						if bound := float64(n+3)*numtest.Eps[T]()*s.Abs() + scale*float64(tiny); !(math.Abs(s.Value()) <= bound) {
							t.Errorf("%s n=%d %s: residual %d is %g, bound %g", g.name, n, name, i, s.Value(), bound)
						}
					}
				}
			}
		}
	})
}

func TestTrsvRounding(t *testing.T) {
	t.Run("f64", testTrsvRounding[float64])
	t.Run("f32", testTrsvRounding[float32])
}

// testTrsvNonFinite: a zero on the diagonal gives an infinite unknown, a NaN reaches its own and all later ones, and
// neither reaches an earlier one.
func testTrsvNonFinite[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		const n = 21
		for _, g := range trsvKernels(k) {
			for _, bad := range []T{0, T(math.NaN())} {
				for p := range n {
					a := newTriangle(t, n, n, numtest.Back, g.upper, false, func(i int) T {
						if i == p {
							return bad
						}
						return 1
					}, func() T { return 1 })
					x := numtest.Fill(make([]T, n), 1)
					g.f(n, &a[0], n, &x[0], false)
					for i, v := range x {
						if finite, want := v-v == 0, i != p && (i > p) == g.backward; finite != want && !(bad == 0 && i != p) {
							t.Errorf("%s: %v at %d: x[%d] = %v", g.name, bad, p, i, v)
						}
					}
				}
			}
		}
	})
}

func TestTrsvNonFinite(t *testing.T) {
	t.Run("f64", testTrsvNonFinite[float64])
	t.Run("f32", testTrsvNonFinite[float32])
}
