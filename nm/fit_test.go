package nm

import (
	"bytes"
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// TestBatchOfAll: a batch larger than the data is all of them, the largest number included.
func TestBatchOfAll(t *testing.T) {
	c := Config{Inputs: 6, Nodes: 10, Outputs: 3}
	d := blobs[float64](6, 3, 70, 1)
	var want Params[float64]
	for _, batch := range []int{70, 71, math.MaxInt} {
		n := mustNew[float64](t, c)
		_, err := mustTrainer(t, n, TrainOptions{Epochs: 3, Batch: batch}).Fit(context.Background(), d, nil)
		require.NoError(t, err)
		if batch == 70 {
			want = n.params
		}
		require.Equal(t, want, n.params)
	}
}

// TestEmptyValidation: no validation rows are no validation.
func TestEmptyValidation(t *testing.T) {
	c := Config{Inputs: 6, Nodes: 10, Outputs: 3}
	d := blobs[float64](6, 3, 70, 1)
	none := &Data[float64]{X: la.NewMatrix[float64](0, 6)}
	a, b := mustNew[float64](t, c), mustNew[float64](t, c)
	o := TrainOptions{Epochs: 3, Patience: 1}
	_, err := mustTrainer(t, a, o).Fit(context.Background(), d, nil)
	require.NoError(t, err)
	rep, err := mustTrainer(t, b, o).Fit(context.Background(), d, none)
	require.NoError(t, err)
	require.Equal(t, a.params, b.params)
	require.Equal(t, 3, rep.Best)
	require.True(t, math.IsNaN(rep.Epochs[3].ValLoss))
}

// TestUnconvergedRegression: for Linear, too, unconverged validation samples count, so that weights which solve more samples
// are better, and weights which solve none are not best for ever.
func TestUnconvergedRegression(t *testing.T) {
	n := mustNew[float64](t, Config{Inputs: 1, Nodes: 2, Outputs: 1, Output: Linear, Activation: ReLU})
	n.Edit(func(p Params[float64]) { // no solution where x > 0
		copy(p.U.Data, []float64{1, 1})
		copy(p.W.Data, []float64{0, 1.25, 0.9, 0})
	})
	d := &Data[float64]{X: la.NewMatrix[float64](4, 1), Targets: la.NewMatrix[float64](4, 1)}
	copy(d.X.Data, []float64{1, 2, -1, 3})
	loss, e, st, err := n.Evaluate(context.Background(), d)
	require.NoError(t, err)
	require.Equal(t, 3, st.Unconverged)
	require.Equal(t, 0.75, e)
	require.False(t, math.IsNaN(loss))
	p := progress{epochs: []Epoch{{ValError: 1, ValLoss: math.NaN()}}, best: 0}
	require.True(t, p.better(Epoch{ValError: e, ValLoss: loss}))
}

// TestFitAgain: a second Fit starts at epoch 1 of a new selection; a checkpoint of the last epoch resumes to the same end; data
// of another size than before the checkpoint will do.
func TestFitAgain(t *testing.T) {
	c := Config{Inputs: 6, Nodes: 10, Outputs: 3, Seed: 2}
	d, val := blobs[float64](6, 3, 70, 1), blobs[float64](6, 3, 40, 2)
	n := mustNew[float64](t, c)
	tr := mustTrainer(t, n, TrainOptions{Epochs: 4, Batch: 16})
	var file []byte
	tr.Watch(func(Epoch) { file = checkpoint(t, tr) }, nil)
	first, err := tr.Fit(context.Background(), d, val)
	require.NoError(t, err)
	back, err := Resume[float64](bytes.NewReader(file))
	require.NoError(t, err)
	rep, err := back.Fit(context.Background(), blobs[float64](6, 3, 90, 3), val)
	require.NoError(t, err)
	require.Equal(t, plain(t, first), plain(t, rep))
	require.Equal(t, first.Best, rep.Best)
	require.Equal(t, n.params, back.net.params)

	best := first.Epochs[first.Best]
	second, err := tr.Fit(context.Background(), d, val)
	require.NoError(t, err)
	require.Len(t, second.Epochs, 5)
	require.Equal(t, best.ValLoss, second.Epochs[0].ValLoss, "it begins with the weights the first ended with")
	require.LessOrEqual(t, second.Epochs[second.Best].ValError, best.ValError)

	after := checkpoint(t, tr) // between two runs
	back, err = Resume[float64](bytes.NewReader(after))
	require.NoError(t, err)
	third, err := back.Fit(context.Background(), blobs[float64](6, 3, 33, 4), nil)
	require.NoError(t, err)
	require.Len(t, third.Epochs, 5)
	require.Equal(t, 4, third.Best)
}

// TestDivergedResumes: a run that ended because nothing converged ends so again after a resume, at the same epoch.
func TestDivergedResumes(t *testing.T) {
	n := mustNew[float64](t, Config{Inputs: 1, Nodes: 2, Outputs: 2, Activation: ReLU})
	n.Edit(func(p Params[float64]) {
		copy(p.U.Data, []float64{1, 1})
		copy(p.W.Data, []float64{0, 2, 2, 0})
	})
	d := &Data[float64]{X: la.NewMatrix[float64](2, 1), Labels: []int{0, 1}}
	copy(d.X.Data, []float64{1, 2})
	tr := mustTrainer(t, n, TrainOptions{Epochs: 5})
	var file []byte
	tr.Watch(func(Epoch) { file = checkpoint(t, tr) }, nil)
	rep, err := tr.Fit(context.Background(), d, nil)
	require.ErrorIs(t, err, ErrDiverged)
	back, err := Resume[float64](bytes.NewReader(file))
	require.NoError(t, err)
	again, err := back.Fit(context.Background(), d, nil)
	require.ErrorIs(t, err, ErrDiverged)
	require.Equal(t, plain(t, rep), plain(t, again))
}

// TestInfiniteGamma: a threshold that float32 rounds to infinity keeps nothing, and a checkpoint can still be written.
func TestInfiniteGamma(t *testing.T) {
	n := mustNew[float32](t, Config{Inputs: 6, Nodes: 10, Outputs: 3, Threshold: 1e300})
	tr := mustTrainer(t, n, TrainOptions{Epochs: 1})
	tr.Watch(func(e Epoch) {
		require.Zero(t, e.Edges)
		_, err := Resume[float32](bytes.NewReader(checkpoint(t, tr)))
		require.NoError(t, err)
	}, nil)
	_, err := tr.Fit(context.Background(), blobs[float32](6, 3, 50, 1), nil)
	require.NoError(t, err)
}

// TestColumnCapWithKeep: with a keep fraction, scaling moves the threshold and lets other edges in; the cap holds all the same,
// and so it does where the passes run out.
func TestColumnCapWithKeep(t *testing.T) {
	for _, keep := range []float64{0.02, 0.1, 0.3, 0.9} {
		c := Config{Inputs: 6, Nodes: 40, Outputs: 3, Keep: keep, Spread: 2, ColumnCap: 0.9, Seed: 4}
		n := mustNew[float64](t, c)
		tr := mustTrainer(t, n, TrainOptions{})
		d := blobs[float64](6, 3, 60, 1)
		for range 8 {
			_, err := tr.Step(context.Background(), d, 1e-2)
			require.NoError(t, err)
			require.LessOrEqual(t, conditionsOf(t, n, nil).Worst.ColumnSum, 0.9*(1+1e-12), "keep %v", keep)
		}
		for passes := range 3 {
			loose := c
			loose.ColumnCap = 0
			n := mustNew[float64](t, loose)
			n.cfg.ColumnCap = 0.9
			n.capColumns(passes)
			require.LessOrEqual(t, conditionsOf(t, n, nil).Worst.ColumnSum, 0.9*(1+1e-12), "keep %v, %d passes", keep, passes)
		}
	}
}
