package nm

import (
	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/reg"
)

// store trains the list of edges of a network that stores only some.
//
// A step does to every edge what it does to an element of W stored whole; an edge that is not in the list is one of weight zero
// without a history. Those of the largest gradients enter (the choice of U. Evci et al., "Rigging the Lottery: Making All Tickets
// Winners", ICML 2020, who make it now and then, not every step), with the weight and the history that this step gives them. An edge that falls to the threshold stays in the list, trained like the others, as long as there is room: so it may return. Where there
// is none, the smallest such edges leave for those that enter: they stay only if they grow, and newcomers have as many steps for
// that as it takes to replace all edges below the threshold. Edges above it leave only for larger ones.
// With room for all edges this is the training of W stored whole.
type store[T la.Float] struct {
	t    *Trainer[T]
	scan *scan[T]

	// The step at work. Kept here, not in closures, so that a step allocates nothing.
	share    T
	z, delta la.Matrix[T] // node-major: Nodes x samples
	edges    *Edges[T]
	m, v     []T       // the averages of edges
	sampled  la.CSR[T] // the gradients of edges

	turnTask, moveTask func(t int)

	entering entrants[T]
	spare    spare[T]
	leaving  leaving[T]
}

// nodesPerTask is how many nodes one task updates the edges of, or gathers the values of: some 10,000 numbers.
const nodesPerTask = 256

func newStore[T la.Float](t *Trainer[T]) *store[T] {
	s := &store[T]{t: t, scan: newScan(t)}
	s.moveTask = func(i int) {
		for k := i * nodesPerTask; k < min((i+1)*nodesPerTask, t.net.cfg.Nodes); k++ {
			s.moveNode(k)
		}
	}
	s.turnTask = func(i int) {
		from := i * nodesPerTask
		count := min(nodesPerTask, t.net.cfg.Nodes-from)
		turn(&s.z, t.run.z, from, count)
		turn(&s.delta, t.run.delta, from, count)
	}
	return s
}

// tasks runs do for all nodes, nodesPerTask at a time. A step is all or nothing: it does not listen to a context.
func (s *store[T]) tasks(do func(t int)) {
	n := s.t.net
	_ = n.pool.For(nil, (n.cfg.Nodes+nodesPerTask-1)/nodesPerTask, do)
}

// gradient computes (3) for the stored edges, times share, from the solved adjoint: a product of two nodes' values over the samples.
func (s *store[T]) gradient(share T) {
	n, r := s.t.net, s.t.run
	s.share, s.edges = share, n.params.E
	reshape(&s.z, n.cfg.Nodes, r.z.Rows)
	reshape(&s.delta, n.cfg.Nodes, r.z.Rows)
	s.tasks(s.turnTask)
	g := s.t.grad.E
	g.Digraph, g.W = s.edges.Digraph, resize(g.W, len(s.edges.W))
	s.sampled.Reset(g.Nodes, g.Nodes, g.Start, g.Head, g.W)
	la.SampledGemm(n.pool, share, &s.z, &s.delta, 0, &s.sampled)
	if r.jacobian != nil {
		r.jacobian.toEdges(g, share)
	}
}

// turn writes the values of count nodes, samples x nodes in m, to rows of nodes in dst.
func turn[T la.Float](dst, m *la.Matrix[T], from, count int) {
	rows, columns := dst.View(from, 0, count, dst.Cols), m.View(0, from, m.Rows, count)
	la.TransposeTo(&rows, &columns)
}

// apply moves all weights by one step of the given rate along the gradient g, lets edges enter and leave the list, and makes the plan
// of those it leaves.
func (s *store[T]) apply(g *Params[T], rate float64) {
	n, rule := s.t.net, s.t.rule
	s.align()
	gamma := n.plan.gamma
	s.scan.search(s, &s.entering)
	rule.begin(rate)
	rule.step(n.pool, &n.params, g)
	s.t.shrink.begin(&n.plan, rate)
	s.m, s.v = rule.first.E.W, nil
	if rule.kind == Adam {
		s.v = rule.second.E.W
	}
	s.tasks(s.moveTask)
	if s.enter(gamma) {
		s.merge()
	}
	n.plan.buildEdges(n.pool, n.params.E, n.gamma())
}

// moveNode moves the edges out of node k.
func (s *store[T]) moveNode(k int) {
	e := s.edges
	from, to := e.Start[k], e.Start[k+1]
	if from == to {
		return
	}
	s.t.rule.move(e.W, s.t.grad.E.W, s.m, s.v, from, to)
	s.t.shrink.edges(e.W[from:to], k, e.Head[from:to])
}

// edges shrinks the edges w from node k to those of head.
func (s *shrinker[T]) edges(w []T, k int, head []int32) {
	switch {
	case s.Lambda == 0:
	case s.Norm == L2:
		reg.L2Edges(w, k, head, s.length, s.factors)
	default:
		reg.L1Edges(w, k, head, s.length, s.factors)
	}
}

// align makes the optimiser's averages those of the edges in the list. They are, unless somebody else has put another list in its
// place: then edges that are in both keep theirs.
func (s *store[T]) align() {
	e, rule := s.t.net.params.E, s.t.rule
	rule.first.E.alignTo(e.Digraph)
	if rule.kind == Adam {
		rule.second.E.alignTo(e.Digraph)
	}
}

// alignTo makes e the numbers of g's edges, zero for those that it had not.
func (e *Edges[T]) alignTo(g *graph.Digraph) {
	if e.Digraph == g {
		return
	}
	w := make([]T, len(g.Head))
	for k := range g.Nodes {
		for i := g.Start[k]; i < g.Start[k+1]; i++ {
			w[i] = e.At(k, int(g.Head[i]))
		}
	}
	e.Digraph, e.W = g, w
}
