package nm

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// slowRows is a block of 60 ReLU nodes, and data of which the rows of positive input need more sweeps than they get, while at the
// others every node is off, forward and backward.
func slowRows[T la.Float](t testing.TB) (n *Network[T], d *Data[T], slow []int) {
	n = mustNew[T](t, Config{Inputs: 2, Nodes: 60, Outputs: 3, Activation: ReLU, Spread: 3, ColumnCap: 0.9, Seed: 3, MaxPicard: 3, MaxNewton: -1})
	n.Edit(func(p Params[T]) {
		for i, v := range p.U.Data {
			p.U.Data[i] = abs(v)
		}
		for j := range p.B {
			p.B[j] = -0.01
		}
		for i, v := range p.W.Data { // of one sign: nothing cancels
			p.W.Data[i] = abs(v)
		}
	})
	d = randomData[T](n.cfg, 70, 1)
	for i := range d.X.Rows {
		for j, v := range d.X.Row(i) {
			d.X.Set(i, j, -abs(v))
			if i%5 == 2 {
				d.X.Set(i, j, 1+abs(v))
			}
		}
		if i%5 == 2 {
			slow = append(slow, i)
		}
	}
	return n, d, slow
}

// TestMasked: samples that run out of iterations are named, and loss, error and all five gradients are those of the batch without
// them; who converged meets the tolerance when the residual is recomputed; Fit adds them up, epoch by epoch, and trains on the others.
func TestMasked(t *testing.T) {
	t.Run("float64", func(t *testing.T) { testMasked[float64](t, 1e-12) })
	t.Run("float32", func(t *testing.T) { testMasked[float32](t, 1e-5) })
}

func testMasked[T la.Float](t *testing.T, tol float64) {
	n, d, slow := slowRows[T](t)
	for _, jacobian := range []float64{0, 0.1} {
		o := TrainOptions{Jacobian: jacobian, Epochs: 3, Batch: 32, KeepLast: true}
		tr := mustTrainer(t, n, o)
		g, s, err := tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		require.Equal(t, slow, s.Rows)
		for i := range d.X.Rows {
			if i%5 != 2 {
				require.LessOrEqual(t, residual(n, d.X.Row(i), tr.run.n.Row(i)), float64(tolerance[T](&n.cfg)))
			}
		}
		good := &Data[T]{X: la.NewMatrix[T](70-len(slow), 2)}
		for i := range d.X.Rows {
			if i%5 != 2 {
				copy(good.X.Row(len(good.Labels)), d.X.Row(i))
				good.Labels = append(good.Labels, d.Labels[i])
			}
		}
		want, ws, err := mustTrainer(t, n, o).Gradient(context.Background(), good)
		require.NoError(t, err)
		require.Zero(t, ws.Unconverged)
		require.InEpsilon(t, ws.Loss, s.Loss, 1e-12)
		require.Equal(t, ws.Wrong+len(slow), s.Wrong)
		for i, group := range g.groups() {
			near(t, fmt.Sprint("group ", i), group, want.groups()[i], tol)
		}
		loss, share, st, err := n.Evaluate(context.Background(), d)
		require.NoError(t, err)
		require.Equal(t, slow, st.Rows)
		require.InEpsilon(t, s.Loss, loss, 1e-6)
		require.Equal(t, float64(s.Wrong)/70, share)
	}
	tr := mustTrainer(t, n, TrainOptions{Epochs: 3, Batch: 32, KeepLast: true})
	rep, err := tr.Fit(context.Background(), d, d)
	require.NoError(t, err)
	require.Len(t, rep.Epochs, 4)
	for _, e := range rep.Epochs[1:] {
		require.Equal(t, [2]int{70, len(slow)}, [2]int{e.Stats.Samples, e.Stats.Unconverged})
		require.GreaterOrEqual(t, e.Error, float64(len(slow))/70)
	}
	require.Less(t, rep.Epochs[3].ValLoss, rep.Epochs[0].ValLoss, "the others are learned")
}

// TestConvergedIsTrue: whatever the limits, a sample of a hard system that is not named meets the tolerance when its residual is recomputed.
func TestConvergedIsTrue(t *testing.T) {
	t.Run("float64", testConvergedIsTrue[float64])
	t.Run("float32", testConvergedIsTrue[float32])
}

func testConvergedIsTrue[T la.Float](t *testing.T) {
	for _, c := range []Config{{MaxNewton: 5}, {Spread: 0.8, MaxNewton: -1, MaxPicard: 25}, {MaxPicard: -1, MaxNewton: 8}, {Threshold: 0.3, MaxNewton: 6}} {
		c.Inputs, c.Nodes, c.Outputs, c.Seed = 5, 60, 3, 4
		if c.Spread == 0 {
			c.Spread = 2
		}
		n := mustNew[T](t, c)
		d := randomData[T](c, 100, 1)
		for i := range d.X.Rows { // from easy to hard
			la.Scal(T(0.05*float64(i)), d.X.Row(i))
		}
		tr := mustTrainer(t, n, TrainOptions{})
		_, s, err := tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		t.Logf("%+v: %d of 100 unconverged", c, s.Unconverged)
		require.Less(t, s.Unconverged, 100)
		for i, f := range tr.run.failed {
			if f == 0 {
				require.LessOrEqual(t, residual(n, d.X.Row(i), tr.run.n.Row(i)), 1.5*float64(tolerance[T](&n.cfg)), "row %d", i)
			}
		}
	}
}

// residual is max|F| over max(1, max|n|) of the whole system at one sample, in float64.
func residual[T la.Float](net *Network[T], x, n []T) float64 {
	w, gamma := net.Weights()
	worst, size := 0.0, 1.0
	for j := range n {
		f := float64(n[j]) - float64(net.params.B[j])
		for i, v := range x {
			f -= float64(v) * float64(net.params.U.At(i, j))
		}
		for k, v := range n {
			if e := w.At(k, j); abs(e) > gamma {
				f -= activate(net.cfg.Activation, float64(v)) * float64(e)
			}
		}
		worst, size = max(worst, math.Abs(f)), max(size, math.Abs(float64(n[j])))
	}
	return worst / size
}
