package la_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// TestSyrk holds Syrk against Gemm on integers, where both are exact, and sees to it that nothing else is written.
func TestSyrk(t *testing.T) { forBoth(t, testSyrk[float64], testSyrk[float32]) }

func testSyrk[T la.Float](t *testing.T) {
	next := integers[T](numtest.Rand(31))
	pool := sched.New(2)
	defer pool.Close()
	for _, base := range []int{8, 32} {
		defer la.SetFactorBlocks(base)()
		for _, s := range [][2]int{{1, 1}, {2, 3}, {5, 0}, {7, 9}, {16, 4}, {33, 17}, {100, 40}, {129, 65}} {
			for _, tr := range []la.Trans{la.NoTrans, la.Transpose} {
				n, k := s[0], s[1]
				a := la.NewMatrix[T](n, k)
				if tr {
					a = la.NewMatrix[T](k, n)
				}
				c := la.NewMatrix[T](n, n)
				for i := range a.Data {
					a.Data[i] = next()
				}
				for i := range c.Data {
					c.Data[i] = next()
				}
				for _, uplo := range []la.Uplo{la.Lower, la.Upper} {
					for _, beta := range []T{0, 1, -2} {
						what := fmt.Sprintf("base=%d n=%d k=%d trans=%v %c beta=%v", base, n, k, tr, uplo, beta)
						got := triangleOnly(c, uplo)
						want := triangleOnly(c, uplo)
						if beta == 0 {
							numtest.Fill(want.Data, sentinel)
							la.Copy(want, triangleOnly(c, uplo))
						}
						whole := la.NewMatrix[T](n, n)
						la.Copy(whole, c)
						la.Gemm(nil, tr, !tr, 3, a, a, beta, whole)
						for i := range n {
							for j := range n {
								if w := want.At(i, j); w == w {
									want.Set(i, j, whole.At(i, j))
								}
							}
						}
						la.Syrk(pool, uplo, tr, 3, padded(a), beta, got)
						if !numtest.Equal(t, what, got.Data, want.Data) {
							return
						}
					}
				}
			}
		}
	}
}

func TestSyrkNonFinite(t *testing.T) {
	a, c := la.NewMatrix[float64](40, 2), la.NewMatrix[float64](40, 40)
	numtest.Fill(c.Data, math.NaN())
	a.Set(39, 0, math.Inf(1))
	la.Syrk(nil, la.Lower, la.NoTrans, 0, a, 0, c) // beta 0 does not read C, alpha 0 is no reason to skip A
	if v := c.At(1, 0); v != 0 {
		t.Errorf("beta 0 read C: %v", v)
	}
	if v := c.At(39, 0); v == v {
		t.Errorf("zero times Inf is %v", v)
	}
	if v := c.At(0, 1); v == v {
		t.Errorf("the other triangle was written: %v", v)
	}
}

func TestSyrkMisuse(t *testing.T) {
	m := la.NewMatrix[float64](6, 6)
	a, c := m.View(0, 0, 3, 2), m.View(0, 3, 3, 3)
	call := func(u la.Uplo, t la.Trans, a, c *la.Matrix[float64]) func() {
		return func() { la.Syrk(nil, u, t, 1, a, 0, c) }
	}
	call(la.Upper, la.NoTrans, &a, &c)() // side by side in one matrix is no overlap
	over := m.View(1, 1, 3, 3)
	wantPanic(t, "la: bad Uplo", call(0, la.NoTrans, &a, &c))
	wantPanic(t, "la: nil matrix", call(la.Upper, la.NoTrans, nil, &c))
	wantPanic(t, "la: matrix is not square", call(la.Upper, la.NoTrans, &c, &a))
	wantPanic(t, "la: dimension mismatch", call(la.Upper, la.Transpose, &a, &c))
	wantPanic(t, "la: operands overlap in part", call(la.Upper, la.NoTrans, &a, &over))
	n := 200
	x, y := random[float64](numtest.Rand(1), n, n), la.NewMatrix[float64](n, n)
	wantNoAllocs(t, "Syrk", func() { la.Syrk(nil, la.Lower, la.NoTrans, 1, x, 0, y) })
}
