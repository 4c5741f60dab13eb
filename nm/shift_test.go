package nm

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// TestShift: the shifted system gives the gradient that Newton's method gives, in fewer sweeps than a prediction's plain ones.
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
				_, _, plain, err := n.Evaluate(context.Background(), d)
				require.NoError(t, err)
				t.Logf("sweeps: %d, %d of them exact, forward and backward; in prediction, forward: %d, %d", s.Picard+s.Quick, s.Picard, plain.Picard+plain.Quick, plain.Picard)
				if f != Sigmoid { // whose plain sweeps are few
					require.Less(t, s.Picard+s.Quick, 3*(plain.Picard+plain.Quick)/2)
				}
				c.PicardAbove = nodes
				newton := mustNew[float64](t, c)
				want, s, err := mustTrainer(t, newton, TrainOptions{}).Gradient(context.Background(), d)
				require.NoError(t, err)
				require.Zero(t, s.Unconverged)
				require.Zero(t, s.Picard)
				for i, v := range g.groups() {
					near(t, fmt.Sprint("group ", i), v, want.groups()[i], 1e-7)
				}
			})
		}
	}
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
		if weight == 2 && tr.run.plan.sides[0].hasS {
			t.Error("a singular matrix was inverted")
		}
		y := la.NewMatrix[float64](70, 3)
		cold, err := n.Predict(context.Background(), y, d.X)
		require.NoError(t, err)
		t.Logf("weight %g: %d unconverged in training, %d in prediction", weight, s.Unconverged, cold.Unconverged)
		require.LessOrEqual(t, s.Unconverged, cold.Unconverged)
	}
}
