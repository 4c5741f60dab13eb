package nm

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
	"github.com/neuralmodules/nmcore/sched"
)

// sparseNetwork returns a network whose edges, about degree a node at random places, make one large cyclic block and some single nodes.
func sparseNetwork[T la.Float](t testing.TB, c Config, degree int, radius float64) *Network[T] {
	c.Threshold = 1e-3
	n := mustNew[T](t, c)
	rng := rand.New(rand.NewPCG(5, 5))
	n.Edit(func(p Params[T]) {
		for i := range p.W.Data {
			p.W.Data[i] = 0
			if rng.IntN(c.Nodes) < degree {
				p.W.Data[i] = T(radius / math.Sqrt(float64(degree)) * rng.NormFloat64())
			}
		}
	})
	return n
}

// onlyDense makes the plan of n solve no block edge by edge.
func onlyDense[T la.Float](n *Network[T]) {
	p := n.currentPlan()
	for i := range p.blocks {
		if b := &p.blocks[i]; b.sparse {
			p.matrix(b)
			b.sparse = false
		}
	}
}

// TestSparseBlocks: a block swept edge by edge has the solution and the gradient of the same block as a matrix, and finite
// differences find that gradient.
func TestSparseBlocks(t *testing.T) {
	for _, f := range []Activation{Tanh, Sigmoid, Softplus} {
		t.Run(fmt.Sprint(f), func(t *testing.T) {
			c := Config{Inputs: 5, Outputs: 3, Nodes: 150, Seed: 3, Activation: f, Tolerance: 1e-12}
			n := sparseNetwork[float64](t, c, 4, 0.7)
			d := randomData[float64](c, 100, 1)
			tr := mustTrainer(t, n, TrainOptions{Optimizer: SGD})
			g, s, err := tr.Gradient(context.Background(), d)
			require.NoError(t, err)
			require.Zero(t, s.Unconverged)
			require.Zero(t, s.Newton)
			p := n.currentPlan()
			sparse := 0
			for _, b := range p.blocks {
				if b.sparse {
					sparse += b.size
				}
			}
			require.Greater(t, sparse, 100)
			sweeps := s.Picard
			got := newParams[float64](&n.cfg)
			got.copyFrom(&g)
			values := append([]float64(nil), tr.run.n.Data...)

			onlyDense(n)
			tr = mustTrainer(t, n, TrainOptions{Optimizer: SGD})
			g, s, err = tr.Gradient(context.Background(), d)
			require.NoError(t, err)
			require.Zero(t, s.Unconverged)
			require.NotEqual(t, sweeps, s.Picard)
			near(t, "values", values, tr.run.n.Data, 1e-10)
			want := g.groups()
			for i, part := range got.groups() {
				near(t, fmt.Sprint("gradient of group ", i), part, want[i], 1e-10)
			}
		})
	}
}

// TestSparseSamples: the bits of a sample depend neither on the batch, of which more and more samples are solved already, nor on the workers.
func TestSparseSamples(t *testing.T) {
	c := Config{Inputs: 5, Outputs: 3, Nodes: 300, Seed: 3, Tolerance: 1e-6}
	n := sparseNetwork[float32](t, c, 5, 0.9)
	x := randomData[float32](c, 150, 1).X
	for i := range x.Rows { // the harder the later
		la.Scal(float32(i)/50, x.Row(i))
	}
	want := predict(t, n, x)
	for _, workers := range []int{1, 2, 3} {
		pool := sched.New(workers)
		n.SetPool(pool)
		for _, rows := range []int{1, 3, 63, 70, 150} {
			part := x.View(150-rows, 0, rows, x.Cols)
			got := predict(t, n, &part)
			for i := range rows {
				require.Equal(t, want.Row(150-rows+i), got.Row(i), "%d workers, row %d of %d", workers, i, rows)
			}
		}
		n.SetPool(nil)
		pool.Close()
	}
}

