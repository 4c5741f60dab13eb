package optnet

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// TestGradient compares every derivative of the loss sum(c .* Z) with central differences, on programs all of whose samples
// are strictly complementary.
func TestGradient(t *testing.T) {
	r := numtest.Rand(11)
	for _, size := range [][3]int{{1, 0, 1}, {4, 0, 0}, {4, 2, 0}, {5, 0, 7}, {8, 2, 10}, {15, 4, 12}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			n, me, mi := size[0], size[1], size[2]
			l := normal[float64](r, n, n)
			qp := feasible[float64](r, n, me, mi, false)
			p, c := la.NewMatrix[float64](3, n), normal[float64](r, 3, n)
			var s Solver[float64]
			s.Settings.Tolerance = 1e-13
			var sol Solution[float64]
			loss := func() float64 {
				Gram(nil, qp.Q, l, 0.1)
				s.Prepare(nil, qp)
				require.NoError(t, s.Solve(nil, nil, &sol, p))
				wantStatus(t, "solve", sol.Status, Converged)
				sum := 0.0
				for i := range p.Rows {
					sum += la.Dot(c.Row(i), sol.Z.Row(i))
				}
				return sum
			}
			for strict := false; !strict; {
				for i := range p.Data {
					p.Data[i] = 3 * r.NormFloat64()
				}
				loss()
				strict = true
				for _, m := range sol.Margin {
					strict = strict && m > 0.02
				}
			}
			var grad Gradient[float64]
			require.NoError(t, s.Backward(nil, nil, &grad, &sol, c))
			wantStatus(t, "backward", grad.Status, Converged)
			dl := la.NewMatrix[float64](n, n)
			GramGradient(nil, dl, &grad.Q, l)
			for _, part := range []struct {
				name    string
				x, grad []float64
			}{{"p", p.Data, grad.P.Data}, {"L", l.Data, dl.Data}, {"A", qp.A.Data, grad.A.Data}, {"b", qp.B, grad.B},
				{"G", qp.G.Data, grad.G.Data}, {"h", qp.H, grad.H}} {
				want, bound := make([]float64, len(part.x)), make([]float64, len(part.x))
				for k, x := range part.x {
					difference := func(step float64) float64 {
						part.x[k] = x + step
						up := loss()
						part.x[k] = x - step
						down := loss()
						part.x[k] = x
						return (up - down) / (2 * step)
					}
					// Richardson's extrapolation leaves an error of the fourth order.
					want[k] = (4*difference(1e-4) - difference(2e-4)) / 3
				}
				numtest.Fill(bound, 1e-6*max(1e-3, maxAbs(want)))
				numtest.Within(t, "d"+part.name, part.grad, want, bound)
			}
		})
	}
}

// TestGradientByHand: z = min(-p, h) for Q = 1, G = 1.
func TestGradientByHand(t *testing.T) {
	qp := &QP[float64]{Q: matrix([]float64{1}), G: matrix([]float64{1}), H: []float64{1}}
	p := matrix([]float64{-3}, []float64{0.5}, []float64{-1}) // active, inactive, weakly active
	s, sol := solve(t, qp, p, Settings{})
	var grad Gradient[float64]
	require.NoError(t, s.Backward(nil, nil, &grad, sol, matrix([]float64{1}, []float64{1}, []float64{1})))
	wantStatus(t, "backward", grad.Status, Converged)
	if dp := grad.P.Data; math.Abs(dp[0]) > 1e-8 || math.Abs(dp[1]+1) > 1e-8 || !(dp[2] >= -1 && dp[2] <= 0) {
		t.Errorf("dp = %v, want 0, -1 and something between", dp)
	}
	// dz/dp + dz/dh is -1 or 1 on either side, so the weakly active sample's two are a mean with the same weights.
	if dh, want := grad.H[0], 1+(1+grad.P.Data[2]); math.Abs(dh-want) > 1e-6 {
		t.Errorf("dh = %g, want %g", dh, want)
	}
	if m := sol.Margin; !(m[0] > 0.1 && m[1] > 0.1 && m[2] < 1e-8) {
		t.Errorf("margins %v", m)
	}
}

// TestGradientDependent: where active inequalities depend on each other, z still has a derivative.
func TestGradientDependent(t *testing.T) {
	r := numtest.Rand(12)
	qp := feasible[float64](r, 5, 0, 1, false)
	p, dz := normal[float64](r, 4, 5), normal[float64](r, 4, 5)
	gradient := func(qp *QP[float64]) *Gradient[float64] {
		s, sol := solve(t, qp, p, Settings{})
		grad := &Gradient[float64]{}
		require.NoError(t, s.Backward(nil, nil, grad, sol, dz))
		wantStatus(t, "backward", grad.Status, Converged)
		return grad
	}
	qp.H[0] -= 5 // active
	want := gradient(qp)
	twice := &QP[float64]{Q: qp.Q, G: la.NewMatrix[float64](3, 5), H: []float64{qp.H[0], 3 * qp.H[0], qp.H[0]}}
	for i, scale := range []float64{1, 3, 1} {
		la.Axpy(scale, qp.G.Row(0), twice.G.Row(i))
	}
	got := gradient(twice)
	bound := numtest.Fill(make([]float64, 25), 1e-7*want.P.NormMax())
	numtest.Within(t, "dp", got.P.Data, want.P.Data, bound[:20])
	numtest.Within(t, "dQ", got.Q.Data, want.Q.Data, numtest.Fill(bound, 1e-7*want.Q.NormMax()))
}

// TestGradientFloat32 compares with float64.
func TestGradientFloat32(t *testing.T) {
	r := numtest.Rand(13)
	qp := feasible[float64](r, 10, 2, 9, false)
	p, dz := normal[float64](r, 4, 10), normal[float64](r, 4, 10)
	s, sol := solve(t, qp, p, Settings{})
	var want Gradient[float64]
	require.NoError(t, s.Backward(nil, nil, &want, sol, dz))
	for _, m := range sol.Margin {
		require.Greater(t, m, 1e-3)
	}
	single := func(m *la.Matrix[float64]) *la.Matrix[float32] {
		c := la.NewMatrix[float32](m.Rows, m.Cols)
		for i := range m.Rows {
			for j, v := range m.Row(i) {
				c.Set(i, j, float32(v))
			}
		}
		return c
	}
	column := func(x []float64) []float32 {
		return single(&la.Matrix[float64]{Rows: len(x), Cols: 1, Stride: 1, Data: x}).Data
	}
	s32, sol32 := solve(t, &QP[float32]{Q: single(qp.Q), A: single(qp.A), B: column(qp.B), G: single(qp.G), H: column(qp.H)}, single(p), Settings{})
	wantStatus(t, "solve", sol32.Status, Converged)
	var got Gradient[float32]
	require.NoError(t, s32.Backward(nil, nil, &got, sol32, single(dz)))
	for _, c := range []struct {
		name string
		got  *la.Matrix[float32]
		want *la.Matrix[float64]
	}{{"dp", &got.P, &want.P}, {"dQ", &got.Q, &want.Q}, {"dG", &got.G, &want.G}, {"dA", &got.A, &want.A}} {
		w := single(c.want)
		numtest.Within(t, c.name, c.got.Data, w.Data, numtest.Fill(make([]float64, len(w.Data)), 1e-2*c.want.NormMax()))
	}
}
