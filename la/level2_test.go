package la_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

func TestGemv(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		t.Run("float64", testGemv[float64])
		t.Run("float32", testGemv[float32])
	})
}

// testGemv uses small integers: every order of summation gives the same number.
func testGemv[T la.Float](t *testing.T) {
	pools := []*sched.Pool{nil, sched.New(1), sched.New(2), sched.New(3)}
	for _, p := range pools[1:] {
		defer p.Close()
	}
	r := numtest.Rand(2)
	for _, s := range [][2]int{{0, 0}, {0, 3}, {3, 0}, {1, 1}, {5, 7}, {33, 8}, {300, 257}, {20, 3000}, {3000, 20}, {3, 9001}, {9001, 3}} {
		m := la.NewMatrix[T](s[0], s[1])
		numtest.Integers(r, m.Data, 8)
		a := padded(m)
		for _, tr := range []la.Trans{la.NoTrans, la.Transpose} {
			rows, cols := s[0], s[1]
			at := m.At
			if tr {
				rows, cols = cols, rows
				at = func(i, j int) T { return m.At(j, i) }
			}
			x, y := numtest.Integers(r, make([]T, cols), 8), numtest.Integers(r, make([]T, rows), 8)
			for _, beta := range []T{0, 1, -3} {
				want := make([]T, rows)
				for i := range want {
					for j, v := range x {
						want[i] += 2 * at(i, j) * v
					}
					want[i] += beta * y[i]
				}
				for _, p := range pools {
					got := append([]T(nil), y...)
					if beta == 0 {
						numtest.Fill(got, T(math.NaN())) // must not be read
					}
					la.Gemv(p, tr, 2, a, x, beta, got)
					for i := range got {
						if got[i] != want[i] {
							t.Fatalf("%v trans=%v beta=%v workers=%d: y[%d] = %v, want %v", s, tr, beta, p.Workers(), i, got[i], want[i])
						}
					}
				}
			}
		}
		checkPadding(t, a)
	}
}

// TestGemvWorkers checks that rounding does not depend on the pool.
func TestGemvWorkers(t *testing.T) {
	r := numtest.Rand(3)
	a, x := random[float32](r, 700, 700), numtest.Uniform(r, make([]float32, 700))
	for _, tr := range []la.Trans{la.NoTrans, la.Transpose} {
		want := make([]float32, 700)
		la.Gemv(nil, tr, 1, a, x, 0, want)
		for workers := 1; workers <= 3; workers++ {
			p := sched.New(workers)
			got := make([]float32, 700)
			la.Gemv(p, tr, 1, a, x, 0, got)
			numtest.Equal(t, fmt.Sprintf("trans=%v workers=%d", tr, workers), got, want)
			wantNoAllocs(t, "Gemv", func() { la.Gemv(p, tr, 1, a, x, 0, got) })
			p.Close()
		}
		wantNoAllocs(t, "Gemv", func() { la.Gemv(nil, tr, 1, a, x, 0, want) })
	}
}

func TestGemvMisuse(t *testing.T) {
	a := la.NewMatrix[float64](2, 3)
	wantPanic(t, "la: vector of wrong length", func() { la.Gemv(nil, la.NoTrans, 1, a, make([]float64, 2), 0, make([]float64, 3)) })
	wantPanic(t, "la: vector of wrong length", func() { la.Gemv(nil, la.Transpose, 1, a, make([]float64, 2), 0, make([]float64, 2)) })
	wantPanic(t, "la: nil matrix", func() { la.Gemv(nil, la.NoTrans, 1, nil, make([]float64, 3), 0, make([]float64, 2)) })
	const overlap = "la: operands overlap in part"
	x := make([]float64, 4)
	wantPanic(t, overlap, func() { la.Gemv(nil, la.NoTrans, 1, a, x[:3], 0, x[2:]) })
	wantPanic(t, overlap, func() { la.Gemv(nil, la.NoTrans, 1, a, x[:3], 0, a.Row(1)[1:]) })
	b := a.View(0, 0, 2, 2)
	la.Gemv(nil, la.Transpose, 1, &b, x[:2], 0, x[2:])
	la.Gemv(nil, la.NoTrans, 1, &b, a.Row(0)[:2], 0, x[:2])
	for i := range a.Data { // the padding of a view is no part of it
		a.Data[i] = 1
	}
	column := a.View(0, 0, 2, 1)
	la.Gemv(nil, la.NoTrans, 1, &column, x[:1], 0, a.Row(0)[1:])
}

