package nm

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/reg"
)

// TestNoSolutionIsReported: two ReLU nodes with w12*w21 >= 1 and r = (1, 1) have no solution; the sample is reported and has no
// part in training, and its neighbours are not disturbed.
func TestNoSolutionIsReported(t *testing.T) {
	c := Config{Inputs: 1, Nodes: 2, Outputs: 2, Activation: ReLU}
	n := mustNew[float64](t, c)
	n.Edit(func(p Params[float64]) {
		p.U.Set(0, 0, 1)
		p.U.Set(0, 1, 1)
		p.W.Set(0, 1, 1.25)
		p.W.Set(1, 0, 0.9)
	})
	x := la.NewMatrix[float64](3, 1)
	copy(x.Data, []float64{-1, 1, -2}) // only the middle row is impossible: both nodes are off at the others
	y := la.NewMatrix[float64](3, 2)
	st, err := n.Predict(context.Background(), y, x)
	require.NoError(t, err)
	require.Equal(t, 1, st.Unconverged)
	require.Equal(t, []int{1}, st.Rows)

	d := &Data[float64]{X: x, Labels: []int{0, 1, 1}}
	tr := mustTrainer(t, n, TrainOptions{})
	g, s, err := tr.Gradient(context.Background(), d)
	require.NoError(t, err)
	require.Equal(t, 1, s.Unconverged)
	got := append([]float64(nil), g.V.Data...)
	gotC := append([]float64(nil), g.C...)
	pair := la.NewMatrix[float64](2, 1)
	copy(pair.Data, []float64{-1, -2})
	g, s2, err := tr.Gradient(context.Background(), &Data[float64]{X: pair, Labels: []int{0, 1}})
	require.NoError(t, err)
	require.Zero(t, s2.Unconverged)
	require.Equal(t, got, g.V.Data)
	require.Equal(t, gotC, g.C)
	require.Equal(t, s.Loss, s2.Loss)
}

// TestNothingConverges: a step without a usable sample leaves the weights alone, and Fit says so.
func TestNothingConverges(t *testing.T) {
	n := mustNew[float64](t, Config{Inputs: 1, Nodes: 2, Outputs: 2, Activation: ReLU})
	n.Edit(func(p Params[float64]) {
		p.U.Set(0, 0, 1)
		p.U.Set(0, 1, 1)
		p.W.Set(0, 1, 2)
		p.W.Set(1, 0, 2)
	})
	x := la.NewMatrix[float64](4, 1)
	copy(x.Data, []float64{1, 1, 2, 3})
	d := &Data[float64]{X: x, Labels: []int{0, 1, 0, 1}}
	before := append([]float64(nil), n.params.W.Data...)
	tr := mustTrainer(t, n, TrainOptions{Epochs: 3})
	rep, err := tr.Fit(context.Background(), d, nil)
	require.ErrorIs(t, err, ErrDiverged)
	require.Len(t, rep.Epochs, 2)
	require.Equal(t, 4, rep.Epochs[1].Stats.Unconverged)
	require.Equal(t, before, n.params.W.Data)
}

// TestNaNInput: a NaN sample is unconverged; the other rows keep their bits.
func TestNaNInput(t *testing.T) {
	for _, c := range []Config{hardConfig(), {Inputs: 10, Nodes: 40, Outputs: 5}} {
		n := mustNew[float64](t, c)
		d := randomData[float64](c, 10, 1)
		want := predict(t, n, d.X)
		d.X.Set(4, 3, math.NaN())
		y := la.NewMatrix[float64](10, 5)
		st, err := n.Predict(context.Background(), y, d.X)
		require.NoError(t, err)
		require.Equal(t, []int{4}, st.Rows)
		for i := range 10 {
			if i != 4 {
				require.Equal(t, want.Row(i), y.Row(i))
			}
		}
		g, s, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), d)
		require.NoError(t, err)
		require.Equal(t, 1, s.Unconverged)
		for _, group := range g.groups() {
			for _, v := range group {
				require.False(t, math.IsNaN(v))
			}
		}
	}
}

