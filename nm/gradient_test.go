package nm

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// lossOf is the mean loss at the present weights.
func lossOf(t testing.TB, n *Network[float64], d *Data[float64]) float64 {
	t.Helper()
	n.changed()
	l, _, st, err := n.Evaluate(context.Background(), d)
	require.NoError(t, err)
	require.Zero(t, st.Unconverged)
	return l
}

// TestGradient compares all five groups with central differences, where the graph is whole and where a threshold cuts it: the
// gradient of a dropped edge is that of W_g, so the difference is taken by adding to W_g's zero.
func TestGradient(t *testing.T) {
	activations := []Activation{Tanh, Sigmoid, Softplus, ReLU}
	if testing.Short() {
		activations = activations[:1]
	}
	for _, f := range activations {
		for _, c := range []Config{
			{Structure: Complete},
			{Structure: Complete, Threshold: 0.12},
			{Structure: Complete, Threshold: 0.25, Output: Linear},
			{Structure: Complete, Threshold: 0.12, PicardAbove: -1},
			{Structure: DAG, Threshold: 0.05},
			{Structure: Layered, Layers: []int{5, 4, 3}, Output: Linear},
			{Structure: Layered},
		} {
			c.Inputs, c.Nodes, c.Outputs, c.Activation, c.Seed, c.Tolerance = 5, 12, 3, f, 3, 1e-13
			t.Run(fmt.Sprintf("%v/%v/%v/%v/picard=%d", f, c.Structure, c.Output, c.Threshold, c.PicardAbove), func(t *testing.T) {
				testGradient(t, c)
			})
		}
	}
}

func testGradient(t *testing.T, c Config) {
	n := mustNew[float64](t, c)
	n.Edit(func(p Params[float64]) { // a node with zero bias and silent inputs would sit on ReLU's kink
		for j := range p.B {
			p.B[j] = 0.1*float64(j) - 0.55
		}
	})
	dropped := gradientMatches(t, n, randomData[float64](c, 40, 5))
	if c.Threshold > 0 {
		require.Positive(t, dropped, "the threshold must drop edges for this test to mean anything")
	}
}

// gradientMatches compares all five groups of n's gradient with central differences and returns how many edges were not kept.
func gradientMatches(t *testing.T, n *Network[float64], d *Data[float64]) int {
	t.Helper()
	c := n.Config()
	tr := mustTrainer(t, n, TrainOptions{})
	g, s, err := tr.Gradient(context.Background(), d)
	require.NoError(t, err)
	require.Zero(t, s.Unconverged)
	require.InDelta(t, lossOf(t, n, d), s.Loss, 1e-12)

	// The finite differences see the pruned model as a whole network of threshold 0.
	whole := c
	whole.Threshold, whole.Keep = 0, 0
	ref := mustNew[float64](t, whole)
	ref.params.copyFrom(&n.params)
	copy(ref.params.W.Data, kept(n).Data)
	dropped := 0
	for i, group := range ref.params.groups() {
		name := [5]string{"U", "W", "b", "V", "c"}[i]
		want := make([]float64, len(group))
		for k := range group {
			if i == 1 && !inStructure(&n.mask, k/c.Nodes, k%c.Nodes) || outside(&n.mask, i, k, &c) {
				continue
			}
			if i == 1 && group[k] == 0 {
				dropped++
			}
			const h = 1e-5
			v := group[k]
			group[k] = v + h
			up := lossOf(t, ref, d)
			group[k] = v - h
			down := lossOf(t, ref, d)
			group[k] = v
			want[k] = (up - down) / (2 * h)
		}
		near(t, "d"+name, g.groups()[i], want, 1e-6)
	}
	return dropped
}

func inStructure(k *mask, i, j int) bool {
	from, to := k.columns(i)
	return i != j && j >= from && j < to
}

// outside says whether element k of U or V does not belong to a layered network.
func outside(m *mask, group, k int, c *Config) bool {
	return group == 0 && k%c.Nodes >= m.inputColumns() || group == 3 && k/c.Outputs < m.outputRows()
}

// TestDroppedEdgesLearn: the gradient is dense, and edges below the threshold come back.
func TestDroppedEdgesLearn(t *testing.T) {
	c := Config{Inputs: 6, Nodes: 20, Outputs: 3, Threshold: 0.1, Seed: 1}
	n := mustNew[float64](t, c)
	tr := mustTrainer(t, n, TrainOptions{})
	d := blobs[float64](6, 3, 100, 1)
	g, _, err := tr.Gradient(context.Background(), d)
	require.NoError(t, err)
	w, gamma := n.Weights()
	for i, v := range w.Data {
		if i/20 != i%20 && math.Abs(v) <= gamma {
			require.NotZero(t, g.W.Data[i], "gradient of dropped edge %d", i)
		}
	}
	returned := 0
	for range 100 {
		_, err := tr.Step(context.Background(), d, 5e-3)
		require.NoError(t, err)
	}
	for i, v := range n.params.W.Data {
		if math.Abs(w.Data[i]) <= gamma && math.Abs(v) > gamma {
			returned++
		}
	}
	require.Positive(t, returned)
}

// TestAdjointIdentity checks <J v, w> = <v, J^T w> for the map from biases to node values, forward by
// differences, backward by the adjoint.
func TestAdjointIdentity(t *testing.T) {
	c := Config{Inputs: 4, Nodes: 40, Outputs: 40, Output: Linear, Seed: 2, Tolerance: 1e-13}
	n := mustNew[float64](t, c)
	n.Edit(func(p Params[float64]) {
		clear(p.V.Data)
		for i := range 40 {
			p.V.Set(i, i, 1) // outputs are the node outputs f(n)
		}
	})
	d := randomData[float64](c, 1, 3)
	y0 := predict(t, n, d.X)
	tr := mustTrainer(t, n, TrainOptions{})
	v := randomData[float64](Config{Inputs: 40, Outputs: 1}, 1, 4).X.Data
	w := randomData[float64](Config{Inputs: 40, Outputs: 1}, 1, 5).X.Data
	for i := range w { // dL/dy = y - target = w
		d.Targets.Data[i] = y0.Data[i] - w[i]
	}
	g, _, err := tr.Gradient(context.Background(), d)
	require.NoError(t, err)
	back := la.Dot(v, append([]float64(nil), g.B...))
	const h = 1e-5
	b := append([]float64(nil), n.params.B...)
	shifted := func(sign float64) []float64 {
		n.Edit(func(p Params[float64]) {
			for i := range b {
				p.B[i] = b[i] + sign*h*v[i]
			}
		})
		return predict(t, n, d.X).Data
	}
	up, down := shifted(1), shifted(-1)
	forward := 0.0
	for i := range w {
		forward += w[i] * (up[i] - down[i]) / (2 * h)
	}
	require.InEpsilon(t, forward, back, 1e-8)
}