// TestSparseSweeper holds the sweeps of samples, some of which are not to be solved and some are not solved, against a plain loop for each
// sample: the tolerance is so coarse that one sweep more or less would show. A sample alone gets the same bits and the same fate.
func TestSparseSweeper(t *testing.T) {
	const nodes, count, most = 130, 40, 200
	for _, backward := range []bool{false, true} {
		rng := rand.New(rand.NewPCG(1, 2))
		start, col, val := []int{0}, []int32{}, []float64{}
		m := la.NewMatrix[float64](nodes, nodes)
		for j := range nodes {
			for k := range nodes {
				if rng.IntN(nodes) < 5 {
					col, val = append(col, int32(k)), append(val, 1.5*rng.NormFloat64()/math.Sqrt(5))
					m.Set(k, j, val[len(val)-1])
				}
			}
			start = append(start, len(col))
		}
		var into la.CSR[float64]
		into.Reset(nodes, nodes, start, col, val)
		draw := func(scale float64) *la.Matrix[float64] {
			x := la.NewMatrix[float64](count, nodes)
			for i := range count { // the later the easier
				for j := range nodes {
					x.Set(i, j, scale*math.Exp(float64(i)/20)*rng.NormFloat64())
				}
			}
			return x
		}
		base, x, slopes := draw(0.3), draw(0.3), draw(0)
		tols := make([]float64, count)
		for i := range count {
			tols[i] = 1e-3
			for j := range nodes {
				slopes.Set(i, j, 1.4*math.Exp(-float64(i)/20)*rng.Float64())
			}
		}
		eq := equation[float64]{f: Tanh, base: *base, tol: 1e-3}
		if backward {
			eq.slopes, eq.tols = slopes, tols
		}
		emit := func(y []float64, x []float64, i int) {
			for j, v := range x {
				y[j] = math.Tanh(v)
				if backward {
					y[j] = v * slopes.At(i, j)
				}
			}
		}
		var s sparseSweeper[float64]
		got, status := la.NewMatrix[float64](count, nodes), make([]nonlinear.Status, count)
		la.Copy(got, x)
		for i := 0; i < count; i += 7 {
			status[i] = nonlinear.Stalled
		}
		s.solve(context.Background(), nil, &eq, &into, got, status, most)
		sweeps, solved, given := s.exact, 0, 0
		for i := range count {
			v, y := append([]float64(nil), x.Row(i)...), make([]float64, nodes)
			switch status[i] {
			case nonlinear.Stalled:
				require.Zero(t, i%7)
				require.Equal(t, v, got.Row(i))
				continue
			case 0:
				given++
				require.Equal(t, v, got.Row(i))
			default:
				solved++
				for met := false; !met; {
					emit(y, v, i)
					next := append([]float64(nil), base.Row(i)...)
					la.Gemv(nil, la.Transpose, 1, m, y, 1, next)
					top := v[la.Iamax(v)]
					met = la.MaxAbsDiff(v, next) <= 1e-3*max(1, math.Abs(top)) && !backward || la.MaxAbsDiff(v, next) <= 1e-3
					if !met {
						v = next
					}
				}
				if backward {
					emit(v, v, i)
				}
				near(t, fmt.Sprint("sample ", i), got.Row(i), v, 1e-9)
			}
			alone, one := x.View(i, 0, 1, nodes), []nonlinear.Status{0}
			eq := eq
			eq.base = base.View(i, 0, 1, nodes)
			if backward {
				part := slopes.View(i, 0, 1, nodes)
				eq.slopes, eq.tols = &part, tols[i:i+1]
			}
			s.solve(context.Background(), nil, &eq, &into, &alone, one, most)
			require.Equal(t, status[i], one[0], "sample %d", i)
			require.Equal(t, got.Row(i), alone.Row(0), "sample %d", i)
			sweeps -= s.exact
		}
		require.Zero(t, sweeps, "a sample makes as many sweeps alone")
		require.Greater(t, solved, 10)
		require.Greater(t, given, 3)
	}
}

// TestSparseFallback: what the sweeps do not solve is solved as for other blocks, or has failed if the block is too large for a matrix;
// either way with the residual that the status says.
func TestSparseFallback(t *testing.T) {
	c := Config{Inputs: 5, Outputs: 3, Nodes: 60, Seed: 3, Tolerance: 1e-10}
	n := sparseNetwork[float64](t, c, 5, 1.6)
	d := randomData[float64](c, 40, 1)
	tr := mustTrainer(t, n, TrainOptions{Optimizer: SGD})
	_, s, err := tr.Gradient(context.Background(), d)
	require.NoError(t, err)
	require.Positive(t, s.Newton+s.Factorizations)
	require.Less(t, s.Unconverged, 20)
	w := kept(n)
	r := tr.run
	for i := range d.X.Rows {
		if r.failed[i] != 0 {
			continue
		}
		for j := range c.Nodes {
			v := n.params.B[j]
			for k, x := range d.X.Row(i) {
				v += x * n.params.U.At(k, j)
			}
			for k := range c.Nodes {
				v += activate(Tanh, r.n.At(i, k)) * w.At(k, j)
			}
			require.InDelta(t, v, r.n.At(i, j), 1e-8)
		}
	}
}

// TestSparseTooLarge: where no matrix is made, what sweeps do not solve has failed, and the rest is solved.
func TestSparseTooLarge(t *testing.T) {
	defer func(n int) { denseMost = n }(denseMost)
	denseMost = 50
	c := Config{Inputs: 5, Outputs: 3, Nodes: 60, Seed: 3, Tolerance: 1e-10}
	n := sparseNetwork[float64](t, c, 5, 1.6)
	d := randomData[float64](c, 100, 1)
	for i := range d.X.Rows { // from samples that saturate the nodes to those that leave them where the slopes are steep
		la.Scal(float64(100-i)/2, d.X.Row(i))
	}
	tr := mustTrainer(t, n, TrainOptions{Optimizer: SGD})
	for range 3 {
		_, s, err := tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		require.Zero(t, s.Factorizations)
		require.Positive(t, s.Unconverged)
		require.Less(t, s.Unconverged, 100)
	}
	for _, b := range n.plan.blocks {
		require.False(t, b.sparse && b.w.Rows > 0)
	}
}