func TestGer(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		r := numtest.Rand(4)
		for _, s := range [][2]int{{0, 0}, {0, 2}, {2, 0}, {1, 1}, {5, 9}, {40, 33}, {1000, 90}, {2, 40000}} {
			x, y := numtest.Integers(r, make([]float64, s[0]), 9), numtest.Integers(r, make([]float64, s[1]), 9)
			m := la.NewMatrix[float64](s[0], s[1])
			numtest.Integers(r, m.Data, 9)
			a := padded(m)
			la.Ger(3, x, y, a)
			for i := range x {
				for j := range y {
					if got, want := a.At(i, j), m.At(i, j)+3*x[i]*y[j]; got != want {
						t.Fatalf("%v: (%d, %d) = %v, want %v", s, i, j, got, want)
					}
				}
			}
			checkPadding(t, a)
		}
	})
	a := la.NewMatrix[float64](2, 3)
	wantPanic(t, "la: vector of wrong length", func() { la.Ger(1, make([]float64, 3), make([]float64, 2), a) })
	wantPanic(t, "la: operands overlap in part", func() { la.Ger(1, make([]float64, 2), a.Row(1), a) })
	wantPanic(t, "la: operands overlap in part", func() { la.Ger(1, a.Row(1)[:2], make([]float64, 3), a) })
}

// triangle returns an n x n matrix of which one triangle is well conditioned and all that must not be read is NaN, and
// op of that triangle as a full matrix.
func triangle[T la.Float](seed uint64, n int, u la.Uplo, t la.Trans, d la.Diag) (a, op *la.Matrix[T]) {
	a, op = random[T](numtest.Rand(seed), n, n), la.NewMatrix[T](n, n)
	for i := range n {
		for j := range n {
			switch {
			case i != j && (j < i) == (u == la.Lower):
				a.Set(i, j, a.At(i, j)/T(n))
			case i == j && d == la.NonUnit:
				a.Set(i, i, a.At(i, i)+2)
			default:
				a.Set(i, j, T(math.NaN()))
			}
			v := a.At(i, j)
			if i == j && d == la.Unit {
				v = 1
			} else if v != v {
				v = 0
			}
			if t {
				op.Set(j, i, v)
			} else {
				op.Set(i, j, v)
			}
		}
	}
	return padded(a), op
}

// forEachTriangle calls f with every combination of flags.
func forEachTriangle(f func(u la.Uplo, t la.Trans, d la.Diag)) {
	for _, u := range []la.Uplo{la.Lower, la.Upper} {
		for _, t := range []la.Trans{la.NoTrans, la.Transpose} {
			for _, d := range []la.Diag{la.NonUnit, la.Unit} {
				f(u, t, d)
			}
		}
	}
}

func TestTrsv(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		t.Run("float64", testTrsv[float64])
		t.Run("float32", testTrsv[float32])
	})
}

func testTrsv[T la.Float](t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, 33, 100, 128, 129, 300} {
		forEachTriangle(func(u la.Uplo, tr la.Trans, d la.Diag) {
			a, op := triangle[T](5, n, u, tr, d)
			b := numtest.Uniform(numtest.Rand(6), make([]T, n))
			x := append([]T(nil), b...)
			la.Trsv(u, tr, d, a, x)
			if q := numtest.SolveRatio(n, 1, op.Data, n, false, x, 1, b, 1); !(q < numtest.Threshold) {
				t.Errorf("n=%d %c trans=%v %c: ratio %.3g", n, u, tr, d, q)
			}
			checkPadding(t, a)

			longer := *a // what follows the last element is none of the matrix
			longer.Data = append(slices.Clone(a.Data), make([]T, 2*n+2)...)
			y := append([]T(nil), b...)
			la.Trsv(u, tr, d, &longer, y)
			numtest.Equal(t, "solution with zeros behind the matrix", y, x)
		})
	}
}

func TestTrsvMisuse(t *testing.T) {
	a := la.NewMatrix[float64](2, 2)
	x := make([]float64, 2)
	wantPanic(t, "la: bad Uplo", func() { la.Trsv(0, la.NoTrans, la.Unit, a, x) })
	wantPanic(t, "la: bad Diag", func() { la.Trsv(la.Lower, la.NoTrans, 0, a, x) })
	wantPanic(t, "la: matrix is not square", func() { la.Trsv(la.Lower, la.NoTrans, la.Unit, la.NewMatrix[float64](2, 3), x) })
	wantPanic(t, "la: vector of wrong length", func() { la.Trsv(la.Lower, la.NoTrans, la.Unit, a, x[:1]) })
	wantPanic(t, "la: operands overlap in part", func() { la.Trsv(la.Lower, la.NoTrans, la.Unit, a, a.Row(1)) })
}

// TestLevel2NoAllocs: TestGemvWorkers looks after Gemv.
func TestLevel2NoAllocs(t *testing.T) {
	a, _ := triangle[float64](7, 200, la.Lower, la.NoTrans, la.NonUnit)
	full, x, y := la.NewMatrix[float64](200, 200), make([]float64, 200), make([]float64, 200)
	wantNoAllocs(t, "Trsv", func() { la.Trsv(la.Lower, la.NoTrans, la.NonUnit, a, x) })
	wantNoAllocs(t, "Trsv transposed", func() { la.Trsv(la.Lower, la.Transpose, la.NonUnit, a, x) })
	wantNoAllocs(t, "Ger", func() { la.Ger(1, x, y, full) })
	wantNoAllocs(t, "level 1", func() {
		la.Axpy(la.Dot(x, y), x, y)
		la.Scal(la.Nrm2(x)+la.Asum(x), y)
		y[0] = la.DotWide(x, y) + float64(la.Iamax(x))
	})
}
