package la_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// elementwiseFunc pairs a function with a value good to a few ulp of float64.
type elementwiseFunc[T la.Float] struct {
	name string
	f    func(dst, src []T)
	want func(x float64) float64
}

func elementwiseFuncs[T la.Float]() []elementwiseFunc[T] {
	return []elementwiseFunc[T]{
		{"Exp", la.Exp[T], math.Exp},
		{"Tanh", la.Tanh[T], math.Tanh},
		{"Sigmoid", la.Sigmoid[T], func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }},
		{"Log1pExp", la.Log1pExp[T], func(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }},
		{"ReLU", la.ReLU[T], func(x float64) float64 { return max(x, 0) }},
		{"TanhSlope", la.TanhSlope[T], func(x float64) float64 { return (1 - x) * (1 + x) }},
		{"SigmoidSlope", la.SigmoidSlope[T], func(x float64) float64 { return x * (1 - x) }},
	}
}

// testElementwise: values at every length around a kernel call, each with the bits it has alone; in place; no allocation.
func testElementwise[T la.Float](t *testing.T) {
	r := numtest.Rand(1)
	for _, f := range elementwiseFuncs[T]() {
		for _, n := range level1Lengths {
			x, y, alone, want := make([]T, n), make([]T, n), make([]T, n), make([]T, n)
			for i := range x {
				x[i] = T(20*r.Float64() - 10)
				f.f(alone[i:i+1], x[i:i+1])
				want[i] = T(f.want(float64(x[i])))
			}
			what := fmt.Sprintf("%s n=%d", f.name, n)
			f.f(y, x)
			numtest.Equal(t, what, y, alone)
			numtest.WithinULPs(t, what, y, want, 6)
			wantNoAllocs(t, what, func() { f.f(y, x) })
			f.f(x, x)
			numtest.Equal(t, what+" in place", x, alone)
		}
		const wrong = "la: vector of wrong length"
		wantPanic(t, wrong, func() { f.f(make([]T, 3), make([]T, 4)) })
		wantPanic(t, wrong, func() { f.f(make([]T, 4), make([]T, 3)) })
		x := make([]T, 4)
		wantPanic(t, "la: operands overlap in part", func() { f.f(x[1:], x[:3]) })
	}
}

func TestElementwise(t *testing.T) { forBoth(t, testElementwise[float64], testElementwise[float32]) }

// testDeriv: the bits of the two functions one after the other, also with src as either result; no allocation.
func testDeriv[T la.Float](t *testing.T) {
	r := numtest.Rand(2)
	for _, f := range []struct {
		name         string
		both         func(dst, deriv, src []T)
		value, slope func(dst, src []T)
	}{
		{"TanhDeriv", la.TanhDeriv[T], la.Tanh[T], la.TanhSlope[T]},
		{"SigmoidDeriv", la.SigmoidDeriv[T], la.Sigmoid[T], la.SigmoidSlope[T]},
	} {
		for _, n := range append(level1Lengths, 1023, 1024, 1025) {
			x := numtest.Uniform(r, make([]T, n))
			y, d, value, slope := make([]T, n), make([]T, n), make([]T, n), make([]T, n)
			f.value(value, x)
			f.slope(slope, value)
			what := fmt.Sprintf("%s n=%d", f.name, n)
			f.both(y, d, x)
			numtest.Equal(t, what, y, value)
			numtest.Equal(t, what+" slope", d, slope)
			wantNoAllocs(t, what, func() { f.both(y, d, x) })
			x2 := append([]T(nil), x...)
			f.both(x2, d, x2)
			numtest.Equal(t, what+" over src", x2, value)
			numtest.Equal(t, what+" over src, slope", d, slope)
			f.both(y, x, x)
			numtest.Equal(t, what+" slope over src", x, slope)
		}
		v := func(n int) []T { return make([]T, n) }
		const wrong, overlap = "la: vector of wrong length", "la: operands overlap in part"
		wantPanic(t, wrong, func() { f.both(v(3), v(4), v(4)) })
		wantPanic(t, wrong, func() { f.both(v(4), v(3), v(4)) })
		x := v(4)
		wantPanic(t, overlap, func() { f.both(x, x, v(4)) })
		wantPanic(t, overlap, func() { f.both(x[1:], v(3), x[:3]) })
		wantPanic(t, overlap, func() { f.both(v(3), x[1:], x[:3]) })
	}
}

