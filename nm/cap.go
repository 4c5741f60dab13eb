package nm

import "github.com/neuralmodules/nmcore/la"

// capPasses bounds the rebuilds of capColumns. With a fixed threshold scaling only removes edges, so one pass does. With a keep
// fraction the threshold sinks and other edges come in; random graphs of 100 nodes needed up to 13.
const capPasses = 32

// capColumns scales the columns of every cyclic block of the kept graph so that the magnitudes of a node's incoming edges
// inside its block add up to at most ColumnCap. Below 1 that makes the block a contraction in the maximum norm for every
// activation of slope at most 1: one solution, and Picard iteration finds it. Edges between blocks need no bound.
func (n *Network[T]) capColumns(passes int) {
	n.factors = resize(n.factors, n.cfg.Nodes)
	for range passes {
		p := n.currentPlan()
		for j := range n.factors {
			n.factors[j] = 1
		}
		over := false
		for i := range p.blocks {
			if b := &p.blocks[i]; b.size > 1 {
				over = n.capBlock(p, b) || over
			}
		}
		if !over {
			return
		}
		keep := n.cfg.Keep > 0
		if keep || p.whole() { // what is not kept shrinks too, or it would take the place of what was
			p = nil
		}
		n.scaleColumns(p)
		n.changed()
		if !keep {
			return
		}
	}
	// No end in sight: bound whole columns, and with them every part of them that may be kept.
	n.sums = resize(n.sums, n.cfg.Nodes)
	clear(n.sums)
	if e := n.params.E; e != nil {
		for i, j := range e.Head {
			n.sums[j] += abs(e.W[i])
		}
	} else {
		addColumns(n.sums, n.params.W)
	}
	for j, sum := range n.sums {
		n.factors[j] = min(1, T(n.cfg.ColumnCap)/sum)
	}
	n.scaleColumns(nil)
	n.changed()
}

// capBlock sets the factors of a block's nodes whose columns of its weights exceed the cap, and says whether any does.
func (n *Network[T]) capBlock(p *plan[T], b *block[T]) bool {
	nodes := p.nodes[b.first : b.first+b.size]
	n.sums = resize(n.sums, len(nodes))
	clear(n.sums)
	if b.sparse {
		for j := range nodes {
			_, into := p.in.parts[b.cycle].Row(j)
			for _, v := range into {
				n.sums[j] += abs(v)
			}
		}
	} else {
		addColumns(n.sums, &b.w)
	}
	over := false
	most := T(n.cfg.ColumnCap)
	for j, head := range nodes {
		// The slack keeps a column that was just scaled from being scaled again for its rounding.
		if sum := n.sums[j]; sum > most*(1+16*epsilon[T]()) {
			n.factors[head], over = most/sum, true
		}
	}
	return over
}

// addColumns adds the magnitudes of w's columns to sums, row by row.
func addColumns[T la.Float](sums []T, w *la.Matrix[T]) {
	for k := range w.Rows {
		la.AddAbs(w.Row(k), sums)
	}
}

// scaleColumns multiplies every edge by the factor of its target: the edges kept inside the blocks of p, or all if p is nil.
func (n *Network[T]) scaleColumns(p *plan[T]) {
	for k := range n.cfg.Nodes {
		if p != nil && p.pos[k] < 0 {
			continue
		}
		if e := n.params.E; e != nil {
			for i := e.Start[k]; i < e.Start[k+1]; i++ {
				e.W[i] *= n.factor(p, k, int(e.Head[i]), e.W[i])
			}
			continue
		}
		row := n.params.W.Row(k)
		if p == nil {
			la.Mul(row, row, n.factors)
			continue
		}
		for j, v := range row {
			row[j] = v * n.factor(p, k, j, v)
		}
	}
}

// factor is what scaleColumns multiplies the edge k -> j of weight v by.
func (n *Network[T]) factor(p *plan[T], k, j int, v T) T {
	f := n.factors[j]
	if f == 1 || p != nil && (p.blockOf[p.pos[k]] != p.blockOf[p.pos[j]] || abs(v) <= p.gamma) {
		return 1
	}
	return f
}
