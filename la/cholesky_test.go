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

// everySize is what LAPACK ratios are held for; edgeSizes is a sample of it for the slower tests.
func everySize() []int {
	if testing.Short() {
		return edgeSizes
	}
	var all []int
	for n := range 131 {
		all = append(all, n)
	}
	return append(all, 255, 256, 257)
}

var edgeSizes = []int{0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 97, 100, 127, 128, 129, 257}

// gram returns B'B of a random B with one row more than n, plus shift on the diagonal: symmetric to the last bit.
func gram(n int, shift float64) func(i, j int) float64 {
	b := random[float64](numtest.Rand(uint64(n)), n+1, n)
	c := la.NewMatrix[float64](n, n)
	if n > 0 {
		la.Gemm(nil, la.Transpose, la.NoTrans, 1, b, b, 0, c)
	}
	return func(i, j int) float64 {
		v := c.At(max(i, j), min(i, j))
		if i == j {
			v += shift
		}
		return v
	}
}

// definiteKinds are positive definite matrices in both precisions, those called ill-conditioned up to rounding.
var definiteKinds = []struct {
	name string
	ill  bool
	at   func(n int) func(i, j int) float64
}{
	{"gram", false, func(n int) func(i, j int) float64 { return gram(n, 1) }},
	{"ill gram", true, func(n int) func(i, j int) float64 { return gram(n, 0) }},
	{"graded", false, func(n int) func(i, j int) float64 { // by 24 decades from corner to corner
		g := gram(n, 1)
		return func(i, j int) float64 { return g(i, j) * math.Pow(10, -12*float64(i+j)/float64(n)) }
	}},
	{"Hilbert", true, func(n int) func(i, j int) float64 {
		return func(i, j int) float64 { return 1 / float64(i+j+1) }
	}},
	{"banded", false, func(n int) func(i, j int) float64 {
		return func(i, j int) float64 { return []float64{2.0625, 1, 0}[min(2, max(i-j, j-i))] }
	}},
	{"huge", false, func(n int) func(i, j int) float64 {
		g := gram(n, 1)
		return func(i, j int) float64 { return 1e30 * g(i, j) }
	}},
	{"tiny", false, func(n int) func(i, j int) float64 {
		g := gram(n, 1)
		return func(i, j int) float64 { return 1e-30 * g(i, j) }
	}},
	{"zero block", false, func(n int) func(i, j int) float64 {
		g := gram(n, 1)
		return func(i, j int) float64 {
			if (i < n/2) != (j < n/2) {
				return 0
			}
			return g(i, j)
		}
	}},
}

// triangleOnly returns a padded copy of a with NaN in the triangle that uplo does not name.
func triangleOnly[T la.Float](a *la.Matrix[T], uplo la.Uplo) *la.Matrix[T] {
	p := padded(a)
	for i := range a.Rows {
		for j := range a.Cols {
			if i != j && (i > j) != (uplo == la.Lower) {
				p.Set(i, j, T(math.NaN()))
			}
		}
	}
	return p
}

func TestCholesky(t *testing.T) {
	forBoth(t,
		func(t *testing.T) { testCholesky[float64](t, everySize(), edgeSizes) },
		func(t *testing.T) { testCholesky[float32](t, everySize(), edgeSizes) })
}

// TestCholeskyBlocks reaches every branch of the recursions with small matrices.
func TestCholeskyBlocks(t *testing.T) {
	small := []int{1, 2, 3, 8, 9, 12, 31, 40, 57, 71}
	for _, base := range []int{8, 16, 24} {
		t.Run(fmt.Sprint(base), func(t *testing.T) {
			defer la.SetFactorBlocks(base)()
			testCholesky[float64](t, small, small)
		})
	}
}

