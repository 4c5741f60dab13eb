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

// qrShapes are the rectangles of the QR tests, around the blocks.
var qrShapes = [][2]int{
	{0, 3}, {3, 0}, {1, 7}, {7, 1}, {5, 4}, {9, 8}, {8, 9}, {40, 31}, {40, 32}, {40, 33}, {31, 40}, {33, 40}, {70, 41},
	{257, 3}, {3, 257}, {257, 65}, {65, 257},
}

// qrKinds are m x n matrices; those of deficient rank have the given one if it is less than m and n.
var qrKinds = []struct {
	name string
	rank int
	at   func(m, n int) func(i, j int) float64
}{
	{"random", 1 << 30, func(m, n int) func(i, j int) float64 { return random[float64](numtest.Rand(uint64(m*1000+n)), m, n).At }},
	{"graded", 1 << 30, func(m, n int) func(i, j int) float64 { // rows fall by 3 decades, columns by 30
		r := random[float64](numtest.Rand(uint64(m*1000+n)), m, n)
		return func(i, j int) float64 {
			return r.At(i, j) * math.Pow(10, -3*float64(i)/float64(m)-30*float64(j)/float64(n))
		}
	}},
	{"huge", 1 << 30, func(m, n int) func(i, j int) float64 { return func(i, j int) float64 { return 1e30 * hash(i, j) } }},
	{"tiny", 1 << 30, func(m, n int) func(i, j int) float64 { return func(i, j int) float64 { return 1e-30 * hash(i, j) } }},
	{"banded", 1 << 30, func(m, n int) func(i, j int) float64 {
		return func(i, j int) float64 { return []float64{2.0625, 1, 0}[min(2, max(i-j, j-i))] }
	}},
	{"low rank", 3, func(m, n int) func(i, j int) float64 {
		u, v := random[float64](numtest.Rand(1), m, 3), random[float64](numtest.Rand(2), n, 3)
		return func(i, j int) float64 {
			return u.At(i, 0)*v.At(j, 0) + u.At(i, 1)*v.At(j, 1) + u.At(i, 2)*v.At(j, 2)
		}
	}},
	{"zero column", 2, func(m, n int) func(i, j int) float64 {
		return func(i, j int) float64 { return hash(i, j) * min(1, math.Abs(float64(j-2))) }
	}},
	{"equal columns", 4, func(m, n int) func(i, j int) float64 {
		return func(i, j int) float64 { return hash(i, j-j/4*4) }
	}},
	{"zero", 0, func(m, n int) func(i, j int) float64 { return func(i, j int) float64 { return 0 } }},
}

// hash is a number in [-1, 1) that looks random, the same for the same place.
func hash(i, j int) float64 {
	x := (uint64(i)*0x9e3779b97f4a7c15 ^ uint64(j+1)*0xbf58476d1ce4e5b9) * 0x94d049bb133111eb
	return float64(int64(x^x>>29*0xbf58476d1ce4e5b9)) * 0x1p-63
}

func rectangle[T la.Float](m, n int, at func(i, j int) float64) *la.Matrix[T] {
	a := la.NewMatrix[T](m, n)
	for i := range m {
		for j := range n {
			a.Set(i, j, T(at(i, j)))
		}
	}
	return a
}

func TestQR(t *testing.T) { forBoth(t, testQR[float64], testQR[float32]) }

func testQR[T la.Float](t *testing.T) {
	var f la.QR[T] // reused over all sizes
	for _, n := range everySize() {
		a := rectangle[T](n, n, qrKinds[0].at(n, n))
		t.Run(fmt.Sprintf("n=%d", n), func(t *testing.T) { checkQR(t, &f, a, n) })
	}
	for i, kind := range qrKinds {
		shapes := qrShapes
		if i > 0 {
			shapes = qrShapes[:len(qrShapes)-4]
		}
		for _, s := range shapes {
			m, n := s[0], s[1]
			t.Run(fmt.Sprintf("%s/%dx%d", kind.name, m, n), func(t *testing.T) {
				checkQR(t, &f, rectangle[T](m, n, kind.at(m, n)), kind.rank)
			})
		}
	}
}

