package nm

import (
	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/sched"
)

// buildEdges makes the plan of the edges |w| > gamma of a list.
func (p *plan[T]) buildEdges(pool *sched.Pool, e *Edges[T], gamma T) {
	p.gamma = gamma
	p.finish(pool, graph.Filter(&p.graph, e.Digraph, e.W, gamma, &p.kept))
}

// gatherKept is gather from the list of kept weights.
func (p *plan[T]) gatherKept(b *block[T], k int) {
	v, to := p.nodes[b.first+k], b.w.Row(k)
	clear(to)
	for e := p.graph.Start[v]; e < p.graph.Start[v+1]; e++ {
		if j := int(p.pos[p.graph.Head[e]]) - b.first; j >= 0 && j < b.size {
			to[j] = p.kept[e]
		}
	}
}
