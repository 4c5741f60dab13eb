package graph

import (
	"math"
	"math/bits"
)

// Balance says how a graph falls into modules. A module is a weakly connected component with at least one edge;
// other nodes are isolated and counted apart.
type Balance struct {
	Nodes    int     // all nodes
	Edges    int     // all edges
	Isolated int     // nodes without an edge
	Modules  int     // weakly connected components with an edge
	Largest  int     // nodes of the largest module
	Mean     float64 // nodes of a module, on average; 0 without modules
	// Entropy is -sum p ln p in nats, p the share of a module in the nodes that are in modules: ln(Modules) if all are
	// equally large, 0 for one module or none.
	Entropy float64
	// Cyclic is the share of all nodes that are in strongly connected components of more than one node.
	Cyclic float64
}

// Measure returns the figures of g; weak and strong are its components. It panics if they have another number of nodes.
func Measure(g *Digraph, weak, strong *Components) Balance {
	checkComponents(g, weak)
	checkComponents(g, strong)
	b := Balance{Nodes: g.Nodes, Edges: g.Edges()}
	for i := range weak.Count {
		if isolated(g, weak, i) {
			b.Isolated++
			continue
		}
		b.Modules++
		b.Largest = max(b.Largest, weak.Size(i))
	}
	if b.Modules > 0 {
		inModules := float64(b.Nodes - b.Isolated)
		b.Mean = inModules / float64(b.Modules)
		for i := range weak.Count {
			if !isolated(g, weak, i) {
				p := float64(weak.Size(i)) / inModules
				b.Entropy -= p * math.Log(p)
			}
		}
	}
	cyclic := 0
	for i := range strong.Count {
		if size := strong.Size(i); size > 1 {
			cyclic += size
		}
	}
	if b.Nodes > 0 {
		b.Cyclic = float64(cyclic) / float64(b.Nodes)
	}
	return b
}

// isolated reports whether weak component i is a node without an edge (a loop is one).
func isolated(g *Digraph, weak *Components, i int) bool {
	return weak.Size(i) == 1 && len(g.Out(int(weak.Members(i)[0]))) == 0
}

// EdgeCounts returns the number of edges with both ends in component i, for every i. For weak components these are
// the kept edges of each module, the s_j of (7) in the paper for its nodes j; for strong components, the edges on
// cycles of each. The result reuses dst, which may be nil, where it is large enough.
func EdgeCounts(dst []int, g *Digraph, c *Components) []int {
	checkComponents(g, c)
	count := append(dst[:0], make([]int, c.Count)...)
	for k := range g.Nodes {
		i := c.Of[k]
		for _, j := range g.Out(k) {
			if c.Of[j] == i {
				count[i]++
			}
		}
	}
	return count
}

// AncestorEdges returns for every node j the number of edges on directed paths into j: the edges k -> l from whose
// head l a path, possibly of no edge, leads to j. It is the other reading of (7) in the paper, "edges that have a
// connected path to each node", with the path directed. O(edges * strong components / 64).
func AncestorEdges(g *Digraph) []int {
	var c Components
	Strong(g, &c)
	in := make([]int, c.Count) // edges into each component, its own included
	for _, j := range g.Head {
		in[c.Of[j]]++
	}
	// What reaches a component reaches all its nodes, so sum in over the components that reach j's. Sixty-four of
	// them are followed at a time, a bit each, in one sweep of the edges in topological order.
	total := make([]int, c.Count)
	from := make([]uint64, c.Count)
	for base := 0; base < c.Count; base += 64 {
		clear(from)
		for i := base; i < min(base+64, c.Count); i++ {
			from[i] = 1 << (i - base)
		}
		for i := base; i < c.Count; i++ { // earlier components are reached by none of these
			for _, k := range c.Members(i) {
				for _, j := range g.Out(int(k)) {
					from[c.Of[j]] |= from[i]
				}
			}
			for b := from[i]; b != 0; b &= b - 1 {
				total[i] += in[base+bits.TrailingZeros64(b)]
			}
		}
	}
	count := make([]int, g.Nodes)
	for j := range count {
		count[j] = total[c.Of[j]]
	}
	return count
}

func checkComponents(g *Digraph, c *Components) {
	g.check()
	if len(c.Of) != g.Nodes {
		panic(badComponents)
	}
}