// testCholesky runs the first kind over sizes, the others over fewer.
func testCholesky[T la.Float](t *testing.T, sizes, fewer []int) {
	var f, g la.Cholesky[T] // reused over all sizes
	for l, kind := range definiteKinds {
		if l > 0 {
			sizes = fewer
		}
		for _, n := range sizes {
			t.Run(fmt.Sprintf("%s/n=%d", kind.name, n), func(t *testing.T) {
				a := build[T](n, kind.at(n))
				upper, lower := triangleOnly(a, la.Upper), triangleOnly(a, la.Lower)
				err := f.Factorize(nil, la.Upper, upper)
				checkPadding(t, upper)
				lowerErr := g.Factorize(nil, la.Lower, lower)
				checkPadding(t, lower)
				u, v := f.Factor(), g.Factor()
				done := n
				var e, e2 *la.NotPositiveDefiniteError
				if errors.As(err, &e) {
					if !kind.ill || !errors.As(lowerErr, &e2) || *e != *e2 {
						t.Fatalf("%v; %v", err, lowerErr)
					}
					done = e.Minor - 1
				} else if lowerErr != nil {
					t.Fatal(lowerErr)
				}
				for i := range done {
					if !numtest.Equal(t, "U of the lower and upper triangle", u.Row(i)[i:done], v.Row(i)[i:done]) {
						t.FailNow()
					}
				}
				if q := numtest.CholeskyRatio(done, a.Data, a.Stride, u.Data, u.Stride); !(q < numtest.Threshold) {
					t.Errorf("|A-U'U| ratio %.3g", q)
				}
				if rc := f.RCond(); !(rc >= 0 && rc <= 1) || (rc == 0) != (err != nil) {
					t.Errorf("rcond %v", rc)
				}
				if err == nil {
					checkCholeskySolves(t, &f, a)
				}
			})
		}
	}
}

// checkCholeskySolves solves with one and with several right-hand sides, in place and not.
func checkCholeskySolves[T la.Float](t *testing.T, f *la.Cholesky[T], a *la.Matrix[T]) {
	t.Helper()
	n := a.Rows
	r := numtest.Rand(12)
	for _, cols := range []int{1, 5} {
		b, x := padded(random[T](r, n, cols)), padded(la.NewMatrix[T](n, cols))
		if err := f.SolveTo(nil, x, b); err != nil {
			t.Fatal(err)
		}
		checkPadding(t, x)
		checkPadding(t, b)
		if q := numtest.SolveRatio(n, cols, a.Data, a.Stride, false, x.Data, x.Stride, b.Data, b.Stride); !(q < numtest.Threshold) {
			t.Errorf("%d columns: ratio %.3g", cols, q)
		}
		v := make([]T, n)
		for i := range v {
			v[i] = b.At(i, 0)
		}
		if err := errors.Join(f.SolveTo(nil, b, b), f.SolveVecTo(v, v)); err != nil {
			t.Fatal(err)
		}
		numtest.Equal(t, "solved in place", b.Data, x.Data)
		for i := range v {
			if cols == 1 && v[i] != x.At(i, 0) {
				t.Fatalf("vector and column differ in row %d: %v and %v", i, v[i], x.At(i, 0))
			}
		}
		if q := numtest.ErrorRatio(n, 1, v, 1, x.Data, x.Stride, float64(f.RCond())); !(q < numtest.Threshold) {
			t.Errorf("one column and %d: error ratio %.3g", cols, q)
		}
	}
}

// TestCholeskyRCond compares with the condition number by the inverse.
func TestCholeskyRCond(t *testing.T) {
	for _, n := range []int{1, 2, 3, 7, 33, 100} {
		a := build[float64](n, gram(n, 0))
		inv := build[float64](n, func(i, j int) float64 { return float64(1 / (1 + (i-j)*(i-j))) })
		var f la.Cholesky[float64]
		if err := errors.Join(f.Factorize(nil, la.Lower, a), f.SolveTo(nil, inv, inv)); err != nil {
			t.Fatal(err)
		}
		if q := float64(f.RCond()) * a.Norm1() * inv.Norm1(); !(q > 0.999 && q < 3) {
			t.Errorf("n=%d: estimate over inverse %v", n, q)
		}
	}
}

// TestCholeskyIndefinite: the first leading minor that is not positive is found at every place.
func TestCholeskyIndefinite(t *testing.T) {
	forBoth(t, testCholeskyIndefinite[float64], testCholeskyIndefinite[float32])
}

