package asm

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// testTrsv: small integers with powers of two on the diagonal, flush against faulting pages; what is not read is NaN.
func testTrsv[T Float](t *testing.T) {
	nan := T(math.NaN())
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(35)
		for n := 1; n < 70; n++ {
			for _, end := range []numtest.End{numtest.Front, numtest.Back} {
				for _, c := range []struct {
					name         string
					upper, trans bool
					solve        func(n int, a *T, lda int, x *T)
				}{
					{"lower", false, false, k.TrsvLower}, {"upper", true, false, k.TrsvUpper},
					{"upper transposed", true, true, k.TrsvUpperTrans}, {"lower transposed", false, true, k.TrsvLowerTrans},
				} {
					s := numtest.NewScope(t)
					lda := n + r.IntN(3)
					a := numtest.Fill(numtest.Guarded[T](s, (n-1)*lda+n, end), nan)
					x, want := numtest.Guarded[T](s, n, end), make([]T, n)
					numtest.Integers(r, want, 2)
					for i := range n {
						if c.upper {
							numtest.Integers(r, a[i*lda+i:][:n-i], 1)
							a[i*lda+i] = []T{1, 2, -0.5}[r.IntN(3)]
						} else {
							numtest.Integers(r, a[i*lda:][:i], 1)
						}
					}
					for i := range n { // x = op(A)*want
						for j := range n {
							p, q := i, j
							if c.trans {
								p, q = j, i
							}
							switch {
							case p == q && !c.upper:
								x[i] += want[j]
							case p == q || (q > p) == c.upper:
								x[i] += a[p*lda+q] * want[j]
							}
						}
					}
					c.solve(n, &a[0], lda, &x[0])
					if !numtest.Equal(s, fmt.Sprintf("%s n=%d end=%d", c.name, n, end), plusZero(x), plusZero(want)) {
						t.FailNow()
					}
					s.Close()
				}
			}
		}
	})
}

func TestTrsv(t *testing.T) {
	t.Run("f64", testTrsv[float64])
	t.Run("f32", testTrsv[float32])
}
