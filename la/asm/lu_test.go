package asm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// panelCase is a panel whose factors are known and without a rounding: the elements of L are multiples of 1/4 below 1,
// the pivots powers of two, the rest of U multiples of 4.
type panelCase[T Float] struct {
	m, w   int
	lu, a  []T // dense, w columns
	pivots []int32
}

func newPanelCase[T Float](r *rand.Rand, m, w int) panelCase[T] {
	c := panelCase[T]{m: m, w: w, lu: make([]T, m*w), a: make([]T, m*w), pivots: make([]int32, w)}
	for i := range m {
		for j := range w {
			switch v := r.IntN(7) - 3; {
			case j < i:
				c.lu[i*w+j] = T(v) / 4
			case j > i:
				c.lu[i*w+j] = T(4 * v)
			default:
				c.lu[i*w+j] = T([]int{4, -8, 16}[r.IntN(3)])
			}
		}
	}
	for i := range m {
		for j := range w {
			s := T(0)
			for p := 0; p <= min(i, j); p++ {
				l := T(1)
				if p < i {
					l = c.lu[i*w+p]
				}
				s += l * c.lu[p*w+j]
			}
			c.a[i*w+j] = s
		}
	}
	for j := w - 1; j >= 0; j-- { // undo exchanges of its own choice
		p := j + r.IntN(m-j)
		c.pivots[j] = int32(p)
		for l := range w {
			c.a[j*w+l], c.a[p*w+l] = c.a[p*w+l], c.a[j*w+l]
		}
	}
	return c
}

// callPanel runs the kernel on a guarded copy of a with the given padding between rows; it checks the padding.
func callPanel[T Float](t numtest.TB, k *Kernels[T], m, w int, a []T, pad int, end numtest.End) (lu []T, piv []int32, bad int) {
	const row = 5
	nan := T(math.NaN())
	lda := w + pad
	g := numtest.Fill(numtest.Guarded[T](t, (m-1)*lda+w, end), nan)
	for i := range m {
		copy(g[i*lda:][:w], a[i*w:][:w])
	}
	ldw := (m+15)/16*16 + 16
	work := numtest.Fill(numtest.Guarded[T](t, 8*ldw, end), nan)
	piv = make([]int32, w)
	if bad = k.LUPanel(m, w, &g[0], lda, &piv[0], row, &work[0], ldw); bad == -2 {
		bad = luPanelGeneric(m, w, &g[0], lda, &piv[0], row, &work[0], ldw)
	}
	lu = make([]T, m*w)
	for i := range m {
		copy(lu[i*w:][:w], g[i*lda:])
		for j := w; j < lda && i < m-1; j++ {
			if g[i*lda+j] == g[i*lda+j] {
				t.Errorf("padding (%d, %d) was written", i, j)
			}
		}
	}
	for i := range piv {
		piv[i] -= row
	}
	return lu, piv, bad
}

func testLUPanelExact[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(31)
		for w := 1; w <= 8; w++ {
			for m := w; m < 100; m++ {
				s := numtest.NewScope(t)
				c := newPanelCase[T](r, m, w)
				for _, end := range []numtest.End{numtest.Front, numtest.Back} {
					lu, piv, bad := callPanel(s, k, m, w, c.a, m%3, end)
					what := fmt.Sprintf("m=%d w=%d", m, w)
					if bad != -1 {
						t.Errorf("%s: bad column %d", what, bad)
					}
					for i := range piv {
						if piv[i] != c.pivots[i] {
							t.Fatalf("%s: pivots %v, want %v", what, piv, c.pivots)
						}
					}
					numtest.Equal(s, what, plusZero(lu), plusZero(c.lu))
				}
				s.Close()
			}
		}
	})
}

func TestLUPanelExact(t *testing.T) {
	t.Run("f64", testLUPanelExact[float64])
	t.Run("f32", testLUPanelExact[float32])
}