// TestQRBlocks reaches every branch of the recursions with small matrices.
func TestQRBlocks(t *testing.T) {
	for _, b := range [][2]int{{1, 1}, {2, 1}, {3, 2}, {5, 1}, {8, 3}} {
		defer la.SetQRBlocks(b[0], b[1])()
		var f la.QR[float64]
		for _, s := range [][2]int{{1, 1}, {2, 2}, {7, 5}, {5, 7}, {12, 12}, {31, 13}, {13, 31}} {
			m, n := s[0], s[1]
			t.Run(fmt.Sprintf("block=%d/base=%d/%dx%d", b[0], b[1], m, n), func(t *testing.T) {
				checkQR(t, &f, rectangle[float64](m, n, qrKinds[0].at(m, n)), n)
			})
		}
	}
}

// checkQR factorizes A and checks the factors and every use of them; columns from rank on depend on those before.
func checkQR[T la.Float](t *testing.T, f *la.QR[T], a *la.Matrix[T], rank int) {
	m, n := a.Rows, a.Cols
	k := min(m, n)
	pa := padded(a)
	f.Factorize(nil, pa)
	checkPadding(t, pa)

	cols := m // all of Q, or not much more than the thin Q of a tall one
	if n < m {
		cols = min(m, n+9)
	}
	q, thin, r := padded(la.NewMatrix[T](m, cols)), padded(la.NewMatrix[T](m, k)), padded(la.NewMatrix[T](k, n))
	f.QTo(nil, q)
	f.QTo(nil, thin)
	f.RTo(r)
	checkPadding(t, q)
	checkPadding(t, thin)
	checkPadding(t, r)
	for i := range k {
		for j := range min(i, n) {
			if v := r.At(i, j); v != 0 {
				t.Fatalf("R(%d, %d) = %v", i, j, v)
			}
		}
	}
	if x := numtest.ProductRatio(m, n, k, a.Data, a.Stride, thin.Data, thin.Stride, r.Data, r.Stride); !(x < numtest.Threshold) {
		t.Errorf("|A-QR| ratio %.3g", x)
	}
	if x := numtest.OrthogonalityRatio(m, cols, q.Data, q.Stride); !(x < numtest.Threshold) {
		t.Errorf("|I-Q'Q| ratio %.3g", x)
	}
	if m == n {
		numtest.Equal(t, "thin Q of a square matrix", thin.Data, q.Data)
	} else if x := numtest.OrthogonalityRatio(m, k, thin.Data, thin.Stride); !(x < numtest.Threshold) {
		t.Errorf("|I-Q'Q| ratio of the thin Q %.3g", x)
	}
	for _, rhs := range []int{1, 4} { // against a product with the explicit Q
		if cols < m {
			break
		}
		b, x := padded(random[T](numtest.Rand(5), m, rhs)), padded(la.NewMatrix[T](m, rhs))
		for _, tr := range []la.Trans{la.NoTrans, la.Transpose} {
			f.QMulTo(nil, x, tr, b)
			checkPadding(t, x)
			op := q
			if tr {
				op = transposed(q)
			}
			if y := numtest.ProductRatio(m, rhs, m, x.Data, x.Stride, op.Data, op.Stride, b.Data, b.Stride); !(y < numtest.Threshold) {
				t.Errorf("op(Q) B, trans=%v: ratio %.3g", tr, y)
			}
			y := padded(b)
			f.QMulTo(nil, y, tr, y)
			numtest.Equal(t, "in place", y.Data, x.Data)
		}
	}
	if m >= n {
		checkQRSolves(t, f, a, rank)
	}
}