// TestEmptyGraph: all edges pruned, and one node, both forward, backward and in training; and a batch of no samples.
func TestEmptyGraph(t *testing.T) {
	for _, c := range []Config{
		{Inputs: 3, Nodes: 7, Outputs: 2, Threshold: 100},
		{Inputs: 3, Nodes: 1, Outputs: 2},
		{Inputs: 3, Nodes: 1, Outputs: 2, Keep: 0.5},
		{Inputs: 1, Nodes: 1, Outputs: 1, Output: Linear},
	} {
		n := mustNew[float64](t, c)
		require.Zero(t, n.Modules().Edges)
		d := randomData[float64](c, 9, 1)
		y := predict(t, n, d.X)
		for i := range 9 {
			a, sum := make([]float64, c.Outputs), 0.0
			for o := range a {
				a[o] = n.params.C[o]
				for k := range c.Nodes {
					r := n.params.B[k]
					for p, v := range d.X.Row(i) {
						r += v * n.params.U.At(p, k)
					}
					a[o] += math.Tanh(r) * n.params.V.At(k, o)
				}
				sum += math.Exp(a[o])
			}
			for o := range a {
				if c.Output == Softmax {
					a[o] = math.Exp(a[o]) / sum
				}
				require.InDelta(t, a[o], y.At(i, o), 1e-13)
			}
		}
		tr := mustTrainer(t, n, TrainOptions{Epochs: 2, Penalty: Penalty{Lambda: 0.1, Size: ModuleEdges}})
		_, err := tr.Fit(context.Background(), d, d)
		require.NoError(t, err)
		none := la.NewMatrix[float64](0, c.Inputs)
		_, err = n.Predict(context.Background(), la.NewMatrix[float64](0, c.Outputs), none)
		require.NoError(t, err)
	}
}

// TestHub is the construction behind the universal approximation theorem: a one-layer network becomes one module by a hub of
// zero output weight that every node has an edge to; its function does not change.
func TestHub(t *testing.T) {
	c := Config{Inputs: 4, Nodes: 11, Outputs: 3, Output: Linear, Threshold: 0.3, Seed: 5}
	n := mustNew[float64](t, c)
	n.Edit(func(p Params[float64]) { clear(p.W.Data); clear(p.V.Row(10)) })
	d := randomData[float64](c, 20, 1)
	want := predict(t, n, d.X)
	n.Edit(func(p Params[float64]) {
		for k := range 10 {
			p.W.Set(k, 10, 0.5)
		}
	})
	m := n.Modules()
	require.Equal(t, 1, m.Modules)
	require.Equal(t, 11, m.Largest)
	require.Zero(t, m.Cyclic)
	require.Equal(t, want.Data, predict(t, n, d.X).Data)
}

// TestLaterNodeMatters: in a complete graph a node hears a later one; in a DAG it does not.
func TestLaterNodeMatters(t *testing.T) {
	for _, s := range []Structure{Complete, DAG} {
		c := Config{Inputs: 3, Nodes: 10, Outputs: 10, Output: Linear, Structure: s, Seed: 1}
		n := mustNew[float64](t, c)
		n.Edit(func(p Params[float64]) {
			clear(p.V.Data)
			for i := range 10 {
				p.V.Set(i, i, 1)
			}
		})
		d := randomData[float64](c, 1, 1)
		before := predict(t, n, d.X)
		n.Edit(func(p Params[float64]) { p.B[9]++ })
		after := predict(t, n, d.X)
		require.Equal(t, s == Complete, before.At(0, 0) != after.At(0, 0), "%v", s)
	}
}

func TestPMatrix(t *testing.T) {
	pair := func(a, b float64) *la.Matrix[float64] {
		w := la.NewMatrix[float64](2, 2)
		w.Set(0, 1, a)
		w.Set(1, 0, b)
		return w
	}
	require.True(t, IsPMatrix(pair(0.9, 1.1)))
	require.True(t, IsPMatrix(pair(-5, 5)), "a negative loop is no danger")
	require.False(t, IsPMatrix(pair(1, 1)))
	require.False(t, IsPMatrix(pair(2, 0.6)))
	require.True(t, IsPMatrix(la.NewMatrix[float64](0, 0)))
	require.Panics(t, func() { IsPMatrix(la.NewMatrix[float64](17, 17)) })
}

