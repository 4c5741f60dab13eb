package la_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// hilbertPlus is a symmetric positive definite matrix with a condition of about 1/shift.
func hilbertPlus(shift float64) func(i, j int) float64 {
	return func(i, j int) float64 {
		v := 1 / float64(i+j+1)
		if i == j {
			v += shift
		}
		return v
	}
}

func TestMixedLU(t *testing.T) { forEachRecord(t, testMixedLU) }

func testMixedLU(t *testing.T) {
	var f la.MixedLU // reused
	for _, c := range []struct {
		name     string
		n        int
		at       func(i, j int) float64
		fallback bool
	}{
		{"1x1", 1, func(i, j int) float64 { return 3 }, false},
		{"random", 100, random[float64](numtest.Rand(51), 100, 100).At, false},
		{"random", 257, random[float64](numtest.Rand(52), 257, 257).At, false},
		{"tiny", 30, func(i, j int) float64 { return 1e-300 * random[float64](numtest.Rand(53), 30, 30).At(i, j) }, false},
		{"huge", 30, func(i, j int) float64 { return 1e300 * random[float64](numtest.Rand(53), 30, 30).At(i, j) }, false},
		{"condition 1e4", 60, hilbertPlus(1e-4), false},
		{"condition 1e10", 60, hilbertPlus(1e-10), true},
		{"singular in float32", 2, func(i, j int) float64 { return []float64{1, 0, 0, 1e-60}[2*i+j] }, true},
	} {
		t.Run(fmt.Sprintf("%s/n=%d", c.name, c.n), func(t *testing.T) {
			a := padded(build[float64](c.n, c.at))
			if err := f.Factorize(nil, a); err != nil {
				t.Fatal(err)
			}
			for _, tr := range []la.Trans{la.NoTrans, la.Transpose} {
				for _, cols := range []int{1, 3} {
					for _, scale := range []float64{1, 1e-200, 1e150} {
						if c.name == "tiny" && scale > 1 || c.name == "huge" && scale < 1 {
							continue // the solution has no number
						}
						b, x := padded(random[float64](numtest.Rand(54), c.n, cols)), padded(la.NewMatrix[float64](c.n, cols))
						for i := range c.n {
							la.Scal(scale, b.Row(i))
						}
						s, err := f.SolveTo(nil, x, tr, b)
						if err != nil || s.Fallback != c.fallback || s.Steps > 8 {
							t.Errorf("trans=%v cols=%d scale=%v: status %+v, %v", tr, cols, scale, s, err)
						}
						checkPadding(t, x)
						q := numtest.SolveRatio(c.n, cols, a.Data, a.Stride, bool(tr), x.Data, x.Stride, b.Data, b.Stride)
						if !(q < numtest.Threshold) && scale == 1 {
							t.Errorf("trans=%v cols=%d: ratio %.3g", tr, cols, q)
						}
					}
				}
			}
		})
	}
}

func TestMixedLUSingular(t *testing.T) {
	var f la.MixedLU
	var s *la.SingularError
	a := la.NewMatrix[float64](3, 3)
	a.Set(0, 0, 1)
	if err := f.Factorize(nil, a); !errors.As(err, &s) || s.Pivot != 1 {
		t.Errorf("error %v, want pivot 1", err)
	}
	b, x := random[float64](numtest.Rand(55), 3, 2), la.NewMatrix[float64](3, 2)
	if st, err := f.SolveTo(nil, x, la.NoTrans, b); !errors.As(err, &s) || x.At(2, 1) == x.At(2, 1) || !st.Fallback {
		t.Errorf("status %+v, error %v, solution %v", st, err, x.Data)
	}
	if _, err := f.SolveTo(nil, la.NewMatrix[float64](3, 0), la.NoTrans, la.NewMatrix[float64](3, 0)); !errors.As(err, &s) {
		t.Errorf("no columns: error %v", err)
	}
	a.Set(1, 1, math.NaN())
	if err := f.Factorize(nil, a); !errors.As(err, &s) {
		t.Errorf("NaN: error %v", err)
	}
	if err := f.Factorize(nil, la.NewMatrix[float64](0, 0)); err != nil {
		t.Error(err)
	}
	if _, err := f.SolveTo(nil, la.NewMatrix[float64](0, 2), la.NoTrans, la.NewMatrix[float64](0, 2)); err != nil {
		t.Error(err)
	}
	near := build[float64](2, func(i, j int) float64 { return 1 + float64(i*j)*0x1p-40 }) // singular in float32 only
	if err := f.Factorize(nil, near); err != nil {
		t.Error(err)
	}
	if _, err := f.SolveTo(nil, la.NewMatrix[float64](2, 0), la.NoTrans, la.NewMatrix[float64](2, 0)); err != nil {
		t.Errorf("no columns: error %v", err)
	}
	for i := range 3 {
		a.Set(i, i, 2)
	}
	if err := f.Factorize(nil, a); err != nil {
		t.Fatal(err)
	}
	b.Set(1, 1, math.NaN()) // in one column: the others are solved
	st, err := f.SolveTo(nil, x, la.NoTrans, b)
	if err != nil || !st.Fallback || x.At(1, 1) == x.At(1, 1) || x.At(0, 0) != b.At(0, 0)/2 {
		t.Errorf("a NaN in B: status %+v, error %v, solution %v", st, err, x.Data)
	}
}

