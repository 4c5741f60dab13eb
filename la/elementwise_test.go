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

func testReLU[T la.Float](t *testing.T) {
	inf, nan := T(math.Inf(1)), T(math.NaN())
	x := []T{nan, inf, -inf, T(math.Copysign(0, -1)), 0, 1e-30, -1e-30, 3}
	la.ReLU(x, x)
	numtest.Equal(t, "ReLU", x, []T{nan, inf, 0, 0, 0, 1e-30, 0, 3})
}

func TestReLU(t *testing.T) {
	t.Run("f64", testReLU[float64])
	t.Run("f32", testReLU[float32])
}

func ExampleSigmoid() {
	x := []float64{-1000, 0, 1000}
	la.Sigmoid(x, x)
	fmt.Println(x)
	// Output: [0 0.5 1]
}