// checkQRSolves checks least squares, solutions of least norm and the refusal of dependent columns.
func checkQRSolves[T la.Float](t *testing.T, f *la.QR[T], a *la.Matrix[T], rank int) {
	t.Helper()
	m, n := a.Rows, a.Cols
	rc := f.RCond()
	if !(rc >= 0 && rc <= 1) {
		t.Errorf("rcond %v", rc)
	}
	for _, cols := range []int{1, 5} {
		b, x := padded(random[T](numtest.Rand(6), m, cols)), padded(la.NewMatrix[T](n, cols))
		c, y := padded(random[T](numtest.Rand(7), n, cols)), padded(la.NewMatrix[T](m, cols))
		err, err2 := f.SolveTo(nil, x, la.NoTrans, b), f.SolveTo(nil, y, la.Transpose, c)
		checkPadding(t, x)
		checkPadding(t, y)
		if rank < n {
			var e, e2 *la.SingularError
			if !errors.As(err, &e) || !errors.As(err2, &e2) || e.Pivot != rank || e2.Pivot != rank || rc != 0 {
				t.Fatalf("rank %d: errors %v, %v, rcond %v", rank, err, err2, rc)
			}
			for i := range n {
				if v := x.At(i, cols-1); v == v {
					t.Fatalf("row %d of no solution is %v", i, v)
				}
			}
			continue
		}
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		if q := numtest.LeastSquaresRatio(m, n, cols, a.Data, a.Stride, x.Data, x.Stride, b.Data, b.Stride); !(q < numtest.Threshold) {
			t.Errorf("least squares ratio %.3g", q)
		}
		if at := transposed(a); n > 0 {
			if q := numtest.ProductRatio(n, cols, m, c.Data, c.Stride, at.Data, at.Stride, y.Data, y.Stride) * residualScale(at, y, c); !(q < numtest.Threshold) {
				t.Errorf("least norm: residual ratio %.3g", q)
			}
		}
		if m == n {
			for _, s := range []struct {
				tr   la.Trans
				x, b *la.Matrix[T]
			}{{la.NoTrans, x, b}, {la.Transpose, y, c}} {
				if q := numtest.SolveRatio(n, cols, a.Data, a.Stride, bool(s.tr), s.x.Data, s.x.Stride, s.b.Data, s.b.Stride); !(q < numtest.Threshold) {
					t.Errorf("square, trans=%v: ratio %.3g", s.tr, q)
				}
			}
		}
		// the smallest solution is in the range of A: what is left of it outside is a rounding
		z := la.NewMatrix[T](m, cols)
		f.QMulTo(nil, z, la.Transpose, y)
		for i := n; i < m; i++ {
			for j := range cols {
				if v := math.Abs(float64(z.At(i, j))); !(v <= numtest.Threshold*float64(m)*numtest.Eps[T]()*float64(y.NormMax())) {
					t.Fatalf("least norm: component %v outside the range of A, of %v", v, y.NormMax())
				}
			}
		}
		// in place and in one memory
		if m == n {
			f.SolveTo(nil, b, la.NoTrans, b)
			numtest.Equal(t, "in place", b.Data, x.Data)
		}
	}
}

// residualScale turns |C - A Y| / |C| into |C - A Y| / (|A| |Y|).
func residualScale[T la.Float](a, y, c *la.Matrix[T]) float64 {
	return float64(c.Norm1()) / (float64(a.Norm1()) * float64(y.Norm1()))
}

// TestQRColumnScales: columns that differ in size so much that products of their elements overflow
// have the factors of columns alike in size.
func TestQRColumnScales(t *testing.T) {
	forBoth(t, testQRColumnScales[float64], testQRColumnScales[float32])
}

