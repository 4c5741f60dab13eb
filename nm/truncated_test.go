package nm

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// TestJacobianFree: where all nodes are one block, delta is g o f'(n), and the gradients follow from it.
func TestJacobianFree(t *testing.T) {
	c := Config{Inputs: 6, Nodes: 12, Outputs: 3, Seed: 3}
	n := mustNew[float64](t, c)
	require.Equal(t, 1, n.Modules().Modules)
	d := randomData[float64](c, 20, 5)
	tr := mustTrainer(t, n, TrainOptions{Adjoint: JacobianFree})
	g, s, err := tr.Gradient(context.Background(), d)
	require.NoError(t, err)
	require.Zero(t, s.Unconverged)
	y := predict(t, n, d.X)
	for i, l := range d.Labels {
		y.Data[i*3+l]--
	}
	delta, z := la.NewMatrix[float64](20, 12), la.NewMatrix[float64](20, 12)
	la.Gemm(nil, la.NoTrans, la.Transpose, 1./20, y, n.params.V, 0, delta)
	for i := range 20 {
		for j, v := range monolithic(t, n, d.X.Row(i)) {
			z.Set(i, j, activate(Tanh, v))
			delta.Set(i, j, delta.At(i, j)*derivative(Tanh, v))
		}
	}
	want := newParams[float64](&c)
	la.Gemm(nil, la.Transpose, la.NoTrans, 1, d.X, delta, 0, want.U)
	la.Gemm(nil, la.Transpose, la.NoTrans, 1, z, delta, 0, want.W)
	clearOutside(&n.mask, &want)
	near(t, "dU", g.U.Data, want.U.Data, 1e-8)
	near(t, "dW", g.W.Data, want.W.Data, 1e-8)
}

// TestNeumann: more terms come closer to the exact gradient, many reach it, none is the Jacobian-free one, and an acyclic network
// knows no difference.
func TestNeumann(t *testing.T) {
	gradient := func(n *Network[float64], d *Data[float64], o TrainOptions) []float64 {
		tr := mustTrainer(t, n, o)
		tr.run.series, tr.cold.series = o.series(), o.series() // zero terms are not 5 here
		g, s, err := tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		require.Zero(t, s.Unconverged)
		return flatten(&g)
	}
	for _, c := range []Config{hardConfig(), {Inputs: 10, Nodes: 90, Outputs: 5, Seed: 12}, {Inputs: 10, Nodes: 12, Outputs: 5, Seed: 12}} {
		n := mustNew[float64](t, c)
		d := randomData[float64](c, 70, 1)
		exact := gradient(n, d, TrainOptions{})
		require.Equal(t, gradient(n, d, TrainOptions{Adjoint: JacobianFree}), gradient(n, d, TrainOptions{Adjoint: Neumann}))
		last := 1.0
		for _, k := range []int{0, 1, 3, 6, 12} {
			off := 0.0
			for i, v := range gradient(n, d, TrainOptions{Adjoint: Neumann, Terms: k}) {
				off = max(off, abs(v-exact[i]))
			}
			require.Less(t, off, last/2, "%d terms", k)
			last = off
		}
		near(t, "gradient", gradient(n, d, TrainOptions{Adjoint: Neumann, Terms: 80}), exact, 1e-8)
	}
	c := Config{Inputs: 10, Nodes: 30, Outputs: 5, Structure: DAG}
	n, d := mustNew[float64](t, c), randomData[float64](c, 70, 1)
	require.Equal(t, gradient(n, d, TrainOptions{}), gradient(n, d, TrainOptions{Adjoint: JacobianFree}))
}

// TestTruncatedTraining: the approximations train, warm starts and all, and survive a checkpoint.
func TestTruncatedTraining(t *testing.T) {
	d := blobs[float64](10, 5, 200, 1)
	for _, o := range []TrainOptions{{Adjoint: JacobianFree}, {Adjoint: Neumann}, {Adjoint: Neumann, Terms: 2}} {
		o.Epochs = 10
		tr := mustTrainer(t, mustNew[float64](t, Config{Inputs: 10, Nodes: 30, Outputs: 5, Seed: 1}), o)
		back, err := Resume[float64](bytes.NewReader(checkpoint(t, tr)))
		require.NoError(t, err)
		require.Equal(t, tr.Options(), back.Options())
		rep, err := back.Fit(context.Background(), d, nil)
		require.NoError(t, err)
		require.Less(t, rep.Epochs[10].Loss, rep.Epochs[1].Loss/2)
		want, err := tr.Fit(context.Background(), d, nil)
		require.NoError(t, err)
		require.Equal(t, want.Epochs[10].Loss, rep.Epochs[10].Loss)
	}
	n := mustNew[float64](t, Config{Inputs: 10, Nodes: 30, Outputs: 5})
	require.Equal(t, 5, mustTrainer(t, n, TrainOptions{Adjoint: Neumann}).Options().Terms)
	for _, o := range []TrainOptions{{Adjoint: 3}, {Terms: 1}, {Adjoint: Neumann, Terms: -1}, {Adjoint: JacobianFree, Terms: 2}} {
		_, err := NewTrainer(n, o)
		require.ErrorIs(t, err, ErrConfig)
	}
	require.Equal(t, "neumann exact unknown(3)", fmt.Sprint(Neumann, Exact, Adjoint(3)))
}

// TestTruncatedReport: what truncated series cost is in the report of blocks.
func TestTruncatedReport(t *testing.T) {
	c := Config{Inputs: 7, Nodes: 40, Outputs: 3, Seed: 3}
	tr := mustTrainer(t, mustNew[float64](t, c), TrainOptions{Adjoint: Neumann, Terms: 4})
	_, _, err := tr.Gradient(context.Background(), randomData[float64](c, 40, 5))
	require.NoError(t, err)
	require.Equal(t, SolveStats{Samples: 40, Picard: 160}, tr.Blocks()[0].Backward)
}
