package nm

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// TestShift: the shifted sweeps give the gradient that Newton's method gives, and are fewer than plain ones.
func TestShift(t *testing.T) {
	for _, f := range []Activation{Tanh, Sigmoid, ReLU, Softplus} {
		for _, nodes := range []int{40, 130} {
			t.Run(fmt.Sprintf("%v/nodes=%d", f, nodes), func(t *testing.T) {
				c := Config{Inputs: 7, Nodes: nodes, Outputs: 3, Activation: f, Spread: 0.8, Seed: 3, Tolerance: 1e-9}
				n := mustNew[float64](t, c)
				d := randomData[float64](c, 70, 5)
				g, s, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), d)
				require.NoError(t, err)
				require.Zero(t, s.Unconverged)
				require.Zero(t, s.Factorizations)
				_, _, e, err := n.Evaluate(context.Background(), d)
				require.NoError(t, err)
				plain := plainSweeps(n, d.X)
				t.Logf("sweeps a sample: %.1f, %.1f of them exact, forward and backward; in evaluation %.1f, %.1f; plain %.1f", float64(s.Picard+s.Quick)/70,
					float64(s.Picard)/70, float64(e.Picard+e.Quick)/70, float64(e.Picard)/70, float64(plain)/70)
				if f != Sigmoid { // whose plain sweeps are few
					require.Less(t, e.Picard+e.Quick, 9*plain/10)
				}
				require.Less(t, s.Picard, plain)
				c.PicardAbove = nodes
				newton := mustNew[float64](t, c)
				want, s, err := mustTrainer(t, newton, TrainOptions{}).Gradient(context.Background(), d)
				require.NoError(t, err)
				require.Zero(t, s.Unconverged)
				require.NotZero(t, s.Factorizations)
				for i, v := range g.groups() {
					near(t, fmt.Sprint("group ", i), v, want.groups()[i], 1e-7)
				}
			})
		}
	}
}

// plainSweeps counts the sweeps of x = r + f(x) W, from x = r to a residual of 1e-9, over the samples.
func plainSweeps(n *Network[float64], inputs *la.Matrix[float64]) int {
	count := 0
	f, p := n.Config().Activation, &n.params
	for s := range inputs.Rows {
		r := slices.Clone(p.B)
		la.Gemv(nil, la.Transpose, 1, p.U, inputs.Row(s), 1, r)
		x, next := slices.Clone(r), make([]float64, len(r))
		for norm := 1.0; norm > 1e-9; count++ {
			copy(next, r)
			z := slices.Clone(x)
			apply(f, z, x)
			la.Gemv(nil, la.Transpose, 1, p.W, z, 1, next)
			norm = la.MaxAbsDiff(x, next)
			copy(x, next)
		}
	}
	return count
}

// TestShiftSingular: where I - c W has no inverse, or the shifted sweeps diverge, the block's own equation is solved as ever.
func TestShiftSingular(t *testing.T) {
	const nodes = 40
	for _, weight := range []float64{2, -2, 1e300} {
		c := Config{Inputs: 5, Nodes: nodes, Outputs: 3, Seed: 1}
		n := mustNew[float64](t, c)
		n.Edit(func(p Params[float64]) { // a ring: I - W/2 is singular for weights of 2
			clear(p.W.Data)
			for k := range nodes {
				p.W.Set(k, (k+1)%nodes, weight)
			}
		})
		d := randomData[float64](c, 70, 5)
		tr := mustTrainer(t, n, TrainOptions{})
		_, s, err := tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		if weight == 2 && tr.run.past[0].inner.c != 0 {
			t.Error("a singular matrix was inverted")
		}
		y := la.NewMatrix[float64](70, 3)
		cold, err := n.Predict(context.Background(), y, d.X)
		require.NoError(t, err)
		t.Logf("weight %g: %d unconverged in training, %d in prediction", weight, s.Unconverged, cold.Unconverged)
		require.LessOrEqual(t, s.Unconverged, cold.Unconverged)
	}
}
