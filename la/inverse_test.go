package la_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

func TestInverse(t *testing.T) { forBoth(t, testInverse[float64], testInverse[float32]) }

func testInverse[T la.Float](t *testing.T) {
	var f la.LU[T]
	for i, kind := range matrixKinds {
		sizes := everySize()
		if i > 0 {
			sizes = []int{1, 2, 7, 16, 17, 33, 100}
		}
		for _, n := range sizes {
			t.Run(fmt.Sprintf("%s/n=%d", kind.name, n), func(t *testing.T) {
				a := build[T](n, kind.at(n))
				if f.Factorize(nil, a) == nil {
					x := padded(la.NewMatrix[T](n, n))
					if err := f.InverseTo(nil, x); err != nil {
						t.Fatal(err)
					}
					checkInverse(t, a, x)
				}
			})
		}
	}
	var g la.Cholesky[T]
	for i, kind := range definiteKinds {
		sizes := everySize()
		if i > 0 {
			sizes = []int{1, 2, 7, 16, 17, 33, 100}
		}
		for _, n := range sizes {
			t.Run(fmt.Sprintf("definite/%s/n=%d", kind.name, n), func(t *testing.T) {
				a := build[T](n, kind.at(n))
				if g.Factorize(nil, la.Lower, a) == nil {
					x := padded(la.NewMatrix[T](n, n))
					if err := g.InverseTo(nil, x); err != nil {
						t.Fatal(err)
					}
					checkInverse(t, a, x)
					symmetric := transposed(x)
					for i := range n {
						numtest.Equal(t, "column of the inverse", symmetric.Row(i), x.Row(i))
					}
				}
			})
		}
	}
}

// checkInverse holds |I - X A| / (n |A| |X| u) below 30 (LAPACK xGET03): X comes from X L = U^-1, so X is a left
// inverse of a matrix that is singular to rounding, but no right one. An inverse that overflows is none.
func checkInverse[T la.Float](t *testing.T, a, x *la.Matrix[T]) {
	t.Helper()
	checkPadding(t, x)
	n := a.Rows
	scale := float64(x.Norm1()) * float64(n)
	if n == 0 || math.IsInf(scale, 0) {
		return
	}
	one := build[T](n, func(i, j int) float64 { return float64(1 / (1 + (i-j)*(i-j))) })
	q := numtest.ProductRatio(n, n, n, one.Data, n, x.Data, x.Stride, a.Data, a.Stride) / (float64(a.Norm1()) * float64(x.Norm1()))
	if !(q < numtest.Threshold) {
		t.Errorf("|I-XA| ratio %.3g", q)
	}
}

// TestInverseBlocks reaches every branch of the recursions with small matrices.
func TestInverseBlocks(t *testing.T) {
	for _, base := range []int{1, 2, 3} {
		defer la.SetInverseBase(base)()
		for _, n := range []int{1, 2, 3, 5, 8, 13} {
			a, b, x := build[float64](n, matrixKinds[0].at(n)), build[float64](n, gram(n, 1)), padded(la.NewMatrix[float64](n, n))
			var f la.LU[float64]
			var g la.Cholesky[float64]
			if err := errors.Join(f.Factorize(nil, a), f.InverseTo(nil, x)); err != nil {
				t.Fatal(err)
			}
			checkInverse(t, a, x)
			if err := errors.Join(g.Factorize(nil, la.Upper, b), g.InverseTo(nil, x)); err != nil {
				t.Fatal(err)
			}
			checkInverse(t, b, x)
		}
	}
}