func testCholeskyIndefinite[T la.Float](t *testing.T) {
	inf, nan := T(math.Inf(1)), T(math.NaN())
	for _, n := range []int{1, 5, 16, 33, 70, 257} {
		good := build[T](n, gram(n, 1))
		for j := 0; j < n; j += 1 + n/7 {
			last := min(j+n/9, n-1)
			for _, c := range []struct {
				name  string
				minor int
				spoil func(a *la.Matrix[T])
			}{
				{"zero column", j + 1, func(a *la.Matrix[T]) {
					for i := range n {
						a.Set(i, j, 0)
						a.Set(j, i, 0)
					}
				}},
				{"negative diagonal", j + 1, func(a *la.Matrix[T]) { a.Set(j, j, -1) }},
				{"negative pivot", j + 1, func(a *la.Matrix[T]) {
					var f la.Cholesky[T]
					f.Factorize(nil, la.Lower, a)
					u := f.Factor()
					a.Set(j, j, a.At(j, j)-u.At(j, j)*u.At(j, j)*1.25)
				}},
				{"NaN", last + 1, func(a *la.Matrix[T]) { a.Set(j, last, nan); a.Set(last, j, nan) }},
				{"Inf", last + 1, func(a *la.Matrix[T]) { a.Set(j, last, inf); a.Set(last, j, inf) }},
				{"-Inf", last + 1, func(a *la.Matrix[T]) { a.Set(j, last, -inf); a.Set(last, j, -inf) }},
			} {
				a := la.NewMatrix[T](n, n)
				la.Copy(a, good)
				c.spoil(a)
				for _, uplo := range []la.Uplo{la.Lower, la.Upper} {
					var f la.Cholesky[T]
					err := f.Factorize(nil, uplo, a)
					var e *la.NotPositiveDefiniteError
					if !errors.As(err, &e) || e.Minor != c.minor {
						t.Fatalf("n=%d j=%d %s: error %v, want minor %d", n, j, c.name, err, c.minor)
					}
					u := f.Factor()
					if q := numtest.CholeskyRatio(e.Minor-1, a.Data, a.Stride, u.Data, u.Stride); !(q < numtest.Threshold) {
						t.Errorf("n=%d j=%d %s: leading block ratio %.3g", n, j, c.name, q)
					}
					checkNoCholesky(t, &f)
				}
			}
		}
	}
}

// checkNoCholesky checks what a failed factorization answers.
func checkNoCholesky[T la.Float](t *testing.T, f *la.Cholesky[T]) {
	t.Helper()
	n := f.N()
	x, v := la.NewMatrix[T](n, 2), make([]T, n)
	if f.SolveTo(nil, x, la.NewMatrix[T](n, 2)) == nil || f.SolveVecTo(v, v) == nil {
		t.Error("solved without a factor")
	}
	for i := range n {
		if v[i] == v[i] || x.At(i, 0) == x.At(i, 0) || x.At(i, 1) == x.At(i, 1) {
			t.Fatalf("row %d of the solutions is not NaN: %v %v", i, v[i], x.Row(i))
		}
	}
	if l := f.LogDet(); l == l || f.RCond() != 0 {
		t.Errorf("log det %v, rcond %v", l, f.RCond())
	}
}

// TestCholeskyOverflow: squares of the factor that overflow end in a minor, not in Inf.
func TestCholeskyOverflow(t *testing.T) {
	a := &la.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: []float64{1e-300, 1e10, 1e10, 1}}
	var f la.Cholesky[float64]
	var e *la.NotPositiveDefiniteError
	if err := f.Factorize(nil, la.Lower, a); !errors.As(err, &e) || e.Minor != 2 {
		t.Errorf("error %v", err)
	}
}