// bruteP is the definition: every principal minor by LU.
func bruteP(t *testing.T, w *la.Matrix[float64]) bool {
	n := w.Rows
	for set := 1; set < 1<<n; set++ {
		var idx []int
		for i := range n {
			if set>>i&1 == 1 {
				idx = append(idx, i)
			}
		}
		a := make([][]float64, len(idx))
		for i, p := range idx {
			a[i] = make([]float64, len(idx))
			for j, q := range idx {
				a[i][j] = -w.At(p, q)
				if p == q {
					a[i][j]++
				}
			}
		}
		if !(determinant(a) > 0) {
			return false
		}
	}
	return true
}

// determinant expands by the first row.
func determinant(a [][]float64) float64 {
	if len(a) == 0 {
		return 1
	}
	sum, sign := 0.0, 1.0
	for c := range a {
		var minor [][]float64
		for _, row := range a[1:] {
			minor = append(minor, append(append([]float64(nil), row[:c]...), row[c+1:]...))
		}
		sum += sign * a[0][c] * determinant(minor)
		sign = -sign
	}
	return sum
}

func TestPMatrixByDefinition(t *testing.T) {
	yes := 0
	for seed := range uint64(60) {
		w := randomData[float64](Config{Inputs: 5, Outputs: 1}, 5, seed).X
		for i := range w.Data {
			w.Data[i] *= 0.7
		}
		for i := range 5 {
			w.Set(i, i, 0)
		}
		want := bruteP(t, w)
		if want {
			yes++
		}
		require.Equal(t, want, IsPMatrix(w), "seed %d", seed)
	}
	require.Greater(t, yes, 3)
	require.Less(t, yes, 57)
}

// TestColumnCap: every training step leaves the columns inside cyclic blocks below the cap, so every sample converges.
func TestColumnCap(t *testing.T) {
	for _, c := range []Config{
		{Inputs: 6, Nodes: 30, Outputs: 3, Threshold: 0.05, Spread: 2, ColumnCap: 0.9, PicardAbove: -1, Seed: 2},
		{Inputs: 6, Nodes: 30, Outputs: 3, Spread: 2, ColumnCap: 0.9, PicardAbove: -1, Seed: 2},
	} {
		loose := c
		loose.ColumnCap = 0
		require.Greater(t, conditionsOf(t, mustNew[float64](t, loose), nil).Worst.ColumnSum, 0.9, "the start must need the cap")
		n := mustNew[float64](t, c)
		require.LessOrEqual(t, conditionsOf(t, n, nil).Worst.ColumnSum, 0.9*(1+1e-12))
		tr := mustTrainer(t, n, TrainOptions{})
		d := blobs[float64](6, 3, 100, 1)
		for range 20 {
			_, err := tr.Step(context.Background(), d, 1e-2)
			require.NoError(t, err)
			di := conditionsOf(t, n, nil).Worst
			require.LessOrEqual(t, di.ColumnSum, 0.9*(1+1e-12))
			require.LessOrEqual(t, di.PerronHigh, 0.9*(1+1e-6))
		}
		s, err := tr.Step(context.Background(), d, 1e-2)
		require.NoError(t, err)
		require.Zero(t, s.Unconverged)
		require.Zero(t, s.Newton, "a contraction needs Picard only")
	}
}