func TestInverseFails(t *testing.T) {
	a, x, y := la.NewMatrix[float64](3, 3), la.NewMatrix[float64](3, 3), la.NewMatrix[float64](3, 3)
	var f la.LU[float64]
	var g la.Cholesky[float64]
	var s *la.SingularError
	var d *la.NotPositiveDefiniteError
	wantPanic(t, "la: not factorized", func() { f.InverseTo(nil, x) })
	wantPanic(t, "la: not factorized", func() { g.InverseTo(nil, x) })
	f.Factorize(nil, a)
	g.Factorize(nil, la.Lower, a)
	if !errors.As(f.InverseTo(nil, x), &s) || !errors.As(g.InverseTo(nil, y), &d) {
		t.Error("a zero matrix was inverted")
	}
	for i := range x.Data {
		if x.Data[i] == x.Data[i] || y.Data[i] == y.Data[i] {
			t.Fatalf("element %d of no inverse: %v, %v", i, x.Data[i], y.Data[i])
		}
	}
	wantPanic(t, "la: dimension mismatch", func() { f.InverseTo(nil, la.NewMatrix[float64](3, 2)) })
	wantPanic(t, "la: dimension mismatch", func() { g.InverseTo(nil, la.NewMatrix[float64](2, 2)) })
}

func TestInverseWorkers(t *testing.T) {
	n := 200
	a, b := random[float64](numtest.Rand(13), n, n), build[float64](n, gram(n, 1))
	var f la.LU[float64]
	var g la.Cholesky[float64]
	x, y := la.NewMatrix[float64](n, n), la.NewMatrix[float64](n, n)
	if err := errors.Join(f.Factorize(nil, a), g.Factorize(nil, la.Lower, b), f.InverseTo(nil, x), g.InverseTo(nil, y)); err != nil {
		t.Fatal(err)
	}
	p := sched.New(2)
	defer p.Close()
	u, v := la.NewMatrix[float64](n, n), la.NewMatrix[float64](n, n)
	if err := errors.Join(f.InverseTo(p, u), g.InverseTo(p, v)); err != nil {
		t.Fatal(err)
	}
	numtest.Equal(t, "LU, two workers", u.Data, x.Data)
	numtest.Equal(t, "Cholesky, two workers", v.Data, y.Data)
	wantNoAllocs(t, "LU.InverseTo", func() { f.InverseTo(p, u) })
	wantNoAllocs(t, "Cholesky.InverseTo", func() { g.InverseTo(p, u) })
}

func TestDet(t *testing.T) {
	for _, c := range []struct {
		n    int
		at   func(i, j int) float64
		want float64
	}{
		{0, nil, 1},
		{2, func(i, j int) float64 { return []float64{1, 2, 3, 4}[2*i+j] }, -2},
		{3, func(i, j int) float64 { return []float64{0, 1, 0, 1, 0, 0, 0, 0, -5}[3*i+j] }, 5},
		{3, func(i, j int) float64 { return float64(i * j) }, 0},
		{4, func(i, j int) float64 { return []float64{1e200, 1e200, 1e-200, 1e-199}[i] * float64(1/(1+(i-j)*(i-j))) }, 10},
		{4, func(i, j int) float64 { return -1e300 * float64(1/(1+(i-j)*(i-j))) }, math.Inf(1)},
	} {
		var f la.LU[float64]
		f.Factorize(nil, build[float64](c.n, c.at))
		if got := f.Det(); got != c.want && !(math.Abs(got-c.want) < 1e-14*math.Abs(c.want)) {
			t.Errorf("n=%d: det %v, want %v", c.n, got, c.want)
		}
	}
	var f la.Cholesky[float64]
	wantPanic(t, "la: not factorized", func() { f.Det() })
	wantPanic(t, "la: not factorized", func() { new(la.LU[float64]).Det() })
	f.Factorize(nil, la.Lower, build[float64](9, func(i, j int) float64 { return []float64{2, -1, 0}[min(2, max(i-j, j-i))] }))
	if got := f.Det(); !(math.Abs(got-10) < 1e-14*10) {
		t.Errorf("det %v, want 10", got)
	}
	if f.Factorize(nil, la.Lower, la.NewMatrix[float64](2, 2)); f.Det() == f.Det() {
		t.Errorf("det %v without a factor", f.Det())
	}
}

func ExampleCholesky_InverseTo() {
	a := &la.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: []float64{2, 0, 0, 4}}
	var f la.Cholesky[float64]
	x := la.NewMatrix[float64](2, 2)
	if err := errors.Join(f.Factorize(nil, la.Lower, a), f.InverseTo(nil, x)); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.3f\n", x.Data)
	// Output:
	// [0.500 0.000 0.000 0.250]
}
