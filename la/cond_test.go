package la_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// TestRCond compares with the condition number by the inverse.
func TestRCond(t *testing.T) {
	for _, kind := range matrixKinds {
		for _, n := range []int{1, 2, 3, 7, 33, 100} {
			t.Run(fmt.Sprintf("%s/n=%d", kind.name, n), func(t *testing.T) {
				a := build[float64](n, kind.at(n))
				var f la.LU[float64]
				if err := f.Factorize(nil, a); err != nil {
					t.Fatal(err)
				}
				inv := build[float64](n, func(i, j int) float64 { return float64(1 / (1 + (i-j)*(i-j))) })
				if err := f.SolveTo(nil, inv, la.NoTrans, inv); err != nil {
					t.Fatal(err)
				}
				want := 1 / a.Norm1() / inv.Norm1()
				got := f.RCond()
				if want < 1e-12 { // the inverse itself is spoilt by rounding
					if got > 1e-11 {
						t.Errorf("rcond %v of a matrix that is singular to rounding", got)
					}
					return
				}
				if q := got / want; !(q > 0.999 && q < 3) {
					t.Errorf("rcond %v, by the inverse %v", got, want)
				}
			})
		}
	}
}

// TestRCondScale: the condition does not change with the scale, up to the ends of the range, where numbers have few
// digits.
func TestRCondScale(t *testing.T) {
	for _, s := range []float64{1e-320, 1e-310, 1e-200, 1, 1e200, 1e308} {
		var f la.LU[float64]
		if err := f.Factorize(nil, build[float64](5, func(i, j int) float64 { return s * float64(1/(1+(i-j)*(i-j))) })); err != nil {
			t.Fatal(err)
		}
		if rc := f.RCond(); !(math.Abs(rc-1) < 1e-3) {
			t.Errorf("%v times the identity: rcond %v", s, rc)
		}
	}
	// a full matrix, whose triangular solves add up many terms
	m := random[float64](numtest.Rand(25), 60, 60)
	var f la.LU[float64]
	if err := f.Factorize(nil, m); err != nil {
		t.Fatal(err)
	}
	want := f.RCond()
	for _, e := range []int{-950, -500, 0, 500, 1000, 1015} {
		if err := f.Factorize(nil, build[float64](60, func(i, j int) float64 { return math.Ldexp(m.At(i, j), e) })); err != nil {
			t.Fatal(err)
		}
		if rc := f.RCond(); rc != want {
			t.Errorf("times 2^%d: rcond %v, want %v", e, rc, want)
		}
	}
	for _, d := range []float64{1e-100, 1e-300, 5e-324} {
		var f la.LU[float64]
		if err := f.Factorize(nil, build[float64](5, func(i, j int) float64 {
			return map[bool]float64{true: 1, false: 0}[i == j] * map[bool]float64{true: d, false: 1}[i == 2]
		})); err != nil {
			t.Fatal(err)
		}
		if rc := f.RCond(); !(rc <= d*(1+1e-10) && rc >= 0) {
			t.Errorf("diag(1, 1, %v, 1, 1): rcond %v", d, rc)
		}
	}
}

// TestRCondConcurrent: any number of goroutines may use one LU.
func TestRCondConcurrent(t *testing.T) {
	a := random[float64](numtest.Rand(15), 60, 60)
	var f la.LU[float64]
	if err := f.Factorize(nil, a); err != nil {
		t.Fatal(err)
	}
	want := f.RCond()
	got := make(chan float64)
	for range 4 {
		go func() { got <- f.RCond() }()
	}
	for range 4 {
		if g := <-got; g != want {
			t.Errorf("rcond %v, want %v", g, want)
		}
	}
}