// TestPenaltySizes checks s_j of every kind on a hand-made graph: module {0 -> 1 -> 2 -> 1} and module {3 -> 4}, node 5 alone.
func TestPenaltySizes(t *testing.T) {
	n := mustNew[float64](t, Config{Inputs: 1, Nodes: 6, Outputs: 1, Output: Linear, Threshold: 0.1})
	n.Edit(func(p Params[float64]) {
		clear(p.W.Data)
		for _, e := range [][2]int{{0, 1}, {1, 2}, {2, 1}, {3, 4}} {
			p.W.Set(e[0], e[1], 0.5)
		}
	})
	for size, want := range map[Size][]float64{
		ModuleEdges:   {3, 3, 3, 1, 1, 0},
		ModuleNodes:   {3, 3, 3, 2, 2, 1},
		BlockEdges:    {0, 2, 2, 0, 0, 0},
		AncestorEdges: {0, 3, 3, 0, 1, 0},
	} {
		s := newShrinker[float64](Penalty{Lambda: 1, Size: size, Scale: reg.ScaleRaw}, 6)
		s.measure(n.currentPlan())
		require.Equal(t, want, s.sizes, "size %d", size)
	}
	// The proximal step of the paper's regulariser: edge 0 -> 1 shrinks by rate*lambda*s_1, s_1 = 3/(11/6).
	s := newShrinker[float64](Penalty{Lambda: 0.1, Size: ModuleEdges}, 6)
	s.begin(n.currentPlan(), 0.5)
	for k := range 6 {
		s.row(n.params.W.Row(k), k)
	}
	require.InDelta(t, 0.5-0.5*0.1*3/(11.0/6), n.params.W.At(0, 1), 1e-15)
	require.InDelta(t, 0.5-0.5*0.1*1/(11.0/6), n.params.W.At(3, 4), 1e-15)
	require.Zero(t, n.params.W.At(5, 0))
}

func TestBadConfig(t *testing.T) {
	good := Config{Inputs: 2, Nodes: 3, Outputs: 2}
	for name, change := range map[string]func(*Config){
		"no nodes":           func(c *Config) { c.Nodes = 0 },
		"negative inputs":    func(c *Config) { c.Inputs = -1 },
		"too many nodes":     func(c *Config) { c.Nodes = math.MaxInt },
		"structure":          func(c *Config) { c.Structure = 9 },
		"activation":         func(c *Config) { c.Activation = 9 },
		"output":             func(c *Config) { c.Output = 9 },
		"threshold NaN":      func(c *Config) { c.Threshold = math.NaN() },
		"keep above one":     func(c *Config) { c.Keep = 1.5 },
		"keep and threshold": func(c *Config) { c.Keep, c.Threshold = 0.5, 0.1 },
		"spread":             func(c *Config) { c.Spread = math.Inf(1) },
		"cap":                func(c *Config) { c.ColumnCap = -1 },
		"tolerance":          func(c *Config) { c.Tolerance = 2 },
		"layers elsewhere":   func(c *Config) { c.Layers = []int{3} },
		"layers do not fit":  func(c *Config) { c.Structure, c.Layers = Layered, []int{1, 1} },
		"empty layer":        func(c *Config) { c.Structure, c.Layers = Layered, []int{3, 0} },
	} {
		c := good
		change(&c)
		_, err := New[float32](c)
		require.ErrorIs(t, err, ErrConfig, name)
	}
	n := mustNew[float64](t, good)
	for name, o := range map[string]TrainOptions{
		"epochs": {Epochs: -1}, "too many epochs": {Epochs: math.MaxInt}, "rate": {Rate: math.NaN()}, "optimizer": {Optimizer: 7},
		"jacobian": {Jacobian: math.NaN()}, "lambda": {Penalty: Penalty{Lambda: -1}}, "size": {Penalty: Penalty{Size: 99}},
	} {
		_, err := NewTrainer(n, o)
		require.ErrorIs(t, err, ErrConfig, name)
	}
	d := randomData[float64](good, 5, 1)
	d.Labels[3] = 2
	_, _, _, err := n.Evaluate(context.Background(), d)
	require.ErrorIs(t, err, ErrConfig)
	require.Panics(t, func() { n.Predict(context.Background(), la.NewMatrix[float64](5, 3), d.X) })
}

// TestCancel: a context that ends mid-way gives its error and a report of what was done, and keeps the best weights.
func TestCancel(t *testing.T) {
	c := Config{Inputs: 6, Nodes: 20, Outputs: 3, Seed: 1}
	n := mustNew[float64](t, c)
	ctx, cancel := context.WithCancel(context.Background())
	tr := mustTrainer(t, n, TrainOptions{Epochs: 50, Batch: 20, OnStep: func(step, steps int) {
		require.Equal(t, 250, steps)
		if step == 23 {
			cancel()
		}
	}})
	d := blobs[float64](6, 3, 100, 1)
	rep, err := tr.Fit(ctx, d, blobs[float64](6, 3, 50, 2))
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, rep.Epochs, 5, "epoch 0 and four whole epochs of five steps")
	loss, e, _, err := n.Evaluate(context.Background(), blobs[float64](6, 3, 50, 2))
	require.NoError(t, err)
	require.Equal(t, rep.Epochs[rep.Best].ValLoss, loss)
	require.Equal(t, rep.Epochs[rep.Best].ValError, e)
	y := la.NewMatrix[float64](100, 3)
	_, err = n.Predict(ctx, y, d.X)
	require.True(t, errors.Is(err, context.Canceled))
}

