package nm

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// fixedPoint iterates n <- r + f(n) W on the whole system for one sample from the given start, in plain float64.
func fixedPoint(n *Network[float64], w *la.Matrix[float64], x, start []float64) []float64 {
	m := n.cfg.Nodes
	now, next, z := append([]float64(nil), start...), make([]float64, m), make([]float64, m)
	for range 1000 {
		for k, v := range now {
			z[k] = activate(n.cfg.Activation, v)
		}
		for j := range next {
			next[j] = n.params.B[j]
			for i, v := range x {
				next[j] += v * n.params.U.At(i, j)
			}
			for k, v := range z {
				next[j] += v * w.At(k, j)
			}
		}
		copy(now, next)
	}
	return now
}

// TestColumnCapUnique: a capped network, at the start and trained, has one solution: the iteration reaches it from wherever it starts,
// the network from its own start too. Without the cap the same weights have several.
func TestColumnCapUnique(t *testing.T) {
	for _, f := range []Activation{Tanh, Softplus, ReLU} {
		c := Config{Inputs: 6, Nodes: 30, Outputs: 3, Threshold: 0.05, Spread: 4, Activation: f, ColumnCap: 0.9, Seed: 2, Tolerance: 1e-12}
		n := mustNew[float64](t, c)
		tr := mustTrainer(t, n, TrainOptions{})
		d := blobs[float64](6, 3, 100, 1)
		for step := range 11 {
			if step%5 == 0 {
				require.NotZero(t, conditionsOf(t, n, nil).Worst.Holds&ColumnSums)
				require.Less(t, solutionsApart(n, d.X), 1e-10)
				for s := range 5 {
					want := fixedPoint(n, kept(n), d.X.Row(s), make([]float64, 30))
					z := make([]float64, 30)
					for k, v := range want {
						z[k] = activate(f, v)
					}
					p := append([]float64(nil), n.params.C...)
					la.Gemv(nil, la.Transpose, 1, n.params.V, z, 1, p)
					SoftmaxInPlace(p)
					x := d.X.View(s, 0, 1, 6)
					near(t, "output", predict(t, n, &x).Data, p, 1e-9)
				}
			}
			s, err := tr.Step(context.Background(), d, 3e-2)
			require.NoError(t, err)
			require.Zero(t, s.Unconverged)
		}
	}
	loose := mustNew[float64](t, Config{Inputs: 6, Nodes: 30, Outputs: 3, Threshold: 0.05, Spread: 4, Seed: 2})
	require.Greater(t, solutionsApart(loose, blobs[float64](6, 3, 100, 1).X), 0.1)
}

// solutionsApart is how far apart the ends of fixedPoint lie from several starts, the largest distance over a few samples.
func solutionsApart(n *Network[float64], x *la.Matrix[float64]) float64 {
	w, r, worst := kept(n), rand.New(rand.NewPCG(1, 1)), 0.0
	for s := range 5 {
		var first []float64
		for range 4 {
			start := make([]float64, n.cfg.Nodes)
			for i := range start {
				start[i] = 20 * r.NormFloat64()
			}
			end := fixedPoint(n, w, x.Row(s), start)
			if first == nil {
				first = end
			}
			for i, v := range end {
				worst = max(worst, abs(v-first[i]))
			}
		}
	}
	return worst
}

// TestColumnCapExact: where every edge is kept, columns above the cap end at it, in the proportions they had, and others stay.
func TestColumnCapExact(t *testing.T) {
	c := Config{Inputs: 2, Nodes: 20, Outputs: 2, Spread: 0.5, Seed: 3}
	loose, _ := mustNew[float64](t, c).Weights()
	c.ColumnCap = 1.7
	capped, _ := mustNew[float64](t, c).Weights()
	above := 0
	for j := range 20 {
		sum := 0.0
		for k := range 20 {
			sum += abs(loose.At(k, j))
		}
		factor := 1.0
		if sum > 1.7 {
			factor = 1.7 / sum
			above++
		}
		for k := range 20 {
			require.InDelta(t, factor*loose.At(k, j), capped.At(k, j), 1e-15)
		}
	}
	require.Positive(t, above)
	require.Less(t, above, 20)
}

// TestColumnCapInside: with a threshold the cap is on edges kept inside a block: edges into it, however heavy, and edges that are not
// kept stay as they are, whether W is stored whole or as a list.
func TestColumnCapInside(t *testing.T) {
	for _, edges := range []int{0, 12} {
		n := mustNew[float64](t, Config{Inputs: 1, Nodes: 4, Outputs: 1, Threshold: 0.1, ColumnCap: 0.5, MaxEdges: edges})
		want := map[[2]int]float64{{0, 1}: 0.5, {1, 2}: 0.5, {2, 0}: 0.3, {0, 2}: 0, {2, 1}: 0.05, {3, 1}: 5, {1, 3}: 0.02}
		n.Edit(func(p Params[float64]) {
			w := la.NewMatrix[float64](4, 4)
			for e, v := range want {
				w.Set(e[0], e[1], v)
			}
			w.Set(0, 1, 2)  // 2: above, alone
			w.Set(1, 2, -3) // 3 and 1: above, together
			w.Set(0, 2, 1)
			want[[2]int{1, 2}], want[[2]int{0, 2}] = -0.375, 0.125
			if p.E != nil {
				fillEdges(p.E, w)
			} else {
				copy(p.W.Data, w.Data)
			}
		})
		n.capColumns(capPasses)
		w, _ := n.Weights()
		for e, v := range want {
			require.InDelta(t, v, w.At(e[0], e[1]), 1e-15, "%v", e)
		}
	}
}
