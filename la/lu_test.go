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

var luSizes = []int{1, 2, 3, 7, 8, 31, 32, 33, 64, 100, 127, 128, 129, 255, 256, 257, 300}

// matrixKinds are the matrices of the LU tests. Only a Hilbert matrix, whose rank is small up to rounding, may by chance
// meet a pivot that is exactly zero.
var matrixKinds = []struct {
	name string
	at   func(n int) func(i, j int) float64
}{
	{"random", func(n int) func(i, j int) float64 {
		m := random[float64](numtest.Rand(uint64(n)), n, n)
		return m.At
	}},
	{"orthogonal", func(n int) func(i, j int) float64 { // the sine transform
		s := math.Sqrt(2 / float64(n+1))
		return func(i, j int) float64 { return s * math.Sin(math.Pi*float64((i+1)*(j+1))/float64(n+1)) }
	}},
	{"graded", func(n int) func(i, j int) float64 { // rows and columns fall by 20 decades in all
		m := random[float64](numtest.Rand(uint64(n)), n, n)
		return func(i, j int) float64 { return m.At(i, j) * math.Pow(10, -10*float64(i+j)/float64(n)) }
	}},
	{"Hilbert", func(n int) func(i, j int) float64 {
		return func(i, j int) float64 { return 1 / float64(i+j+1) }
	}},
	{"Wilkinson", func(n int) func(i, j int) float64 { // tridiagonal, W+
		return func(i, j int) float64 {
			switch i - j {
			case 0:
				return math.Abs(float64(i) - float64(n)/2 + 0.25)
			case 1, -1:
				return 1
			}
			return 0
		}
	}},
	{"banded", func(n int) func(i, j int) float64 {
		m := random[float64](numtest.Rand(uint64(n)), n, n)
		return func(i, j int) float64 {
			if d := i - j; d < -2 || d > 3 {
				return 0
			}
			return m.At(i, j)
		}
	}},
	{"low rank", func(n int) func(i, j int) float64 { // rank 2 and a little of the identity
		u := random[float64](numtest.Rand(uint64(n)), n, 4)
		return func(i, j int) float64 {
			v := u.At(i, 0)*u.At(j, 1) + u.At(i, 2)*u.At(j, 3)
			if i == j {
				v += 0.01
			}
			return v
		}
	}},
	{"permutation", func(n int) func(i, j int) float64 {
		p := numtest.Rand(uint64(n)).Perm(n)
		return func(i, j int) float64 {
			if p[i] == j {
				return float64(1 - 2*(i%2))
			}
			return 0
		}
	}},
	{"zero block", func(n int) func(i, j int) float64 { // the pivots of the first half come from the second
		m := random[float64](numtest.Rand(uint64(n)), n, n)
		return func(i, j int) float64 {
			if i < n/2 && j < n/2 {
				return 0
			}
			return m.At(i, j)
		}
	}},
}

func build[T la.Float](n int, at func(i, j int) float64) *la.Matrix[T] {
	m := la.NewMatrix[T](n, n)
	for i := range n {
		for j := range n {
			m.Set(i, j, T(at(i, j)))
		}
	}
	return m
}

func TestLU(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		t.Run("float64", func(t *testing.T) { testLU[float64](t, luSizes) })
		t.Run("float32", func(t *testing.T) { testLU[float32](t, luSizes) })
	})
}

// TestLUEverySize: random matrices of every size to 130 and around 256.
func TestLUEverySize(t *testing.T) {
	var sizes []int
	for n := 0; n <= 130; n++ {
		if !testing.Short() || n%9 < 2 {
			sizes = append(sizes, n)
		}
	}
	sizes = append(sizes, 255, 256, 257)
	forEachRecord(t, func(t *testing.T) {
		testEverySize[float64](t, sizes)
		testEverySize[float32](t, sizes)
	})
}

func testEverySize[T la.Float](t *testing.T, sizes []int) {
	var f la.LU[T]
	for _, n := range sizes {
		a := padded(random[T](numtest.Rand(uint64(n)), n, n))
		if err := f.Factorize(nil, a); err != nil {
			t.Fatalf("n=%d: %v", n, err)
		}
		checkPadding(t, a)
		checkFactors(t, &f, a)
		checkSolves(t, &f, a)
		if t.Failed() {
			t.Fatalf("n=%d, %T", n, *new(T))
		}
	}
}

