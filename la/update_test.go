package la_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// testUpdate: the functions of a training step against their formulas, at every length around a kernel call; no allocation.
func testUpdate[T la.Float](t *testing.T) {
	r := numtest.Rand(3)
	s := &la.AdamStep[T]{Decay1: 0.5, Gain1: 0.25, Decay2: 0.75, Gain2: 0.5, Rate: 0.125, Epsilon: 0.01}
	for _, n := range append(level1Lengths, 4<<10-1, 4<<10, 4<<10+1) {
		w, g, m, v := numtest.Uniform(r, make([]T, n)), numtest.Uniform(r, make([]T, n)), numtest.Uniform(r, make([]T, n)), make([]T, n)
		for i := range v {
			v[i] = T(r.Float64())
		}
		what := fmt.Sprintf("n=%d", n)
		wants := make([][]T, 3)
		for i := range wants {
			wants[i] = make([]T, n)
		}
		for i := range w {
			wants[1][i] = T(0.5*m[i]) + T(0.25*g[i])
			wants[2][i] = T(0.75*v[i]) + T(T(0.5*g[i])*g[i])
			wants[0][i] = w[i] - T(0.125*wants[1][i])/(T(math.Sqrt(float64(wants[2][i])))+s.Epsilon)
		}
		la.Adam(w, g, m, v, s)
		for i, x := range [][]T{w, m, v} {
			numtest.Equal(t, "Adam "+what, x, wants[i])
		}
		for i := range w {
			wants[1][i] = T(0.5*m[i]) + g[i]
			wants[0][i] = w[i] - T(0.25*wants[1][i])
		}
		la.Momentum(w, g, m, 0.5, 0.25)
		numtest.Equal(t, "Momentum "+what, w, wants[0])
		numtest.Equal(t, "Momentum m "+what, m, wants[1])
		for i, x := range w {
			wants[0][i] = T(math.Copysign(max(math.Abs(float64(x))-float64(T(0.5*v[i])), 0), float64(x)))
		}
		shrunk := slices.Clone(w)
		la.ProxL1(shrunk, 0.5, v)
		numtest.WithinULPs(t, "ProxL1 "+what, shrunk, wants[0], 0)
		for i, x := range w {
			wants[0][i] = x / (1 + T(0.5*v[i]))
		}
		la.ProxL2(w, 0.5, v)
		numtest.Equal(t, "ProxL2 "+what, w, wants[0])
		bits := make([]uint64, (n+63)/64)
		la.Above(bits, w, 0.25)
		for i, x := range w {
			if above := bits[i/64]>>(i%64)&1 == 1; above != (math.Abs(float64(x)) > 0.25) {
				t.Fatalf("Above %s: bit %d of %v is %v", what, i, x, above)
			}
		}
		wantNoAllocs(t, what, func() {
			la.Adam(w, g, m, v, s)
			la.Momentum(w, g, m, 0.5, 0.25)
			la.ProxL1(w, 0.5, v)
			la.ProxL2(w, 0.5, v)
			la.Above(bits, w, 0.25)
		})
	}
	const wrong, overlap = "la: vector of wrong length", "la: operands overlap in part"
	x, y, z := make([]T, 8), make([]T, 8), make([]T, 8)
	wantPanic(t, wrong, func() { la.Adam(x, y, z, z[:7], s) })
	wantPanic(t, overlap, func() { la.Adam(x, y, z, z, s) })
	wantPanic(t, wrong, func() { la.Momentum(x, y[:7], z, 1, 1) })
	wantPanic(t, overlap, func() { la.Momentum(x, y, x, 1, 1) })
	wantPanic(t, wrong, func() { la.ProxL1(x, 1, y[:7]) })
	wantPanic(t, overlap, func() { la.ProxL2(x[1:], 1, x[:7]) })
	wantPanic(t, wrong, func() { la.Above(make([]uint64, 2), x, 1) })
}

func TestUpdate(t *testing.T) { forBoth(t, testUpdate[float64], testUpdate[float32]) }
