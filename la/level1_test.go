package la_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// level1Lengths are sizes around vectors, unrolled turns and the longest kernel call.
var level1Lengths = []int{0, 1, 3, 4, 5, 31, 32, 33, 100, 16<<10 - 1, 16 << 10, 16<<10 + 1, 40000}

func testLevel1[T la.Float](t *testing.T) {
	r := numtest.Rand(1)
	for _, n := range level1Lengths {
		x, y := numtest.Integers(r, make([]T, n), 4), numtest.Integers(r, make([]T, n), 4)
		var dot, asum T
		want := make([]T, n)
		for i := range x {
			dot += x[i] * y[i]
			asum += max(x[i], -x[i])
			want[i] = -2 * (y[i] + 3*x[i])
		}
		what := fmt.Sprintf("n=%d", n)
		numtest.Equal(t, "Dot "+what, []T{la.Dot(x, y)}, []T{dot})
		numtest.Equal(t, "DotWide "+what, []float64{la.DotWide(x, y)}, []float64{float64(dot)})
		numtest.Equal(t, "Asum "+what, []T{la.Asum(x)}, []T{asum})
		la.Axpy(3, x, y)
		la.Scal(-2, y)
		numtest.Equal(t, "Axpy, Scal "+what, plusZero(y), plusZero(want))
	}
}

func TestLevel1(t *testing.T) { forBoth(t, testLevel1[float64], testLevel1[float32]) }

func testNrm2[T la.Float](t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	largest, least := float64(math.MaxFloat32), math.SmallestNonzeroFloat32
	if numtest.Eps[T]() < 1e-10 {
		largest, least = math.MaxFloat64, math.SmallestNonzeroFloat64
	}
	for _, c := range []struct {
		x    []float64
		want float64
	}{
		{nil, 0}, {[]float64{0, 0}, 0}, {[]float64{3, -4}, 5}, {[]float64{1, nan, 2}, nan}, {[]float64{inf, 1}, inf},
		{[]float64{nan, inf}, nan}, {[]float64{inf, nan}, nan},
		{[]float64{largest / 2, largest / 2}, largest / math.Sqrt2}, {[]float64{least * 3, least * 4}, least * 5}, {[]float64{largest, least}, largest},
	} {
		x := make([]T, len(c.x))
		for i, v := range c.x {
			x[i] = T(v)
		}
		numtest.WithinULPs(t, fmt.Sprint(c.x), []T{la.Nrm2(x)}, []T{T(c.want)}, 2)
	}
	// every scale between: relative error below (n/2+2) u
	r := numtest.Rand(2)
	x := numtest.Uniform(r, make([]T, 100))
	for e := -1070; e < 1020; e += 10 {
		y := make([]T, len(x))
		var s numtest.Sum
		for i, v := range x {
			y[i] = T(math.Ldexp(float64(v), e))
			w := math.Ldexp(float64(y[i]), -e)
			s.Add(w, w)
		}
		want := math.Ldexp(math.Sqrt(s.Value()), e)
		if !(want < largest) || want < 1000*least {
			continue
		}
		if got := float64(la.Nrm2(y)); !(math.Abs(got-want) <= 52*numtest.Eps[T]()*want+least) {
			t.Errorf("scale 2^%d: %v, want %v", e, got, want)
		}
	}
}

func TestNrm2(t *testing.T) { forBoth(t, testNrm2[float64], testNrm2[float32]) }

// TestIamaxPlaces has the largest element, a second one as large and a NaN at all places of short vectors.
func TestIamaxPlaces(t *testing.T) {
	for n := 1; n <= 13; n++ {
		for i := range n {
			for j := range n {
				x := numtest.Uniform(numtest.Rand(uint64(n)), make([]float32, n))
				x[i], x[j] = -2, 2
				if got := la.Iamax(x); got != min(i, j) {
					t.Fatalf("Iamax(%v) = %d, want %d", x, got, min(i, j))
				}
				x[j] = float32(math.NaN())
				if got := la.Iamax(x); got != j {
					t.Fatalf("Iamax(%v) = %d, want %d", x, got, j)
				}
			}
		}
	}
}

func TestIamax(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		x    []float64
		want int
	}{
		{nil, -1}, {[]float64{0}, 0}, {[]float64{1, -3, 3}, 1}, {[]float64{-1, -1}, 0}, {[]float64{5, nan, 9, nan}, 1},
		{[]float64{1, math.Inf(-1), math.Inf(1)}, 1},
	} {
		if got := la.Iamax(c.x); got != c.want {
			t.Errorf("Iamax(%v) = %d, want %d", c.x, got, c.want)
		}
	}
}

func TestLevel1Misuse(t *testing.T) {
	x, y := make([]float64, 3), make([]float64, 4)
	wantPanic(t, "la: vector of wrong length", func() { la.Dot(x, y) })
	wantPanic(t, "la: vector of wrong length", func() { la.DotWide(x, y) })
	wantPanic(t, "la: vector of wrong length", func() { la.Axpy(1, y, x) })
	wantPanic(t, "la: operands overlap in part", func() { la.Axpy(1, y[:3], y[1:]) })
}
