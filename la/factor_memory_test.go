package la_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// testFactorGuard: operands of the factorizations flush against faulting pages, with strides and without; the triangle
// that Cholesky must not read holds NaN.
func testFactorGuard[T la.Float](t *testing.T) {
	for _, n := range []int{1, 3, 8, 13, 16, 31, 33, 70, 130} {
		for _, end := range []numtest.End{numtest.Front, numtest.Back} {
			for _, pad := range []int{0, 3} {
				s := numtest.NewScope(t)
				strided := func(m *la.Matrix[T]) *la.Matrix[T] {
					x := paddedMatrix[T](m.Rows, m.Cols, pad)
					la.Copy(x, m)
					return guarded(s, x, end)
				}
				what := fmt.Sprintf("n=%d end=%v pad=%d", n, end, pad)
				a := build[T](n, gram(n, 1))
				b, x := strided(random[T](numtest.Rand(1), n, 3)), strided(la.NewMatrix[T](n, 3))
				inv := strided(la.NewMatrix[T](n, n))
				for _, uplo := range []la.Uplo{la.Lower, la.Upper} {
					half := la.NewMatrix[T](n, n)
					la.Copy(half, triangleOnly(a, uplo))
					var f la.Cholesky[T]
					if f.Factorize(nil, uplo, strided(half)) != nil || f.SolveTo(nil, x, b) != nil || f.InverseTo(nil, inv) != nil {
						t.Fatalf("%s: Cholesky failed", what)
					}
					c := strided(half)
					la.Syrk(nil, uplo, la.NoTrans, 1, b, 1, c)
				}
				var lu la.LU[T]
				if lu.Factorize(nil, strided(a)) != nil || lu.InverseTo(nil, inv) != nil {
					t.Fatalf("%s: LU failed", what)
				}
				var f la.QR[T]
				tall := strided(random[T](numtest.Rand(2), n+9, n))
				c, q, r := strided(random[T](numtest.Rand(3), n+9, 3)), strided(la.NewMatrix[T](n+9, n)), strided(la.NewMatrix[T](n, n))
				f.Factorize(nil, tall)
				f.QTo(nil, q)
				f.RTo(r)
				f.QMulTo(nil, c, la.NoTrans, c)
				if f.SolveTo(nil, x, la.NoTrans, c) != nil || f.SolveTo(nil, c, la.Transpose, x) != nil {
					t.Fatalf("%s: QR failed", what)
				}
				for _, m := range []*la.Matrix[T]{x, inv, q, r, c} {
					for i := range m.Rows {
						for j, v := range m.Row(i) {
							if v != v {
								t.Fatalf("%s: NaN at (%d, %d) of a %d x %d result", what, i, j, m.Rows, m.Cols)
							}
						}
						if i < m.Rows-1 && pad > 0 && !math.IsNaN(float64(m.Data[i*m.Stride+m.Cols])) {
							t.Fatalf("%s: padding written", what)
						}
					}
				}
				s.Close()
			}
		}
	}
}

func TestFactorGuard(t *testing.T) { forBoth(t, testFactorGuard[float64], testFactorGuard[float32]) }
