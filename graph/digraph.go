package graph

import (
	"math"
	"slices"

	"github.com/neuralmodules/nmcore/la"
)

// Digraph is a directed graph in compressed rows: the edges out of node k go to Head[Start[k]:Start[k+1]], ascending.
// len(Start) is Nodes+1 (the zero value, with no Start at all, is the empty graph) and len(Head) is Start[Nodes].
// Every head lies in [0, Nodes); where one does not, [Weak], [Strong], [EdgeCounts] and [AncestorEdges] panic.
type Digraph struct {
	Nodes int
	Start []int
	Head  []int32
}

// Edges returns the number of edges.
func (g *Digraph) Edges() int { return len(g.Head) }

// Out returns the nodes that k has an edge to; it shares g's storage.
func (g *Digraph) Out(k int) []int32 { return g.Head[g.Start[k]:g.Start[k+1]] }

// check panics unless g's offsets are sound; heads are left to the bounds checks of the loops.
func (g *Digraph) check() {
	if g.Nodes == 0 && len(g.Start) == 0 && len(g.Head) == 0 {
		return
	}
	if g.Nodes < 0 || len(g.Start) != g.Nodes+1 || g.Start[0] != 0 || g.Start[g.Nodes] != len(g.Head) {
		panic(badOffsets)
	}
	checkNodes(g.Nodes)
}

// checkNodes panics if n nodes, and one number that is no node, do not fit int32.
func checkNodes(n int) {
	if n >= math.MaxInt32 {
		panic(badNodes)
	}
}

// Threshold makes g the graph of the edges k -> j of the square matrix w with |w_kj| > gamma and k != j, definition
// (1) of the paper, and reports whether that is another graph than g was, so that callers can keep what they derived
// from it. NaN never exceeds anything: neither a NaN weight is kept nor any weight under a NaN gamma.
// It reads w once and reuses g's storage. It panics if w is not square.
func Threshold[T la.Float](g *Digraph, w *la.Matrix[T], gamma T) (changed bool) {
	m := w.Rows
	if w.Cols != m {
		panic(badSquare)
	}
	checkNodes(m)
	r := begin(g, m)
	for k := range m {
		for j, v := range w.Row(k) {
			if math.Abs(float64(v)) > float64(gamma) && j != k { // no branch on the sign, which cannot be foretold
				r.add(int32(j))
			}
		}
		r.row(k)
	}
	return r.end()
}

// rebuild makes a graph anew, edge by edge, over the one it was.
type rebuild struct {
	g       *Digraph
	head    []int32 // head[:n] is new, head[n:] still the old graph
	n       int
	changed bool
}

func begin(g *Digraph, nodes int) rebuild {
	r := rebuild{g: g, head: g.Head, changed: g.Nodes != nodes}
	g.Nodes = nodes
	g.Start = resize(g.Start, nodes+1)
	g.Start[0] = 0
	return r
}

// add adds the edge to j; those of one row come in ascending order.
func (r *rebuild) add(j int32) {
	switch {
	case r.n == len(r.head):
		r.head = append(r.head, j)
		r.changed = true
	case r.head[r.n] != j:
		r.head[r.n] = j
		r.changed = true
	}
	r.n++
}

// row ends row k.
func (r *rebuild) row(k int) {
	if r.g.Start[k+1] != r.n {
		r.g.Start[k+1] = r.n
		r.changed = true
	}
}

// end completes the graph and reports whether it is another one than before.
func (r *rebuild) end() bool {
	r.g.Head = r.head[:r.n]
	return r.changed
}

// resize returns a slice of n elements, s's storage if that is large enough. The contents are arbitrary.
func resize[E any](s []E, n int) []E {
	return slices.Grow(s[:0], n)[:n]
}