func TestDeriv(t *testing.T) { forBoth(t, testDeriv[float64], testDeriv[float32]) }

func testMaxAbsDiff[T la.Float](t *testing.T) {
	r := numtest.Rand(3)
	for _, n := range level1Lengths {
		x, y := numtest.Uniform(r, make([]T, n)), numtest.Uniform(r, make([]T, n))
		var want T
		for i := range x {
			want = max(want, x[i]-y[i], y[i]-x[i])
		}
		what := fmt.Sprintf("n=%d", n)
		numtest.Equal(t, what, []T{la.MaxAbsDiff(x, y)}, []T{want})
		wantNoAllocs(t, what, func() { la.MaxAbsDiff(x, y) })
		for _, i := range []int{0, n / 2, n - 1} {
			if n > 0 {
				old := x[i]
				if x[i] = T(math.NaN()); la.MaxAbsDiff(x, y) == la.MaxAbsDiff(x, y) {
					t.Errorf("%s: NaN at %d lost", what, i)
				}
				x[i] = old
			}
		}
	}
	wantPanic(t, "la: vector of wrong length", func() { la.MaxAbsDiff(make([]T, 3), make([]T, 4)) })
}

func TestMaxAbsDiff(t *testing.T) { forBoth(t, testMaxAbsDiff[float64], testMaxAbsDiff[float32]) }

func testReLU[T la.Float](t *testing.T) {
	inf, nan := T(math.Inf(1)), T(math.NaN())
	x := []T{nan, inf, -inf, T(math.Copysign(0, -1)), 0, 1e-30, -1e-30, 3}
	la.ReLU(x, x)
	numtest.Equal(t, "ReLU", x, []T{nan, inf, 0, 0, 0, 1e-30, 0, 3})
}

func TestReLU(t *testing.T) { forBoth(t, testReLU[float64], testReLU[float32]) }

func ExampleSigmoid() {
	x := []float64{-1000, 0, 1000}
	la.Sigmoid(x, x)
	fmt.Println(x)
	// Output: [0 0.5 1]
}

// testMaxAbsColumns: the values of MaxAbsDiff for each column, also in several calls of the kernel.
func testMaxAbsColumns[T la.Float](t *testing.T) {
	r := numtest.Rand(1)
	for _, size := range [][2]int{{1, 1}, {3, 70}, {2000, 9}, {9, 20000}, {0, 3}, {3, 0}} {
		m, n := size[0], size[1]
		x, y := padded(random[T](r, m, n)), padded(random[T](r, m, n))
		diff, top := numtest.Fill(make([]T, n), -1), numtest.Fill(make([]T, n), -1)
		la.MaxAbsColumns(diff, top, x, y)
		zero, wantDiff, wantTop := make([]T, m), make([]T, n), make([]T, n)
		xt, yt := la.NewMatrix[T](n, m), la.NewMatrix[T](n, m)
		la.TransposeTo(xt, x)
		la.TransposeTo(yt, y)
		for j := range n {
			wantDiff[j], wantTop[j] = la.MaxAbsDiff(xt.Row(j), yt.Row(j)), la.MaxAbsDiff(xt.Row(j), zero)
		}
		numtest.Equal(t, fmt.Sprint("diff ", size), diff, wantDiff)
		numtest.Equal(t, fmt.Sprint("top ", size), top, wantTop)
	}
}

func TestMaxAbsColumns(t *testing.T) {
	forBoth(t, testMaxAbsColumns[float64], testMaxAbsColumns[float32])
}

func TestMaxAbsColumnsMisuse(t *testing.T) {
	x, v := la.NewMatrix[float64](2, 3), make([]float64, 3)
	wantPanic(t, "la: dimension mismatch", func() { la.MaxAbsColumns(v, make([]float64, 3), x, la.NewMatrix[float64](3, 3)) })
	wantPanic(t, "la: vector of wrong length", func() { la.MaxAbsColumns(v[:2], make([]float64, 3), x, x) })
	wantPanic(t, "la: operands overlap in part", func() { la.MaxAbsColumns(v, v, x, x) })
	wantPanic(t, "la: operands overlap in part", func() { la.MaxAbsColumns(v, x.Row(1), x, x) })
	wantPanic(t, "la: dimension mismatch", func() { la.TransposeTo(x, x) })
	square := la.NewMatrix[float64](3, 3)
	wantPanic(t, "la: operands overlap in part", func() { la.TransposeTo(square, square) })
}