// TestLUBlocks reaches every branch of the recursions with small matrices.
func TestLUBlocks(t *testing.T) {
	for _, b := range [][2]int{{1, 1}, {2, 3}, {3, 2}, {4, 4}, {8, 24}} {
		t.Run(fmt.Sprintf("trsm=%d/lu=%d", b[0], b[1]), func(t *testing.T) {
			defer la.SetBlocks(b[0], b[1])()
			defer la.SetTrsv(b[0] + 1)()
			testLU[float64](t, []int{1, 2, 3, 4, 5, 7, 12, 31})
		})
	}
}

// TestLUCalls bounds calls of kernels as if matrices were large.
func TestLUCalls(t *testing.T) {
	defer la.SetCalls(40, 2000)()
	forEachRecord(t, func(t *testing.T) {
		testLU[float64](t, []int{1, 39, 41, 100})
		testLU[float32](t, []int{1, 39, 41, 100})
	})
}

func testLU[T la.Float](t *testing.T, sizes []int) {
	var f la.LU[T] // reused over all sizes
	for _, kind := range matrixKinds {
		for _, n := range sizes {
			t.Run(fmt.Sprintf("%s/n=%d", kind.name, n), func(t *testing.T) {
				a := padded(build[T](n, kind.at(n)))
				err := f.Factorize(nil, a)
				if err != nil && kind.name != "Hilbert" {
					t.Fatal(err)
				}
				checkPadding(t, a)
				checkFactors(t, &f, a)
				if err == nil {
					checkSolves(t, &f, a)
				}
				if rc := f.RCond(); !(rc >= 0 && rc <= 1) {
					t.Errorf("rcond %v", rc)
				}
			})
		}
	}
}

// checkFactors checks P A = L U, |L| <= 1 to rounding and the range of the exchanges.
func checkFactors[T la.Float](t *testing.T, f *la.LU[T], a *la.Matrix[T]) {
	t.Helper()
	n := a.Rows
	lu, piv := f.Factors()
	swaps := make([]int, n)
	for i, p := range piv {
		swaps[i] = int(p)
		if swaps[i] < i || swaps[i] >= n {
			t.Fatalf("step %d exchanges with row %d", i, p)
		}
		for j := range i {
			if v := math.Abs(float64(lu.At(i, j))); !(v <= 1+4*numtest.Eps[T]()) {
				t.Fatalf("L(%d, %d) = %v", i, j, v)
			}
		}
	}
	if q := numtest.LURatio(n, a.Data, a.Stride, lu.Data, lu.Stride, swaps); !(q < numtest.Threshold) {
		t.Errorf("|PA-LU| ratio %.3g", q)
	}
}

// checkSolves solves with A and A', with one and with several right-hand sides, in place and not.
func checkSolves[T la.Float](t *testing.T, f *la.LU[T], a *la.Matrix[T]) {
	t.Helper()
	n := a.Rows
	r := numtest.Rand(12)
	for _, tr := range []la.Trans{la.NoTrans, la.Transpose} {
		for _, cols := range []int{1, 5} {
			b, x := padded(random[T](r, n, cols)), padded(la.NewMatrix[T](n, cols))
			if err := f.SolveTo(nil, x, tr, b); err != nil {
				t.Fatal(err)
			}
			checkPadding(t, x)
			checkPadding(t, b)
			if q := numtest.SolveRatio(n, cols, a.Data, a.Stride, bool(tr), x.Data, x.Stride, b.Data, b.Stride); !(q < numtest.Threshold) {
				t.Errorf("trans=%v %d columns: ratio %.3g", tr, cols, q)
			}
			if err := f.SolveTo(nil, b, tr, b); err != nil {
				t.Fatal(err)
			}
			numtest.Equal(t, "solved in place", b.Data, x.Data)
		}
		b, x, exact := make([]T, n), make([]T, n), numtest.Uniform(r, make([]T, n))
		la.Gemv(nil, tr, 1, a, exact, 0, b)
		if err := f.SolveVecTo(x, tr, b); err != nil {
			t.Fatal(err)
		}
		if q := numtest.ErrorRatio(n, 1, x, 1, exact, 1, float64(f.RCond())); !(q < numtest.Threshold) {
			t.Errorf("trans=%v error ratio %.3g", tr, q)
		}
		if q := numtest.SolveRatio(n, 1, a.Data, a.Stride, bool(tr), x, 1, b, 1); !(q < numtest.Threshold) {
			t.Errorf("trans=%v vector: ratio %.3g", tr, q)
		}
		m := &la.Matrix[T]{Rows: n, Cols: 1, Stride: 1, Data: append([]T(nil), b...)}
		if err := f.SolveTo(nil, m, tr, m); err != nil {
			t.Fatal(err)
		}
		numtest.Equal(t, "one column", m.Data, x)
		if err := f.SolveVecTo(b, tr, b); err != nil {
			t.Fatal(err)
		}
		numtest.Equal(t, "vector solved in place", b, x)
	}
}