// TestFitLearns trains every structure and optimiser on separable blobs.
func TestFitLearns(t *testing.T) {
	if testing.Short() {
		t.Skip("long training")
	}
	train, val := blobs[float32](10, 4, 600, 1), blobs[float32](10, 4, 300, 2)
	for name, c := range map[string]Config{
		"nn": {Structure: Layered}, "two layers": {Structure: Layered, Layers: []int{20, 10}}, "dag": {Structure: DAG},
		"deq": {}, "modules": {Threshold: 0.05}, "keep": {Keep: 0.05}, "relu": {Structure: Layered, Activation: ReLU},
		"sigmoid": {Activation: Sigmoid}, "softplus": {Activation: Softplus, Structure: DAG},
	} {
		for _, rule := range []Optimizer{Adam, SGD} {
			c.Inputs, c.Nodes, c.Outputs, c.Seed = 10, 30, 4, 1
			n := mustNew[float32](t, c)
			rep, err := mustTrainer(t, n, TrainOptions{Epochs: 12, Batch: 50, Optimizer: rule, Patience: 11}).Fit(context.Background(), train, val)
			require.NoError(t, err)
			best := rep.Epochs[rep.Best]
			require.Less(t, best.ValError, 0.08, "%s, %v: %+v", name, rule, best)
			require.Greater(t, rep.Epochs[0].ValError, 0.4)
		}
	}
}

// TestPatience stops early and restores the best weights; KeepLast does not restore them.
func TestPatience(t *testing.T) {
	c := Config{Inputs: 10, Nodes: 30, Outputs: 4, Seed: 1}
	train, val := blobs[float64](10, 4, 60, 1), blobs[float64](10, 4, 200, 2)
	for _, keepLast := range []bool{false, true} {
		n := mustNew[float64](t, c)
		o := TrainOptions{Epochs: 400, Batch: 30, Rate: 0.02, Patience: 5, KeepLast: keepLast}
		rep, err := mustTrainer(t, n, o).Fit(context.Background(), train, val)
		require.NoError(t, err)
		require.True(t, rep.Stopped)
		last := len(rep.Epochs) - 1
		require.Equal(t, keepLast, rep.Best == last)
		loss, _, _, err := n.Evaluate(context.Background(), val)
		require.NoError(t, err)
		require.Equal(t, rep.Epochs[rep.Best].ValLoss, loss)
	}
}

// TestImplicitTarget fits y with y + a tanh(y) = x, the kind of function the approximation theorem speaks of.
func TestImplicitTarget(t *testing.T) {
	if testing.Short() {
		t.Skip("long training")
	}
	const a, rows = 2.0, 200
	d := &Data[float64]{X: la.NewMatrix[float64](rows, 1), Targets: la.NewMatrix[float64](rows, 1)}
	for i := range rows {
		y := -2 + 4*float64(i)/(rows-1)
		d.X.Data[i], d.Targets.Data[i] = y+a*math.Tanh(y), y
	}
	var errs []float64
	for _, nodes := range []int{2, 24} {
		n := mustNew[float64](t, Config{Inputs: 1, Nodes: nodes, Outputs: 1, Output: Linear, Seed: 1})
		_, err := mustTrainer(t, n, TrainOptions{Epochs: 300, Batch: 50, Rate: 0.01, FinalRate: 1e-4}).Fit(context.Background(), d, nil)
		require.NoError(t, err)
		y := predict(t, n, d.X)
		worst := 0.0
		for i := range rows {
			worst = max(worst, math.Abs(y.Data[i]-d.Targets.Data[i]))
		}
		errs = append(errs, worst)
	}
	require.Less(t, errs[1], errs[0])
	require.Less(t, errs[1], 0.05, "%v", errs)
}