func testQRColumnScales[T la.Float](t *testing.T) {
	high := 450 // of 1023
	if numtest.Eps[T]() > 1e-10 {
		high = 50 // of 127
	}
	for _, s := range [][2]int{{2, 2}, {8, 8}, {9, 5}, {100, 8}, {40, 40}} {
		m, n := s[0], s[1]
		a := random[T](numtest.Rand(9), m, n)
		scale := func(j int) float64 { return math.Ldexp(1, []int{high, 0, 2 * high, high}[j%4]) }
		b := rectangle[T](m, n, func(i, j int) float64 { return float64(a.At(i, j)) * scale(j) })
		var f la.QR[T]
		f.Factorize(nil, b)
		r, q := la.NewMatrix[T](n, n), la.NewMatrix[T](m, n)
		f.RTo(r)
		f.QTo(nil, q)
		for i := range n {
			for j := range n {
				r.Set(i, j, T(float64(r.At(i, j))/scale(j)))
			}
		}
		x := numtest.ProductRatio(m, n, n, a.Data, n, q.Data, n, r.Data, n)
		if !(x < numtest.Threshold) || !(numtest.OrthogonalityRatio(m, n, q.Data, n) < numtest.Threshold) {
			t.Errorf("%d x %d: |A-QR| ratio %.3g", m, n, x)
		}
	}
}

// TestQRScale: the factors do not depend on the scale, up to both ends of the range.
func TestQRScale(t *testing.T) {
	for _, s := range []int{-1060, -1000, -500, 0, 500, 1000, 1020} {
		a := rectangle[float64](20, 12, func(i, j int) float64 { return math.Ldexp(math.Round(64*hash(i, j))/64, s) })
		var f la.QR[float64]
		f.Factorize(nil, a)
		q, r := la.NewMatrix[float64](20, 12), la.NewMatrix[float64](12, 12)
		f.QTo(nil, q)
		f.RTo(r)
		for _, m := range []*la.Matrix[float64]{a, r} {
			for i, v := range m.Data {
				m.Data[i] = math.Ldexp(v, -s)
			}
		}
		limit := float64(numtest.Threshold)
		if s < -1000 { // the elements themselves have few digits: u is 2^-1075 beside 2^s
			limit *= math.Ldexp(1, max(0, -1022-s))
		}
		if x := numtest.ProductRatio(20, 12, 12, a.Data, 12, q.Data, 12, r.Data, 12); !(x < limit) {
			t.Errorf("scale 2^%d: |A-QR| ratio %.3g", s, x)
		}
		if x := numtest.OrthogonalityRatio(20, 12, q.Data, 12); !(x < numtest.Threshold) {
			t.Errorf("scale 2^%d: |I-Q'Q| ratio %.3g", s, x)
		}
	}
}

func TestQRNonFinite(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for _, at := range [][2]int{{0, 0}, {50, 0}, {3, 40}, {50, 40}} {
			a := rectangle[float64](70, 45, hash)
			a.Set(at[0], at[1], v)
			var f la.QR[float64]
			f.Factorize(nil, a)
			x := la.NewMatrix[float64](45, 2)
			var e *la.SingularError
			if err := f.SolveTo(nil, x, la.NoTrans, la.NewMatrix[float64](70, 2)); !errors.As(err, &e) || e.Pivot > at[1] || x.At(0, 0) == x.At(0, 0) {
				t.Errorf("%v at %v: error %v, solution %v", v, at, err, x.At(0, 0))
			}
		}
	}
}

