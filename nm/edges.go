package nm

import (
	"math"
	"slices"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

// Edges is the list of the edges that a network stores where it does not store all (see [Config.MaxEdges]). An edge that is not in it
// has weight zero.
type Edges[T la.Float] struct {
	*graph.Digraph     // which: the edges out of node k go to Head[Start[k]:Start[k+1]], ascending
	W              []T // the weight of each edge, in the order of Head
}

// newEdges returns the list of no edge between the given number of nodes.
func newEdges[T la.Float](nodes int) *Edges[T] {
	return &Edges[T]{Digraph: &graph.Digraph{Nodes: nodes, Start: make([]int, nodes+1)}}
}

func (e *Edges[T]) clone() *Edges[T] {
	g := e.Digraph
	return &Edges[T]{Digraph: &graph.Digraph{Nodes: g.Nodes, Start: slices.Clone(g.Start), Head: slices.Clone(g.Head)}, W: slices.Clone(e.W)}
}

const badEdges = "nm: malformed list of edges, or more edges than the network stores"

// sound says whether e is a list as its type describes it, of at most limit edges between the given number of nodes.
func (e *Edges[T]) sound(nodes, limit int) bool {
	g := e.Digraph
	if g == nil || g.Nodes != nodes || len(g.Start) != nodes+1 || g.Start[0] != 0 || g.Start[nodes] != len(g.Head) || len(e.W) != len(g.Head) || len(e.W) > limit {
		return false
	}
	for k := range nodes {
		if g.Start[k+1] < g.Start[k] || g.Start[k+1] > len(g.Head) {
			return false
		}
		last := int32(-1)
		for _, j := range g.Out(k) {
			if j <= last || int(j) >= nodes {
				return false
			}
			last = j
		}
	}
	return true
}

// clip removes the edges that are outside the structure, and reports whether there were any.
func (e *Edges[T]) clip(k *mask) bool {
	n, before := 0, len(e.W)
	first := 0
	for i := range k.nodes {
		from, to := k.columns(i)
		last := e.Start[i+1]
		for at := first; at < last; at++ {
			if j := int(e.Head[at]); j >= from && j < to && j != i {
				e.Head[n], e.W[n] = e.Head[at], e.W[at]
				n++
			}
		}
		first, e.Start[i+1] = last, n
	}
	e.Head, e.W = e.Head[:n], e.W[:n]
	return n < before
}

// find returns the place of the edge k -> j in the list, or -1.
func (e *Edges[T]) find(k int, j int32) int {
	if i, ok := slices.BinarySearch(e.Out(k), j); ok {
		return e.Start[k] + i
	}
	return -1
}

// At returns the weight of the edge k -> j, zero if it is not stored.
func (e *Edges[T]) At(k, j int) T {
	if i := e.find(k, int32(j)); i >= 0 {
		return e.W[i]
	}
	return 0
}

// storesEdges says whether the network stores a list of edges, not all of W.
func (c *Config) storesEdges() bool { return c.MaxEdges > 0 }

// DenseNodes is the largest number of nodes for which W is stored whole by default: then W, its gradient and the optimiser's averages
// take 14 GB in float32. EdgesPerNode times Nodes is the default of [Config.MaxEdges] beyond.
const (
	DenseNodes   = 30_000
	EdgesPerNode = 16
)

// checkEdges fills the default of MaxEdges in and reports what a list of edges cannot do.
func (c *Config) checkEdges() error {
	if c.MaxEdges == 0 && c.Nodes > DenseNodes {
		c.MaxEdges = EdgesPerNode * c.Nodes
	}
	if !c.storesEdges() {
		return nil
	}
	m := newMask(c)
	switch {
	case c.MaxEdges > maxWeights:
		return badConfig("more weights than any machine holds")
	case math.Round(c.Keep*float64(m.edges())) > float64(c.MaxEdges):
		return badConfig("a keep fraction of %v is more than the %d edges stored", c.Keep, c.MaxEdges)
	}
	return nil
}

// window returns the nodes that node i has edges to at the start if it may have at most d, itself left out: of a complete or acyclic
// graph the others of a group of d+1, so that the network starts as many small modules; of a layered one a part of the next layer.
func (k *mask) window(i, d int) (from, to int) {
	from, to = k.columns(i)
	if to-from <= d {
		return from, to
	}
	if k.structure != Layered {
		first := i / (d + 1) * (d + 1)
		return max(from, first), min(to, first+d+1)
	}
	if d == 0 {
		return from, from
	}
	l, _ := slices.BinarySearch(k.layer, i+1)
	begin, end := k.layer[l-1], k.layer[l]
	first := from + (i-begin)*(to-from)/(end-begin)/d*d
	return first, min(to, first+d)
}

// drawEdges draws the first weights. A list with room for all edges gets those of W stored whole. Any other is half filled, with
// groups of nodes that have the weights of a network of their size, and leaves room for the edges that training finds.
func drawEdges[T la.Float](e *Edges[T], c *Config, m *mask, spread float64) {
	r := stream(c.Seed, streamW)
	all := c.MaxEdges >= m.edges()
	d, size := c.Nodes, c.Nodes
	if !all {
		d = c.MaxEdges / 2 / c.Nodes
		size = d + 1
	}
	scale := spread / math.Sqrt(float64(size))
	most := min(c.MaxEdges, m.edges(), d*c.Nodes)
	e.Head, e.W = make([]int32, 0, most), make([]T, 0, most)
	for i := range c.Nodes {
		from, to := m.window(i, d)
		draws, last := from, to
		if all {
			draws, last = 0, c.Nodes
		}
		for j := draws; j < last; j++ {
			w := T(scale * r.NormFloat64())
			if j >= from && j < to && j != i {
				e.Head, e.W = append(e.Head, int32(j)), append(e.W, w)
			}
		}
		e.Start[i+1] = len(e.Head)
	}
}

// keepGamma returns the threshold above which the share keep of all ordered pairs of nodes lies.
func (e *Edges[T]) keepGamma(keep float64) T {
	rank := graph.KeepRank(e.Nodes, keep)
	if rank >= len(e.W) {
		return 0
	}
	return graph.Rank(e.W, rank)
}
