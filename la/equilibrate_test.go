package la_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

func TestEquilibrate(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		t.Run("float64", func(t *testing.T) { testEquilibrate[float64](t, 300) })
		t.Run("float32", func(t *testing.T) { testEquilibrate[float32](t, 30) })
	})
}

// testEquilibrate: rows and columns that differ by 2^±decades solve as if they did not.
func testEquilibrate[T la.Float](t *testing.T, spread int) {
	var f la.LU[T]
	for _, n := range []int{1, 2, 5, 33, 100} {
		r := numtest.Rand(41)
		m := random[T](r, n, n)
		a := build[T](n, func(i, j int) float64 { return float64(m.At(i, j)) })
		for i := range n { // exact scales
			e, g := r.IntN(2*spread)-spread, r.IntN(2*spread)-spread
			for j := range n {
				a.Set(i, j, T(math.Ldexp(float64(a.At(i, j)), e)))
				a.Set(j, i, T(math.Ldexp(float64(a.At(j, i)), g)))
			}
		}
		if err := f.FactorizeEquilibrated(nil, a); err != nil {
			t.Fatal(err)
		}
		if rc := f.RCond(); n == 100 && rc < 1e-7 {
			t.Errorf("n=%d: rcond %v after equilibration", n, rc)
		}
		lu, _ := f.Factors()
		if big := lu.NormMax(); big > T(4*n) || big < 0.5 {
			t.Errorf("n=%d: largest factor %v", n, big)
		}
		if n <= 5 {
			checkScaled(t, &f, m, a)
		}
		for _, tr := range []la.Trans{la.NoTrans, la.Transpose} {
			b := random[T](r, n, 3)
			x := padded(la.NewMatrix[T](n, 3))
			if err := f.SolveTo(nil, x, tr, b); err != nil {
				t.Fatal(err)
			}
			checkPadding(t, x)
			v := make([]T, n)
			for i := range v {
				v[i] = b.At(i, 0)
			}
			if err := f.SolveVecTo(v, tr, v); err != nil {
				t.Fatal(err)
			}
			y := la.NewMatrix[T](n, 3)
			la.Copy(y, x)
			// a small componentwise error, which no bad scale can hide, whether refined or not
			e, err := f.Refine(y, tr, a, b)
			if err != nil || !(float64(e) <= 4*numtest.Eps[T]()) {
				t.Errorf("n=%d trans=%v: backward error %v after refinement, %v", n, tr, e, err)
			}
			for i := range n {
				if d := math.Abs(float64(x.At(i, 0) - v[i])); d > 1e-3*math.Abs(float64(v[i])) {
					t.Errorf("n=%d row %d: %v beside others, %v alone", n, i, x.At(i, 0), v[i])
				}
			}
		}
	}
}

// TestEquilibrateExact: powers of two change no bit of a solution but its scale, and LogDet is A's.
func TestEquilibrateExact(t *testing.T) {
	const n = 20
	r := numtest.Rand(42)
	m := random[float64](r, n, n)
	for i := range n { // equilibrated already, but for powers of two
		for j := range n {
			m.Set(i, j, math.Copysign(1+math.Abs(m.At(i, j))/2, m.At(i, j)))
		}
	}
	var f, g la.LU[float64]
	if err := f.FactorizeEquilibrated(nil, m); err != nil {
		t.Fatal(err)
	}
	if err := g.Factorize(nil, build[float64](n, func(i, j int) float64 { return math.Ldexp(m.At(i, j), 40*i) })); err != nil {
		t.Fatal(err)
	}
	scaled := build[float64](n, func(i, j int) float64 { return math.Ldexp(m.At(i, j), 40*i-30*j) })
	if err := g.FactorizeEquilibrated(nil, scaled); err != nil {
		t.Fatal(err)
	}
	a, p := f.Factors()
	b, q := g.Factors()
	for i := range n {
		numtest.Equal(t, fmt.Sprint("row ", i), b.Row(i), a.Row(i))
		if p[i] != q[i] {
			t.Errorf("pivot %d: %d, want %d", i, q[i], p[i])
		}
	}
	want, sign := f.LogDet()
	want += math.Ln2 * 10 * n * (n - 1) / 2
	if got, s := g.LogDet(); math.Abs(got-want) > 1e-10 || s != sign {
		t.Errorf("log det %v %v, want %v %v", got, s, want, sign)
	}
}

func TestEquilibrateSingular(t *testing.T) {
	var f la.LU[float32]
	a := la.NewMatrix[float32](3, 3)
	a.Set(0, 0, 1e-30)
	if err := f.FactorizeEquilibrated(nil, a); err == nil {
		t.Error("no error for a matrix of rank 1")
	}
	if err := f.FactorizeEquilibrated(nil, la.NewMatrix[float32](0, 0)); err != nil {
		t.Error(err)
	}
	b := random[float32](numtest.Rand(43), 40, 40)
	if err := f.FactorizeEquilibrated(nil, b); err != nil {
		t.Error(err)
	}
	wantNoAllocs(t, "FactorizeEquilibrated", func() { f.FactorizeEquilibrated(nil, b) })
	wantPanic(t, "la: matrix is not square", func() { f.FactorizeEquilibrated(nil, la.NewMatrix[float32](2, 3)) })
}

func ExampleLU_FactorizeEquilibrated() {
	a := &la.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: []float64{1, 1e200, 1, 1}}
	var f la.LU[float64]
	if err := f.FactorizeEquilibrated(nil, a); err != nil {
		fmt.Println(err)
		return
	}
	x := make([]float64, 2)
	if err := f.SolveVecTo(x, la.NoTrans, []float64{1e200, 2}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.6g\n", x)
	// Output:
	// [1 1]
}

// checkScaled holds the inverse and the determinant from the factors of an equilibrated a, which is m with rows and columns
// multiplied by powers of two, against those from the factors of m.
func checkScaled[T la.Float](t *testing.T, f *la.LU[T], m, a *la.Matrix[T]) {
	t.Helper()
	n := m.Rows
	var g la.LU[T]
	x, y := padded(la.NewMatrix[T](n, n)), la.NewMatrix[T](n, n)
	if err := errors.Join(g.Factorize(nil, m), g.InverseTo(nil, y), f.InverseTo(nil, x)); err != nil {
		t.Fatal(err)
	}
	checkPadding(t, x)
	rc := float64(g.RCond())
	logDet := math.Log(math.Abs(g.Det()))
	scaleSum := 0.0 // of the logarithms of the scales, from the elements of the diagonal
	for i := range n {
		scaleSum += math.Log(float64(a.At(i, i)) / float64(m.At(i, i)))
	}
	tol := 100 * float64(n) * numtest.Eps[T]() / rc
	if got := math.Log(math.Abs(f.Det())); !(math.Abs(got-logDet-scaleSum) <= tol+1e-12*math.Abs(scaleSum)) {
		t.Errorf("n=%d: logarithm of the determinant %v, want %v", n, got, logDet+scaleSum)
	}
	for i := range n { // with a(j, i) = r(j) m(j, i) c(i), element (i, j) of the inverse is y(i, j) / (r(j) c(i))
		for j := range n {
			want := float64(y.At(i, j)) * (float64(m.At(j, i)) / float64(a.At(j, i)))
			if got := float64(x.At(i, j)); !(math.Abs(got-want) <= tol*math.Abs(float64(y.Norm1()))*math.Abs(want/float64(y.At(i, j)))) {
				t.Errorf("n=%d: element (%d, %d) of the inverse %v, want %v", n, i, j, got, want)
			}
		}
	}
}
