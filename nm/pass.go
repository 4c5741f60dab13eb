package nm

import (
	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

// pass moves W by one step in one sweep over its rows: the optimiser's step, the penalty's proximal step and the search for the
// edges that are kept, each while the row is in the cache. Rows are independent: any workers do them to the same bits.
type pass[T la.Float] struct {
	net    *Network[T]
	rule   *optimizer[T]
	shrink *shrinker[T]
	margin T // where a keep fraction decides, edges less than this share below the last threshold are candidates

	// The step at work. Kept here, not in a closure, so that a step allocates nothing.
	grad   *la.Matrix[T]
	search bool // for edges above limit
	limit  T
	rows   int // of one task
	task   func(worker, t int)
}

func newPass[T la.Float](n *Network[T], rule *optimizer[T], shrink *shrinker[T]) *pass[T] {
	p := &pass[T]{net: n, rule: rule, shrink: shrink, margin: 0.1}
	p.rows = max(1, span/n.cfg.Nodes)
	p.task = func(worker, t int) {
		for k := t * p.rows; k < min((t+1)*p.rows, n.cfg.Nodes); k++ {
			p.row(worker, k)
		}
	}
	return p
}

// apply moves all weights by one step of the given rate along the gradient g, and makes the plan of those it leaves.
func (p *pass[T]) apply(g *Params[T], rate float64) {
	n := p.net
	p.rule.begin(rate)
	p.rule.step(n.pool, &n.params, g)
	if n.mask.edges() == 0 {
		return
	}
	pl := &n.plan
	p.shrink.begin(pl, rate)
	p.grad, p.limit, p.search = g.W, pl.gamma, true
	found := &pl.graph
	if n.cfg.Keep > 0 {
		p.limit *= 1 - p.margin
		p.search = p.limit > 0
		found = &pl.near
	}
	if p.search {
		pl.scan.Begin(found, n.cfg.Nodes, n.pool.Workers())
	}
	// The step is all or nothing: it does not listen to a context.
	_ = n.pool.ForWorker(nil, (n.cfg.Nodes+p.rows-1)/p.rows, p.task)
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

// row does row k.
func (p *pass[T]) row(worker, k int) {
	n := p.net
	from, to := n.mask.columns(k)
	p.rule.row(n.params.W, p.grad, k, from, to)
	p.shrink.row(n.params.W.Row(k), k)
	if p.search {
		n.plan.scan.Row(worker, k, n.params.W.Row(k), p.limit)
	}
}
