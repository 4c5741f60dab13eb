package la_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// transposed returns the transpose of m.
func transposed[T la.Float](m *la.Matrix[T]) *la.Matrix[T] {
	c := la.NewMatrix[T](m.Cols, m.Rows)
	for i := range m.Rows {
		for j := range m.Cols {
			c.Set(j, i, m.At(i, j))
		}
	}
	return c
}

func TestTrsm(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		for _, base := range []int{2, 16} {
			t.Run(fmt.Sprintf("base=%d", base), func(t *testing.T) {
				defer la.SetBlocks(base, 16)()
				t.Run("float64", testTrsm[float64])
				t.Run("float32", testTrsm[float32])
			})
		}
	})
}

func testTrsm[T la.Float](t *testing.T) {
	for _, s := range [][2]int{{1, 1}, {2, 5}, {3, 1}, {7, 4}, {16, 3}, {17, 300}, {33, 20}, {100, 9}} {
		n, other := s[0], s[1]
		for _, side := range []la.Side{la.Left, la.Right} {
			forEachTriangle(func(u la.Uplo, tr la.Trans, d la.Diag) {
				a, op := triangle[T](7, n, u, tr, d)
				for _, alpha := range []T{1, -0.5} {
					b := random[T](numtest.Rand(8), n, other)
					scaled := la.NewMatrix[T](n, other)
					for i, v := range b.Data {
						scaled.Data[i] = alpha * v
					}
					x := padded(b)
					if side == la.Right { // X op(A) = B is op(A)' X' = B'
						x = padded(transposed(b))
					}
					la.Trsm(nil, side, u, tr, d, alpha, a, x)
					checkPadding(t, a)
					checkPadding(t, x)
					if side == la.Right {
						x = transposed(x)
					}
					q := numtest.SolveRatio(n, other, op.Data, n, side == la.Right, x.Data, x.Stride, scaled.Data, other)
					if !(q < numtest.Threshold) {
						t.Errorf("n=%d other=%d %c %c trans=%v %c alpha=%v: ratio %.3g", n, other, side, u, tr, d, alpha, q)
					}
				}
			})
		}
	}
}

// TestTrsmDiagonal solves with diagonals whose reciprocals are not finite or lose digits, and with a zero.
func TestTrsmDiagonal(t *testing.T) {
	for _, d := range []float64{1e-310, 1e-300, 3, 1e300, 1.7e308, math.Inf(1)} {
		a := &la.Matrix[float64]{Rows: 1, Cols: 1, Stride: 1, Data: []float64{d}}
		b := random[float64](numtest.Rand(24), 1, 50)
		want := make([]float64, 50)
		for i, v := range b.Data {
			b.Data[i] = v * min(d, 1e307)
			want[i] = b.Data[i] / d
		}
		la.Trsm(nil, la.Left, la.Lower, la.NoTrans, la.NonUnit, 1, a, b)
		numtest.WithinULPs(t, fmt.Sprint("d=", d), b.Data, want, 1)
	}
	zero := la.NewMatrix[float64](2, 2)
	b := &la.Matrix[float64]{Rows: 2, Cols: 1, Stride: 1, Data: []float64{1, 1}}
	la.Trsm(nil, la.Left, la.Lower, la.NoTrans, la.NonUnit, 1, zero, b)
	if !math.IsInf(b.Data[0], 1) || !math.IsNaN(b.Data[1]) {
		t.Errorf("zero diagonal gives %v, want Inf and NaN", b.Data)
	}
}

func TestTrsmAlphaZero(t *testing.T) {
	a, _ := triangle[float64](9, 40, la.Lower, la.NoTrans, la.NonUnit)
	b := la.NewMatrix[float64](40, 3)
	numtest.Fill(b.Data, math.NaN())
	la.Trsm(nil, la.Left, la.Lower, la.NoTrans, la.NonUnit, 0, a, b)
	numtest.Equal(t, "X", b.Data, make([]float64, len(b.Data)))
}

func TestTrsmWorkers(t *testing.T) {
	for _, side := range []la.Side{la.Left, la.Right} {
		a, _ := triangle[float32](10, 300, la.Upper, la.Transpose, la.NonUnit)
		b := random[float32](numtest.Rand(11), 300, 300)
		want := la.NewMatrix[float32](300, 300)
		la.Copy(want, b)
		la.Trsm(nil, side, la.Upper, la.Transpose, la.NonUnit, 2, a, want)
		for workers := 1; workers <= 3; workers++ {
			p := sched.New(workers)
			got := la.NewMatrix[float32](300, 300)
			la.Copy(got, b)
			la.Trsm(p, side, la.Upper, la.Transpose, la.NonUnit, 2, a, got)
			numtest.Equal(t, fmt.Sprintf("side=%c workers=%d", side, workers), got.Data, want.Data)
			wantNoAllocs(t, "Trsm", func() { la.Trsm(p, side, la.Upper, la.Transpose, la.NonUnit, 1, a, got) })
			p.Close()
		}
	}
}

func TestTrsmMisuse(t *testing.T) {
	m := la.NewMatrix[float64](6, 6)
	a, b := m.View(0, 0, 3, 3), m.View(0, 3, 3, 2)
	call := func(s la.Side, u la.Uplo, d la.Diag, a, b *la.Matrix[float64]) func() {
		return func() { la.Trsm(nil, s, u, la.NoTrans, d, 1, a, b) }
	}
	call(la.Left, la.Lower, la.Unit, &a, &b)() // side by side in one matrix is no overlap
	over := m.View(2, 2, 3, 2)
	wide := m.View(0, 3, 2, 3)
	wantPanic(t, "la: bad Side", call(0, la.Lower, la.Unit, &a, &b))
	wantPanic(t, "la: bad Uplo", call(la.Left, 0, la.Unit, &a, &b))
	wantPanic(t, "la: bad Diag", call(la.Left, la.Lower, 0, &a, &b))
	wantPanic(t, "la: matrix is not square", call(la.Left, la.Lower, la.Unit, &b, &a))
	wantPanic(t, "la: dimension mismatch", call(la.Right, la.Lower, la.Unit, &a, &b))
	wantPanic(t, "la: dimension mismatch", call(la.Left, la.Lower, la.Unit, &a, &wide))
	wantPanic(t, "la: operands overlap in part", call(la.Left, la.Lower, la.Unit, &a, &over))
}