func TestCholeskyWorkers(t *testing.T) {
	for _, n := range []int{100, 300} {
		a, b := build[float32](n, gram(n, 1)), random[float32](numtest.Rand(14), n, n)
		var want la.Cholesky[float32]
		x, y := la.NewMatrix[float32](n, n), la.NewMatrix[float32](n, n)
		if err := errors.Join(want.Factorize(nil, la.Lower, a), want.SolveTo(nil, x, b)); err != nil {
			t.Fatal(err)
		}
		u := want.Factor()
		for workers := 1; workers <= 3; workers++ {
			p := sched.New(workers)
			var f la.Cholesky[float32]
			if err := errors.Join(f.Factorize(p, la.Lower, a), f.SolveTo(p, y, b)); err != nil {
				t.Fatal(err)
			}
			got := f.Factor()
			for i := range n {
				if !numtest.Equal(t, fmt.Sprintf("workers=%d row %d", workers, i), got.Row(i)[i:], u.Row(i)[i:]) {
					t.FailNow()
				}
			}
			numtest.Equal(t, fmt.Sprintf("workers=%d X", workers), y.Data, x.Data)
			wantNoAllocs(t, "Factorize", func() { f.Factorize(p, la.Upper, a) })
			wantNoAllocs(t, "SolveTo", func() { f.SolveTo(p, y, b) })
			p.Close()
		}
		v, column := make([]float32, n), la.NewMatrix[float32](n, 1)
		wantNoAllocs(t, "Factorize", func() { want.Factorize(nil, la.Lower, a) })
		wantNoAllocs(t, "SolveTo", func() { want.SolveTo(nil, y, b) })
		wantNoAllocs(t, "SolveTo", func() { want.SolveTo(nil, column, column) })
		wantNoAllocs(t, "SolveVecTo", func() { want.SolveVecTo(v, v) })
		wantNoAllocs(t, "RCond", func() { want.RCond() })
	}
}

func TestCholeskyLogDet(t *testing.T) {
	var f la.Cholesky[float64]
	// det of (n+1) x (n+1) tridiagonal -1 2 -1 is n+2; scaled by 1e200 it is far past the range
	a := build[float64](9, func(i, j int) float64 { return 1e200 * float64([]int{2, -1, 0}[min(2, max(i-j, j-i))]) })
	if err := f.Factorize(nil, la.Lower, a); err != nil {
		t.Fatal(err)
	}
	if got, want := f.LogDet(), math.Log(10)+9*math.Log(1e200); !(math.Abs(got-want) < 1e-12*want) {
		t.Errorf("log det %v, want %v", got, want)
	}
}

func TestCholeskyMisuse(t *testing.T) {
	var zero, f, empty la.Cholesky[float64]
	m := la.NewMatrix[float64](4, 4)
	a := m.View(0, 0, 3, 3)
	for i := range 3 {
		a.Set(i, i, 1)
	}
	if err := errors.Join(f.Factorize(nil, la.Lower, &a), empty.Factorize(nil, la.Lower, la.NewMatrix[float64](0, 0))); err != nil {
		t.Fatal(err)
	}
	if empty.N() != 0 || empty.RCond() != 1 || empty.LogDet() != 0 || empty.SolveVecTo(nil, nil) != nil {
		t.Error("empty matrix: rcond or det is not 1, or a solve fails")
	}
	b, over, v := m.View(0, 0, 3, 2), m.View(0, 1, 3, 2), make([]float64, 2)
	wantPanic(t, "la: bad Uplo", func() { f.Factorize(nil, 0, &a) })
	wantPanic(t, "la: nil matrix", func() { f.Factorize(nil, la.Lower, nil) })
	wantPanic(t, "la: matrix is not square", func() { f.Factorize(nil, la.Lower, &b) })
	wantPanic(t, "la: dimension mismatch", func() { f.SolveTo(nil, m, m) })
	wantPanic(t, "la: dimension mismatch", func() { f.SolveTo(nil, &a, &b) })
	wantPanic(t, "la: operands overlap in part", func() { f.SolveTo(nil, &over, &b) })
	wantPanic(t, "la: vector of wrong length", func() { f.SolveVecTo(v, v) })
	wantPanic(t, "la: not factorized", func() { zero.SolveTo(nil, m, m) })
	wantPanic(t, "la: not factorized", func() { zero.SolveVecTo(v, v) })
	wantPanic(t, "la: not factorized", func() { zero.RCond() })
	wantPanic(t, "la: not factorized", func() { zero.LogDet() })
}

func ExampleCholesky() {
	// only the lower triangle is read
	a := &la.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: []float64{4, 0, 2, 5}}
	var f la.Cholesky[float64]
	if err := f.Factorize(nil, la.Lower, a); err != nil {
		fmt.Println(err)
		return
	}
	x := make([]float64, 2)
	if err := f.SolveVecTo(x, []float64{8, 12}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(x)

	a.Set(1, 1, 1)
	fmt.Println(f.Factorize(nil, la.Lower, a))
	// Output:
	// [1 2]
	// la: matrix is not positive definite: leading minor of order 2 is not positive
}
