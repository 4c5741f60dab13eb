package nm

import "github.com/neuralmodules/nmcore/la"

// capPasses bounds the rebuilds of capColumns. With a fixed threshold scaling only removes edges, so two passes do. With a keep
// fraction the threshold sinks and other edges come in; random graphs of 100 nodes needed up to 13.
const capPasses = 32

// capColumns scales the columns of every cyclic block of the kept graph so that the magnitudes of a node's incoming edges
// inside its block add up to at most ColumnCap. Below 1 that makes the block a contraction in the maximum norm for every
// activation of slope at most 1: one solution, and Picard iteration finds it. Edges between blocks need no bound.
func (n *Network[T]) capColumns(passes int) {
	most := T(n.cfg.ColumnCap)
	for range passes {
		p := n.currentPlan()
		scaled := false
		for i := range p.blocks {
			if b := &p.blocks[i]; b.size > 1 {
				scaled = n.capBlock(p.nodes[b.first:b.first+b.size], p.matrix(b), most) || scaled
			}
		}
		if !scaled {
			return
		}
		n.changed()
	}
	// No end in sight: bound whole columns, and with them every part of them that may be kept.
	for j, sum := range n.columnSums(n.params.W) {
		if sum > most {
			n.scaleColumn(j, most/sum)
		}
	}
	n.changed()
}

// columnSums returns the sums of magnitudes of w's columns, in storage of the network's.
func (n *Network[T]) columnSums(w *la.Matrix[T]) []T {
	n.sums = resize(n.sums, w.Cols)
	clear(n.sums)
	for k := range w.Rows {
		for j, v := range w.Row(k) {
			n.sums[j] += abs(v)
		}
	}
	return n.sums
}

// capBlock scales the edges into the nodes of a block, whose weights w holds, and says whether it had to.
func (n *Network[T]) capBlock(nodes []int32, w *la.Matrix[T], most T) bool {
	scaled := false
	sums := n.columnSums(w)
	for j, head := range nodes {
		sum := sums[j]
		// The slack keeps a column that was just scaled from being scaled again for its rounding.
		if sum <= most*(1+16*epsilon[T]()) {
			continue
		}
		scaled = true
		if n.cfg.Keep > 0 { // what is not kept shrinks too, or it would take the place of what was
			n.scaleColumn(int(head), most/sum)
			continue
		}
		for k, tail := range nodes {
			if v := w.At(k, j); v != 0 {
				n.params.W.Set(int(tail), int(head), v*(most/sum))
			}
		}
	}
	return scaled
}

func (n *Network[T]) scaleColumn(j int, factor T) {
	for k := range n.cfg.Nodes {
		n.params.W.Set(k, j, n.params.W.At(k, j)*factor)
	}
}
