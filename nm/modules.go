package nm

import (
	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

// Modules describes the kept graph. A module is a weakly connected component with at least one edge; isolated nodes are
// counted apart and are in no average.
type Modules struct {
	Gamma    float64 // threshold in force
	Keep     float64 // fraction of the structure's edges that is kept; 0 for a structure without edges
	Edges    int     // kept edges
	Modules  int
	Isolated int     // nodes without a kept edge
	Largest  int     // nodes of the largest module
	Mean     float64 // mean size of a module
	Entropy  float64 // entropy of the module sizes, nats
	Cyclic   float64 // share of all nodes in strongly connected components of more than one node
}

// Modules returns figures of the graph the network has now.
func (n *Network[T]) Modules() Modules { return n.modules(n.currentPlan()) }

func (n *Network[T]) modules(p *plan[T]) Modules {
	b := graph.Measure(&p.graph, &p.weak, &p.strong)
	m := Modules{
		Gamma: float64(p.gamma), Edges: b.Edges, Modules: b.Modules, Isolated: b.Isolated, Largest: b.Largest,
		Mean: b.Mean, Entropy: b.Entropy, Cyclic: b.Cyclic,
	}
	if e := n.mask.edges(); e > 0 {
		m.Keep = float64(b.Edges) / float64(e)
	}
	return m
}

// Layout returns the module sizes, largest first, and all nodes ordered by module: the largest module first, inside a
// module topologically, isolated nodes last.
func (n *Network[T]) Layout() (sizes, order []int) {
	p := n.currentPlan()
	for _, m := range p.modules {
		sizes = append(sizes, m.last-m.first)
	}
	for _, v := range p.nodes {
		order = append(order, int(v))
	}
	for v, q := range p.pos {
		if q < 0 {
			order = append(order, v)
		}
	}
	return sizes, order
}

// Weights returns a copy of W and the threshold in force: edges of |w| > gamma are kept. W is whole even if the network stores only
// some edges; [Network.Edges] returns these.
func (n *Network[T]) Weights() (w *la.Matrix[T], gamma T) {
	w = la.NewMatrix[T](n.cfg.Nodes, n.cfg.Nodes)
	if e := n.params.E; e != nil {
		for k := range w.Rows {
			for i := e.Start[k]; i < e.Start[k+1]; i++ {
				w.Set(k, int(e.Head[i]), e.W[i])
			}
		}
	} else {
		copy(w.Data, n.params.W.Data)
	}
	return w, n.currentPlan().gamma
}

// Edges returns a copy of the stored edges, nil of a network that stores all of W, and the threshold in force.
func (n *Network[T]) Edges() (e *Edges[T], gamma T) {
	if n.params.E != nil {
		e = n.params.E.clone()
	}
	return e, n.currentPlan().gamma
}

// gamma returns the threshold for the present weights.
func (n *Network[T]) gamma() T {
	if n.cfg.Keep == 0 || n.mask.edges() == 0 {
		return T(n.cfg.Threshold)
	}
	if e := n.params.E; e != nil {
		return e.keepGamma(n.keepShare())
	}
	return graph.KeepThreshold(n.params.W, n.keepShare())
}

// keepShare is Config.Keep as a fraction of all ordered pairs: entries outside the structure are zero.
func (n *Network[T]) keepShare() float64 {
	m := float64(n.cfg.Nodes)
	return n.cfg.Keep * float64(n.mask.edges()) / (m * (m - 1))
}