// testLUPanelPivot: the first of equal candidates, a zero column, subnormal, infinite and NaN pivots.
func testLUPanelPivot[T Float](t *testing.T) {
	inf, nan, tiny := T(math.Inf(1)), T(math.NaN()), 8*T(math.SmallestNonzeroFloat64)
	if tiny == 0 {
		tiny = 8 * T(math.SmallestNonzeroFloat32)
	}
	cases := []struct {
		x, other T
		pivot    int // of column 0, -1: the row of x
		bad      int
	}{
		{-2, 1, -1, -1}, {-1, 1, 0, -1}, {0, 0, 0, 0}, {tiny, tiny / 2, -1, -1}, {inf, 3, -1, 0}, {nan, inf, -1, 0}, {-nan, 1, -1, 0},
	}
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(36)
		for _, m := range []int{3, 8, 9, 16, 17, 33, 64, 70} {
			for _, w := range []int{2, min(m, 8)} {
				for at := range m {
					for _, c := range cases {
						s := numtest.NewScope(t)
						a := numtest.Uniform(r, make([]T, m*w))
						for i := range m {
							a[i*w] = c.other
						}
						a[at*w] = c.x
						lu, piv, bad := callPanel(s, k, m, w, a, 1, numtest.Back)
						what := fmt.Sprintf("m=%d w=%d %v at %d among %v", m, w, c.x, at, c.other)
						pivot := c.pivot
						if pivot < 0 {
							pivot = at
						}
						if bad != c.bad || int(piv[0]) != pivot || piv[1] < 1 || int(piv[1]) >= m {
							t.Errorf("%s: pivots %v, bad %d, want %d and %d", what, piv, bad, pivot, c.bad)
						}
						if c.x == tiny || c.x == 0 {
							for i := 1; i < m; i++ {
								if l := lu[i*w]; l != T(min(0.5, c.x/tiny)) {
									t.Errorf("%s: L(%d, 0) = %v", what, i, l)
								}
							}
						}
						s.Close()
					}
				}
			}
		}
	})
}

func TestLUPanelPivot(t *testing.T) {
	t.Run("f64", testLUPanelPivot[float64])
	t.Run("f32", testLUPanelPivot[float32])
}

func testSwapRows[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(33)
		for n := range 70 {
			for _, end := range []numtest.End{numtest.Front, numtest.Back} {
				s := numtest.NewScope(t)
				m, lda := 9, n+r.IntN(2)
				a := numtest.Guarded[T](s, (m-1)*lda+n, end)
				for i := range a {
					a[i] = T(i)
				}
				want := append([]T(nil), a...)
				piv := make([]int32, m)
				for i := range piv {
					piv[i] = int32(i + r.IntN(m-i))
				}
				if n == 0 {
					continue
				}
				swapRowsGeneric(n, 2, m, 1, &want[0], lda, &piv[0])
				k.SwapRows(n, 2, m, 1, &a[0], lda, &piv[0])
				numtest.Equal(s, fmt.Sprintf("n=%d", n), a, want)
				k.SwapRows(n, m-1, 1, -1, &a[0], lda, &piv[0])
				for i := range a {
					want[i] = T(i)
				}
				numtest.Equal(s, fmt.Sprintf("n=%d undone", n), a, want)
				s.Close()
			}
		}
	})
}

func TestSwapRows(t *testing.T) {
	t.Run("f64", testSwapRows[float64])
	t.Run("f32", testSwapRows[float32])
}

func testCopyAbs[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(34)
		for n := 1; n < 140; n++ {
			for _, m := range []int{1, 2, 7} {
				s := numtest.NewScope(t)
				end := numtest.End(n % 2)
				src, dst, sum := numtest.Guarded[T](s, m*n, end), numtest.Guarded[T](s, m*n, end), numtest.Guarded[T](s, n, end)
				numtest.Integers(r, src, 9)
				numtest.Integers(r, sum, 9)
				want, copied := append([]T(nil), sum...), make([]T, m*n)
				copyAbsGeneric(m, n, &copied[0], n, &src[0], n, &want[0])
				k.CopyAbs(m, n, &dst[0], n, &src[0], n, &sum[0])
				numtest.Equal(s, fmt.Sprintf("m=%d n=%d copy", m, n), dst, src)
				numtest.Equal(s, fmt.Sprintf("m=%d n=%d sums", m, n), sum, want)
				s.Close()
			}
		}
	})
}

func TestCopyAbs(t *testing.T) {
	t.Run("f64", testCopyAbs[float64])
	t.Run("f32", testCopyAbs[float32])
}
