package la_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

func TestRefine(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		t.Run("float64", testRefine[float64])
		t.Run("float32", testRefine[float32])
	})
}

// testRefine: every kind of matrix gets a componentwise backward error of a rounding.
func testRefine[T la.Float](t *testing.T) {
	var f la.LU[T]
	for _, kind := range matrixKinds {
		for _, n := range []int{1, 2, 7, 40, 100} {
			for _, tr := range []la.Trans{la.NoTrans, la.Transpose} {
				a := padded(build[T](n, kind.at(n)))
				if err := f.Factorize(nil, a); err != nil {
					continue // Hilbert
				}
				b := padded(random[T](numtest.Rand(44), n, 3))
				x := padded(la.NewMatrix[T](n, 3))
				if err := f.SolveTo(nil, x, tr, b); err != nil {
					t.Fatal(err)
				}
				e, err := f.Refine(x, tr, a, b)
				if err != nil || !(float64(e) <= 4*numtest.Eps[T]()) && f.RCond() > 100*T(numtest.Eps[T]()) {
					t.Errorf("%s n=%d trans=%v: backward error %v, %v", kind.name, n, tr, e, err)
				}
				checkPadding(t, x)
				checkPadding(t, b)
				if got := backwardError(a, tr, x, b); !(got <= 1.01*float64(e)+1e-300) && !math.IsInf(got, 0) {
					t.Errorf("%s n=%d trans=%v: backward error %v, reported %v", kind.name, n, tr, got, e)
				}
			}
		}
	}
}

// backwardError is the componentwise backward error of X, the largest of its columns.
func backwardError[T la.Float](a *la.Matrix[T], t la.Trans, x, b *la.Matrix[T]) float64 {
	e := 0.0
	for j := range b.Cols {
		for i := range b.Rows {
			s, w := float64(b.At(i, j)), math.Abs(float64(b.At(i, j)))
			for l := range b.Rows {
				v := a.At(i, l)
				if t {
					v = a.At(l, i)
				}
				q := float64(v) * float64(x.At(l, j))
				s -= q
				w += math.Abs(q)
			}
			e = max(e, math.Abs(s)/w)
		}
	}
	return e
}

// TestRefineSpoilt: a bad solution becomes a good one; a hopeless one is left and reported.
func TestRefineSpoilt(t *testing.T) {
	const n = 50
	a := random[float64](numtest.Rand(45), n, n)
	b, x := random[float64](numtest.Rand(46), n, 2), la.NewMatrix[float64](n, 2)
	var f la.LU[float64]
	if err := f.Factorize(nil, a); err != nil {
		t.Fatal(err)
	}
	if e, err := f.Refine(x, la.NoTrans, a, b); err != nil || e > 1e-15 { // from zero
		t.Errorf("backward error %v, %v", e, err)
	}
	x.Set(3, 1, math.NaN())
	if e, err := f.Refine(x, la.NoTrans, a, b); err != nil || e == e {
		t.Errorf("a NaN gives %v, %v", e, err)
	}
	other := random[float64](numtest.Rand(47), n, n) // not the matrix of the factors
	if e, err := f.Refine(b, la.NoTrans, other, x); err != nil || e < 1e-3 && e == e {
		t.Errorf("another matrix: %v, %v", e, err)
	}
	var s *la.SingularError
	if err := f.Factorize(nil, la.NewMatrix[float64](n, n)); !errors.As(err, &s) {
		t.Fatal(err)
	}
	if e, err := f.Refine(x, la.NoTrans, a, b); e == e || !errors.As(err, &s) {
		t.Errorf("a singular matrix: %v, %v", e, err)
	}
}

func TestRefineAllocs(t *testing.T) {
	a, b := random[float32](numtest.Rand(48), 30, 30), random[float32](numtest.Rand(49), 30, 2)
	x := la.NewMatrix[float32](30, 2)
	var f la.LU[float32]
	if err := f.Factorize(nil, a); err != nil {
		t.Fatal(err)
	}
	wantNoAllocs(t, "Refine", func() { f.Refine(x, la.Transpose, a, b) })
	wantPanic(t, "la: dimension mismatch", func() { f.Refine(a, la.NoTrans, a, b) })
	wantPanic(t, "la: operands overlap in part", func() { f.Refine(b, la.NoTrans, a, b) })
	var zero la.LU[float32]
	wantPanic(t, "la: not factorized", func() { zero.Refine(x, la.NoTrans, a, b) })
}

func ExampleLU_Refine() {
	const n = 12 // a Hilbert matrix: condition 1e16
	a := la.NewMatrix[float64](n, n)
	b, x := la.NewMatrix[float64](n, 1), la.NewMatrix[float64](n, 1)
	for i := range n {
		for j := range n {
			a.Set(i, j, 1/float64(i+j+1))
		}
		b.Set(i, 0, 1)
	}
	var f la.LU[float64]
	if err := f.Factorize(nil, a); err != nil {
		fmt.Println(err)
		return
	}
	if err := f.SolveTo(nil, x, la.NoTrans, b); err != nil {
		fmt.Println(err)
		return
	}
	e, err := f.Refine(x, la.NoTrans, a, b)
	fmt.Println(e < 1e-15, err)
	// Output:
	// true <nil>
}