// growth is Wilkinson's worst case of partial pivoting: U(n, n) is 2^(n-1), without a rounding.
func growth(n int) func(i, j int) float64 {
	return func(i, j int) float64 {
		switch {
		case i == j, j == n-1:
			return 1
		case j < i:
			return -1
		}
		return 0
	}
}

func TestLUGrowth(t *testing.T) {
	const n = 100
	a := build[float64](n, growth(n))
	var f la.LU[float64]
	if err := f.Factorize(nil, a); err != nil {
		t.Fatal(err)
	}
	lu, _ := f.Factors()
	if got := lu.At(n-1, n-1); got != 0x1p99 {
		t.Errorf("U(n, n) = %v, want 2^99", got)
	}
}

func TestLUSingular(t *testing.T) {
	nan := math.NaN()
	random := random[float64](numtest.Rand(16), 40, 40)
	nanAt := func(row, col int) func(i, j int) float64 {
		return func(i, j int) float64 {
			if i == row && j == col {
				return nan
			}
			return random.At(i, j)
		}
	}
	for _, c := range []struct {
		name  string
		pivot int
		n     int
		at    func(i, j int) float64
	}{
		{"zero", 0, 40, func(i, j int) float64 { return 0 }},
		{"1x1", 0, 1, func(i, j int) float64 { return 0 }},
		{"zero column", 25, 40, func(i, j int) float64 { return random.At(i, j) * min(1, math.Abs(float64(j-25))) }},
		{"equal rows", 1, 3, func(i, j int) float64 { return float64(j + 1) }},
		{"NaN first", 0, 40, nanAt(0, 0)},
		{"NaN below", 0, 40, nanAt(9, 0)},
		{"NaN above", 30, 40, nanAt(2, 30)},
		{"NaN last", 39, 40, nanAt(39, 39)},
		{"all NaN", 0, 40, func(i, j int) float64 { return nan }},
		{"Inf", 1, 2, func(i, j int) float64 { return []float64{1, math.Inf(1), 1, 1}[2*i+j] }},
		{"Inf first", 0, 2, func(i, j int) float64 { return []float64{math.Inf(-1), 1, 1, 1}[2*i+j] }},
		{"overflow", 49, 50, func(i, j int) float64 { return 0x1p975 * growth(50)(i, j) }}, // the last element of U is 2^1024
	} {
		t.Run(c.name, func(t *testing.T) {
			a := build[float64](c.n, c.at)
			var f la.LU[float64]
			err := f.Factorize(nil, a)
			var s *la.SingularError
			if !errors.As(err, &s) || s.Pivot != c.pivot {
				t.Fatalf("error %v, want pivot %d", err, c.pivot)
			}
			if rc := f.RCond(); rc != 0 {
				t.Errorf("rcond %v, want 0", rc)
			}
			if a.NormMax() < 1e100 {
				checkFactors(t, &f, a)
				if l, sign := f.LogDet(); !math.IsInf(l, -1) || sign != 0 {
					t.Errorf("log det %v, sign %v", l, sign)
				}
			}
			x, v := padded(la.NewMatrix[float64](c.n, 2)), make([]float64, c.n)
			if err := f.SolveTo(nil, x, la.NoTrans, la.NewMatrix[float64](c.n, 2)); !errors.As(err, &s) || s.Pivot != c.pivot {
				t.Errorf("SolveTo: error %v", err)
			}
			checkPadding(t, x)
			if err := f.SolveVecTo(v, la.Transpose, v); !errors.As(err, &s) {
				t.Errorf("SolveVecTo: error %v", err)
			}
			for i, y := range v {
				if y == y || x.At(i, 0) == x.At(i, 0) || x.At(i, 1) == x.At(i, 1) {
					t.Fatalf("row %d of the solutions of a singular system: %v %v", i, y, x.Row(i))
				}
			}
			if err := f.Factorize(nil, build[float64](c.n, func(i, j int) float64 { return float64(1 / (1 + (i-j)*(i-j))) })); err != nil {
				t.Errorf("the identity afterwards: %v", err)
			}
		})
	}
}