// TestMixedLUOverflow: a norm that overflows bounds nothing, so no solution is accepted for it.
func TestMixedLUOverflow(t *testing.T) {
	const n = 200
	m := random[float64](numtest.Rand(56), n, n)
	a := build[float64](n, func(i, j int) float64 {
		if j == 0 {
			return math.Copysign(0x1p1020, m.At(i, j))
		}
		return 0x1p1020 * m.At(i, j) / n
	})
	var f la.MixedLU
	if err := f.Factorize(nil, a); err != nil {
		t.Fatal(err)
	}
	b, x := random[float64](numtest.Rand(57), n, 1), la.NewMatrix[float64](n, 1)
	st, err := f.SolveTo(nil, x, la.Transpose, b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Data { // the ratio without overflow
		a.Data[i] *= 0x1p-1020
	}
	for i := range x.Data {
		x.Data[i] *= 0x1p1020
	}
	if q := numtest.SolveRatio(n, 1, a.Data, n, true, x.Data, 1, b.Data, 1); !(q < numtest.Threshold) {
		t.Errorf("status %+v: ratio %.3g", st, q)
	}
}

func TestMixedLUWorkers(t *testing.T) {
	const n = 200
	a, b := random[float64](numtest.Rand(56), n, n), random[float64](numtest.Rand(57), n, 20)
	var f, g la.MixedLU
	x, y := la.NewMatrix[float64](n, 20), la.NewMatrix[float64](n, 20)
	if err := f.Factorize(nil, a); err != nil {
		t.Fatal(err)
	}
	if _, err := f.SolveTo(nil, x, la.NoTrans, b); err != nil {
		t.Fatal(err)
	}
	p := sched.New(2)
	defer p.Close()
	if err := g.Factorize(p, a); err != nil {
		t.Fatal(err)
	}
	if _, err := g.SolveTo(p, y, la.NoTrans, b); err != nil {
		t.Fatal(err)
	}
	numtest.Equal(t, "two workers", y.Data, x.Data)
	wantNoAllocs(t, "Factorize", func() { f.Factorize(nil, a) })
	wantNoAllocs(t, "SolveTo", func() { f.SolveTo(nil, x, la.Transpose, b) })
	// concurrent solves, one of which must fall back
	if err := f.Factorize(nil, build[float64](60, hilbertPlus(1e-10))); err != nil {
		t.Fatal(err)
	}
	got := make(chan []float64)
	for range 4 {
		go func() {
			x := la.NewMatrix[float64](60, 1)
			f.SolveTo(nil, x, la.NoTrans, random[float64](numtest.Rand(58), 60, 1))
			got <- x.Data
		}()
	}
	first := <-got
	for range 3 {
		numtest.Equal(t, "concurrent", <-got, first)
	}
}

// TestMixedLUNested: a fallback outside the pool waits for no fallback inside it, which holds the place that it needs.
func TestMixedLUNested(t *testing.T) {
	const n = 300
	p := sched.New(2)
	defer p.Close()
	m := random[float64](numtest.Rand(58), n, n)
	a := build[float64](n, func(i, j int) float64 { return m.At(i%(n-1), j) + float64(i/(n-1)*j)*0x1p-30 })
	for range 20 {
		var f la.MixedLU
		if err := f.Factorize(nil, a); err != nil {
			t.Fatal(err)
		}
		solve := func(int) {
			b, x := la.NewMatrix[float64](n, 1), la.NewMatrix[float64](n, 1)
			b.Set(0, 0, 1)
			if st, err := f.SolveTo(p, x, la.NoTrans, b); err != nil || !st.Fallback {
				t.Errorf("status %+v, error %v", st, err)
			}
		}
		var group sync.WaitGroup
		group.Go(func() { p.For(context.Background(), 4, solve) })
		group.Go(func() { solve(0) })
		group.Wait()
	}
}

func TestMixedLUMisuse(t *testing.T) {
	var f la.MixedLU
	m := la.NewMatrix[float64](3, 3)
	wantPanic(t, "la: not factorized", func() { f.SolveTo(nil, m, la.NoTrans, m) })
	wantPanic(t, "la: matrix is not square", func() { f.Factorize(nil, la.NewMatrix[float64](3, 2)) })
	for i := range 3 {
		m.Set(i, i, 1)
	}
	if err := f.Factorize(nil, m); err != nil {
		t.Fatal(err)
	}
	wantPanic(t, "la: operands overlap in part", func() { f.SolveTo(nil, m, la.NoTrans, m) })
	wantPanic(t, "la: dimension mismatch", func() { f.SolveTo(nil, m, la.NoTrans, la.NewMatrix[float64](2, 3)) })
}

func ExampleMixedLU() {
	a := &la.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: []float64{3, 1, 1, 2}}
	var f la.MixedLU
	if err := f.Factorize(nil, a); err != nil {
		fmt.Println(err)
		return
	}
	b := &la.Matrix[float64]{Rows: 2, Cols: 1, Stride: 1, Data: []float64{1, 0}}
	x := la.NewMatrix[float64](2, 1)
	status, err := f.SolveTo(nil, x, la.NoTrans, b)
	fmt.Printf("%.16f %v %v\n", x.Data, status.Fallback, err)
	// Output:
	// [0.4000000000000000 -0.2000000000000000] false <nil>
}
