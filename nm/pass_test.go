package nm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/reg"
	"github.com/neuralmodules/nmcore/sched"
)

// separate is a training step's update one operation after the other over all weights, in plain Go: what pass must equal.
type separate[T la.Float] struct {
	params, m, v Params[T]
	steps        float64
	shrink       *shrinker[T]
}

func (s *separate[T]) apply(n *Network[T], g *Params[T], o *TrainOptions, rate float64) {
	s.steps++
	fix1, fix2 := 1-math.Pow(0.9, s.steps), math.Sqrt(1-math.Pow(0.999, s.steps))
	adamRate, eps := T(rate*fix2/fix1), T(1e-8*fix2)
	for i, w := range s.params.groups() {
		m, v, g := s.m.groups()[i], s.v.groups()[i], g.groups()[i]
		for j, d := range g {
			if o.Optimizer == Adam {
				m[j] = T(T(0.9)*m[j]) + T(T(0.1)*d)
				v[j] = T(T(0.999)*v[j]) + T(T(T(0.001)*d)*d)
				w[j] -= T(adamRate*m[j]) / (T(math.Sqrt(float64(v[j]))) + eps)
			} else {
				m[j] = T(T(0.9)*m[j]) + d
				w[j] -= T(T(rate) * m[j])
			}
		}
	}
	if o.Penalty.Lambda == 0 {
		return
	}
	prox := reg.ProxL1[T]
	if o.Penalty.Norm == L2 {
		prox = reg.ProxL2[T]
	}
	prox(s.params.W, T(rate*o.Penalty.Lambda), s.shrink.weights(&n.plan))
}

// TestPass: over steps in which modules form and split, the one sweep gives the bits and the plan of separate operations, on any
// number of workers.
func TestPass(t *testing.T) {
	t.Run("float32", testPass[float32])
	t.Run("float64", testPass[float64])
}

func testPass[T la.Float](t *testing.T) {
	for _, c := range []Config{
		{Nodes: 90, Threshold: 0.1}, {Nodes: 90, Keep: 0.01}, {Nodes: 65, Threshold: 0.1, Structure: DAG}, {Nodes: 70, Keep: 0.02, Structure: DAG},
		{Nodes: 90, Threshold: 0.1, Structure: Layered, Layers: []int{30, 20, 40}}, {Nodes: 5, Structure: Layered}, {Nodes: 1}, {Nodes: 300, Threshold: 0.08},
	} {
		for _, o := range []TrainOptions{
			{}, {Optimizer: SGD}, {Penalty: Penalty{Lambda: 0.3, Size: ModuleEdges}}, {Penalty: Penalty{Lambda: 0.1}},
			{Penalty: Penalty{Lambda: 0.2, Size: BlockEdges, Form: Merged, Norm: L2}}, {Optimizer: SGD, Penalty: Penalty{Lambda: 0.1, Size: ModuleNodes, Form: Larger}},
		} {
			for _, workers := range []int{1, 2, 3} {
				if testing.Short() && workers < 3 {
					continue
				}
				t.Run(fmt.Sprintf("%v/%d/%v/%v/%d", c.Structure, c.Nodes, o.Optimizer, o.Penalty, workers), func(t *testing.T) {
					checkPass[T](t, c, o, workers)
				})
			}
		}
	}
}

func checkPass[T la.Float](t *testing.T, c Config, o TrainOptions, workers int) {
	pool := sched.New(workers)
	defer pool.Close()
	c.Inputs, c.Outputs, c.Pool = 3, 2, pool
	n := mustNew[T](t, c)
	tr := mustTrainer(t, n, o)
	s := &separate[T]{params: newParams[T](&n.cfg), m: newParams[T](&n.cfg), v: newParams[T](&n.cfg), shrink: newShrinker[T](o.Penalty, c.Nodes)}
	s.params.copyFrom(&n.params)
	r := rand.New(rand.NewPCG(1, 5))
	edges := map[int]bool{}
	found := 0
	for round := range 30 {
		randomGradient(tr, 5, 1, r)
		n.currentPlan()
		if round == 10 { // a keep fraction's threshold sinks below all candidates
			la.Scal(0.2, n.params.W.Data)
			la.Scal(0.2, s.params.W.Data)
		}
		tr.edges.whole(&tr.grad)
		s.apply(n, &tr.grad, &tr.opt, 0.01)
		tr.pass.apply(&tr.grad, 0.01)
		if !n.stale {
			found++
		}

		for i, w := range n.params.groups() {
			requireSameBits(t, "weights", w, s.params.groups()[i])
			requireSameBits(t, "averages", tr.rule.first.groups()[i], s.m.groups()[i])
		}
		p, want := n.currentPlan(), plan[T]{}
		var g graph.Digraph
		graph.Threshold(&g, s.params.W, n.gamma())
		want.build(s.params.W, n.gamma())
		require.Equal(t, want.gamma, p.gamma)
		requireSame(t, "heads", p.graph.Head, g.Head)
		requireSame(t, "offsets", p.graph.Start, g.Start)
		requireSame(t, "modules", p.weak.Of, want.weak.Of)
		requireSame(t, "blocks", p.strong.Of, want.strong.Of)
		requireSame(t, "positions", p.nodes, want.nodes)
		requireSame(t, "edges in", p.into.w, want.into.w)
		requireSame(t, "edges out", p.outOf.w, want.outOf.w)
		requireSame(t, "edges inside, in", p.in.w, want.in.w)
		requireSame(t, "edges inside, out", p.back.w, want.back.w)
		requireSame(t, "blocks", p.dense, want.dense)
		edges[len(g.Head)] = true
	}
	if n.cfg.Keep > 0 {
		require.True(t, found > 20 && found < 30, "the sweep found the plan in %d of 30 steps", found)
	} else {
		require.Equal(t, 30, found)
	}
	if n.cfg.Threshold > 0 && n.mask.edges() > 0 {
		require.Greater(t, len(edges), 3, "the edges hardly change")
	}
}

// randomGradient gives tr a gradient at random, that of W by the values of so many samples.
func randomGradient[T la.Float](tr *Trainer[T], samples int, size float64, r *rand.Rand) {
	nodes := tr.net.cfg.Nodes
	reshape(tr.run.z, samples, nodes)
	reshape(tr.run.delta, samples, nodes)
	for _, g := range [][]T{tr.run.z.Data, tr.run.delta.Data, tr.grad.U.Data, tr.grad.V.Data, tr.grad.B, tr.grad.C} {
		for i := range g {
			g[i] = T(size * r.NormFloat64())
		}
	}
	clearOutsideBesideW(&tr.net.mask, &tr.grad)
	tr.edges.begin(1)
}

func requireSameBits[T la.Float](t *testing.T, what string, got, want []T) {
	t.Helper()
	for i := range want {
		if got[i] != want[i] || math.Signbit(float64(got[i])) != math.Signbit(float64(want[i])) {
			t.Fatalf("%s: element %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

func requireSame[E comparable](t *testing.T, what string, got, want []E) {
	t.Helper()
	require.True(t, slices.Equal(got, want), what)
}