func TestLUEmpty(t *testing.T) {
	var f la.LU[float32]
	a, b := la.NewMatrix[float32](0, 0), la.NewMatrix[float32](0, 4)
	if err := f.Factorize(nil, a); err != nil || f.N() != 0 {
		t.Error(err)
	}
	if err := f.SolveTo(nil, b, la.Transpose, b); err != nil {
		t.Error(err)
	}
	if err := f.SolveVecTo(nil, la.NoTrans, nil); err != nil {
		t.Error(err)
	}
	if l, sign := f.LogDet(); l != 0 || sign != 1 || f.RCond() != 1 {
		t.Error("empty matrix: det or rcond is not 1")
	}
	if err := f.Factorize(nil, random[float32](numtest.Rand(17), 3, 3)); err != nil {
		t.Error(err)
	}
	if err := f.SolveTo(nil, la.NewMatrix[float32](3, 0), la.NoTrans, la.NewMatrix[float32](3, 0)); err != nil {
		t.Error(err)
	}
}

// TestLUStrips: as many strips as can be, over several pools, give the same bits.
func TestLUStrips(t *testing.T) {
	defer la.SetStrips(1, 1, 2)()
	defer la.SetBlocks(8, 16)()
	forEachRecord(t, func(t *testing.T) {
		t.Run("float64", testStrips[float64])
		t.Run("float32", testStrips[float32])
	})
}

func testStrips[T la.Float](t *testing.T) {
	for _, n := range []int{2, 31, 70} {
		a, b := random[T](numtest.Rand(13), n, n), random[T](numtest.Rand(14), n, 11)
		tri, _ := triangle[T](15, n, la.Upper, la.NoTrans, la.NonUnit)
		var want [4]*la.Matrix[T]
		for workers := 1; workers <= 4; workers++ {
			p := sched.New(workers)
			var f la.LU[T]
			if err := f.Factorize(p, a); err != nil {
				t.Fatal(err)
			}
			lu, _ := f.Factors()
			got := [4]*la.Matrix[T]{&lu, la.NewMatrix[T](n, 11), la.NewMatrix[T](n, 11), la.NewMatrix[T](11, n)}
			if err := errors.Join(f.SolveTo(p, got[1], la.NoTrans, b), f.SolveTo(p, got[2], la.Transpose, b)); err != nil {
				t.Fatal(err)
			}
			la.Copy(got[3], transposed(b))
			la.Trsm(p, la.Right, la.Upper, la.NoTrans, la.NonUnit, 2, tri, got[3])
			if workers == 1 {
				want = got
			}
			for c, m := range got {
				for i := range m.Rows {
					if !numtest.Equal(t, fmt.Sprintf("n=%d workers=%d result %d row %d", n, workers, c, i), m.Row(i), want[c].Row(i)) {
						t.FailNow()
					}
				}
			}
			p.Close()
		}
	}
}