func TestQRWorkers(t *testing.T) {
	m, n := 300, 200
	a, b := random[float64](numtest.Rand(13), m, n), random[float64](numtest.Rand(14), m, 100)
	want, x := la.NewMatrix[float64](m, n), la.NewMatrix[float64](n, 100)
	var g la.QR[float64]
	g.Factorize(nil, a)
	g.QTo(nil, want)
	if err := g.SolveTo(nil, x, la.NoTrans, b); err != nil {
		t.Fatal(err)
	}
	for workers := 1; workers <= 3; workers++ {
		p := sched.New(workers)
		var f la.QR[float64]
		got, y := la.NewMatrix[float64](m, n), la.NewMatrix[float64](n, 100)
		f.Factorize(p, a)
		f.QTo(p, got)
		if err := f.SolveTo(p, y, la.NoTrans, b); err != nil {
			t.Fatal(err)
		}
		numtest.Equal(t, fmt.Sprintf("workers=%d Q", workers), got.Data, want.Data)
		numtest.Equal(t, fmt.Sprintf("workers=%d X", workers), y.Data, x.Data)
		wantNoAllocs(t, "Factorize", func() { f.Factorize(p, a) })
		wantNoAllocs(t, "SolveTo", func() { f.SolveTo(p, y, la.NoTrans, b) })
		p.Close()
	}
	column, solution := la.NewMatrix[float64](m, 1), la.NewMatrix[float64](n, 1)
	wantNoAllocs(t, "Factorize", func() { g.Factorize(nil, a) })
	wantNoAllocs(t, "QTo", func() { g.QTo(nil, want) })
	wantNoAllocs(t, "QMulTo", func() { g.QMulTo(nil, want, la.Transpose, want) })
	wantNoAllocs(t, "SolveTo", func() { g.SolveTo(nil, x, la.NoTrans, b) })
	wantNoAllocs(t, "SolveTo", func() { g.SolveTo(nil, solution, la.NoTrans, column) })
	wantNoAllocs(t, "RCond", func() { g.RCond() })
}

func TestQRMisuse(t *testing.T) {
	var zero, f, wide la.QR[float64]
	m := random[float64](numtest.Rand(3), 5, 5)
	a, over := m.View(0, 0, 4, 3), m.View(1, 1, 4, 3)
	f.Factorize(nil, &a)
	wide.Factorize(nil, la.NewMatrix[float64](2, 3))
	if r, c := wide.Dims(); r != 2 || c != 3 {
		t.Errorf("dims %d, %d", r, c)
	}
	square := la.NewMatrix[float64](3, 3)
	wantPanic(t, "la: nil matrix", func() { f.Factorize(nil, nil) })
	wantPanic(t, "la: dimension mismatch", func() { f.SolveTo(nil, m, la.NoTrans, m) })
	wantPanic(t, "la: dimension mismatch", func() { f.SolveTo(nil, square, la.Transpose, &a) })
	wantPanic(t, "la: dimension mismatch", func() { f.QMulTo(nil, square, la.NoTrans, square) })
	wantPanic(t, "la: dimension mismatch", func() { f.QTo(nil, m) })
	wantPanic(t, "la: dimension mismatch", func() { f.RTo(m) })
	wantPanic(t, "la: dimension mismatch", func() { wide.RCond() })
	wantPanic(t, "la: dimension mismatch", func() { wide.SolveTo(nil, square, la.NoTrans, square) })
	wantPanic(t, "la: operands overlap in part", func() { f.QMulTo(nil, &over, la.NoTrans, &a) })
	wantPanic(t, "la: not factorized", func() { zero.SolveTo(nil, m, la.NoTrans, m) })
	wantPanic(t, "la: not factorized", func() { zero.QMulTo(nil, m, la.NoTrans, m) })
	wantPanic(t, "la: not factorized", func() { zero.QTo(nil, m) })
	wantPanic(t, "la: not factorized", func() { zero.RTo(m) })
	wantPanic(t, "la: not factorized", func() { zero.RCond() })
}

func ExampleQR() {
	// the line that fits best through (1, 1), (2, 3), (3, 5), (4, 7)
	a := &la.Matrix[float64]{Rows: 4, Cols: 2, Stride: 2, Data: []float64{1, 1, 1, 2, 1, 3, 1, 4}}
	b := &la.Matrix[float64]{Rows: 4, Cols: 1, Stride: 1, Data: []float64{1, 3, 5, 7}}
	var f la.QR[float64]
	f.Factorize(nil, a)
	x := la.NewMatrix[float64](2, 1)
	if err := f.SolveTo(nil, x, la.NoTrans, b); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.3f + %.3f x\n", x.At(0, 0), x.At(1, 0))
	// Output:
	// -1.000 + 2.000 x
}
