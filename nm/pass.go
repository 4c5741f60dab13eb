package nm

import (
	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

// pass moves W by one step in one sweep over its rows: the gradient, the optimiser's step, the penalty's proximal step and the search
// for the edges that are kept, a stripe of rows at a time, which is in the cache meanwhile. Rows are independent: any workers do them to
// the same bits.
type pass[T la.Float] struct {
	net    *Network[T]
	rule   *optimizer[T]
	shrink *shrinker[T]
	edges  *edgeGradient[T]
	margin T // where a keep fraction decides, edges less than this share below the last threshold are candidates

	// The step at work. Kept here, not in a closure, so that a step allocates nothing.
	stripe []la.Matrix[T] // by worker: the gradient
	search bool           // for edges above limit
	limit  T
	task   func(worker, t int)
}

func newPass[T la.Float](n *Network[T], rule *optimizer[T], shrink *shrinker[T], edges *edgeGradient[T]) *pass[T] {
	p := &pass[T]{net: n, rule: rule, shrink: shrink, edges: edges, margin: 0.1}
	p.task = func(worker, t int) {
		g := &p.stripe[worker]
		first, count := edges.stripe(t)
		reshape(g, count, n.cfg.Nodes)
		edges.compute(g, first)
		for i := range count {
			p.row(worker, first+i, g.Row(i))
		}
	}
	return p
}

// apply moves all weights by one step of the given rate, those of W along the gradient of edges, the others along g, and makes the plan
// of those it leaves.
func (p *pass[T]) apply(g *Params[T], rate float64) {
	n := p.net
	p.rule.begin(rate)
	p.rule.step(n.pool, &n.params, g)
	if n.mask.edges() == 0 {
		return
	}
	pl := &n.plan
	p.shrink.begin(pl, rate)
	p.limit, p.search = pl.gamma, true
	found := &pl.graph
	if n.cfg.Keep > 0 {
		p.limit *= 1 - p.margin
		p.search = p.limit > 0
		found = &pl.near
	}
	if p.search {
		pl.scan.Begin(found, n.cfg.Nodes, n.pool.Workers())
	}
	if w := n.pool.Workers(); len(p.stripe) < w {
		p.stripe = make([]la.Matrix[T], w)
	}
	// The step is all or nothing: it does not listen to a context.
	_ = n.pool.ForWorker(nil, p.edges.tasks(), p.task)
	if !p.search || !p.plan(pl.scan.End()) {
		n.changed()
	}
}

// plan makes the plan of the edges the sweep found and says whether they were enough to know which are kept: they are not if a keep
// fraction's threshold sank by more than the margin. That costs a search of its own, so the margin, while candidates abound, is
// narrowed no further than to four times the threshold's last move. It decides what is searched, never what is found.
func (p *pass[T]) plan(changed bool) (ok bool) {
	n := p.net
	pl := &n.plan
	if n.cfg.Keep > 0 {
		last := pl.gamma
		pl.gamma, changed, ok = graph.Narrow(&pl.graph, &pl.near, n.params.W, n.keepShare(), &pl.nearWeights)
		if !ok {
			p.margin = min(4*p.margin, 0.5)
			return false
		}
		if pl.near.Edges() > 4*pl.graph.Edges() {
			p.margin = min(max(0.75*p.margin, 4*abs(1-pl.gamma/last), 1e-3), 0.5)
		}
	}
	pl.finish(n.pool, changed)
	return true
}

// row does row k, whose gradient is g.
func (p *pass[T]) row(worker, k int, g []T) {
	n := p.net
	from, to := n.mask.columns(k)
	w := n.params.W.Row(k)
	p.rule.row(w, g, k, from, to)
	p.shrink.row(w, k)
	if p.search {
		n.plan.scan.Row(worker, k, w, p.limit)
	}
}