func TestLUWorkers(t *testing.T) {
	for _, n := range []int{100, 300} {
		a, b := random[float32](numtest.Rand(13), n, n), random[float32](numtest.Rand(14), n, n)
		var want la.LU[float32]
		x, y := la.NewMatrix[float32](n, n), la.NewMatrix[float32](n, n)
		if err := errors.Join(want.Factorize(nil, a), want.SolveTo(nil, x, la.Transpose, b)); err != nil {
			t.Fatal(err)
		}
		lu, piv := want.Factors()
		for workers := 1; workers <= 3; workers++ {
			p := sched.New(workers)
			var f la.LU[float32]
			if err := errors.Join(f.Factorize(p, a), f.SolveTo(p, y, la.Transpose, b)); err != nil {
				t.Fatal(err)
			}
			got, gotPiv := f.Factors()
			for i := range n {
				if !numtest.Equal(t, fmt.Sprintf("workers=%d LU row %d", workers, i), got.Row(i), lu.Row(i)) || gotPiv[i] != piv[i] {
					t.FailNow()
				}
			}
			numtest.Equal(t, fmt.Sprintf("workers=%d X", workers), y.Data, x.Data)
			wantNoAllocs(t, "Factorize", func() { f.Factorize(p, a) })
			wantNoAllocs(t, "SolveTo", func() { f.SolveTo(p, y, la.Transpose, b) })
			p.Close()
		}
		v := make([]float32, n)
		wantNoAllocs(t, "Factorize", func() { want.Factorize(nil, a) })
		wantNoAllocs(t, "SolveTo", func() { want.SolveTo(nil, y, la.NoTrans, b) })
		wantNoAllocs(t, "SolveVecTo", func() { want.SolveVecTo(v, la.NoTrans, v) })
		wantNoAllocs(t, "RCond", func() { want.RCond() })
	}
}

func TestLogDet(t *testing.T) {
	for _, c := range []struct {
		name string
		n    int
		at   func(i, j int) float64
		want float64
	}{
		{"2x2", 2, func(i, j int) float64 { return []float64{1, 2, 3, 4}[2*i+j] }, -2},
		{"exchange", 3, func(i, j int) float64 { return []float64{0, 1, 0, 1, 0, 0, 0, 0, -5}[3*i+j] }, 5},
		{"triangle", 4, func(i, j int) float64 { return map[bool]float64{true: float64(i + 1), false: 0}[j <= i] }, 24},
	} {
		var f la.LU[float64]
		if err := f.Factorize(nil, build[float64](c.n, c.at)); err != nil {
			t.Fatal(err)
		}
		l, sign := f.LogDet()
		if got := sign * math.Exp(l); math.Abs(got-c.want) > 1e-14*math.Abs(c.want) {
			t.Errorf("%s: det %v, want %v", c.name, got, c.want)
		}
	}
}

func TestLUMisuse(t *testing.T) {
	var zero, f la.LU[float64]
	m := la.NewMatrix[float64](4, 4)
	a := m.View(0, 0, 3, 3)
	for i := range 3 {
		a.Set(i, i, 1)
	}
	if err := f.Factorize(nil, &a); err != nil {
		t.Fatal(err)
	}
	b, over := m.View(0, 0, 3, 2), m.View(0, 1, 3, 2)
	v := make([]float64, 2)
	empty := la.NewMatrix[float64](0, 1)
	wantPanic(t, "la: nil matrix", func() { f.Factorize(nil, nil) })
	wantPanic(t, "la: matrix is not square", func() { f.Factorize(nil, &b) })
	wantPanic(t, "la: dimension mismatch", func() { f.SolveTo(nil, m, la.NoTrans, m) })
	wantPanic(t, "la: dimension mismatch", func() { f.SolveTo(nil, &a, la.NoTrans, &b) })
	wantPanic(t, "la: operands overlap in part", func() { f.SolveTo(nil, &over, la.NoTrans, &b) })
	wantPanic(t, "la: vector of wrong length", func() { f.SolveVecTo(v, la.NoTrans, v) })
	wantPanic(t, "la: not factorized", func() { zero.SolveTo(nil, empty, la.NoTrans, empty) })
	wantPanic(t, "la: not factorized", func() { zero.SolveTo(nil, m, la.NoTrans, m) })
	wantPanic(t, "la: not factorized", func() { zero.SolveVecTo(v, la.NoTrans, v) })
	wantPanic(t, "la: not factorized", func() { zero.RCond() })
	wantPanic(t, "la: not factorized", func() { zero.LogDet() })
}

func ExampleLU() {
	a := &la.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: []float64{2, 1, 1, 3}}
	var f la.LU[float64]
	if err := f.Factorize(nil, a); err != nil {
		fmt.Println(err)
		return
	}
	x := make([]float64, 2)
	if err := f.SolveVecTo(x, la.NoTrans, []float64{4, 7}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(x)

	err := f.Factorize(nil, &la.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: []float64{1, 2, 2, 4}})
	fmt.Println(err)
	// Output:
	// [1 2]
	// la: singular matrix: pivot 1 is zero or not finite
}
