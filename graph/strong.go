package graph

import "math"

// Strong writes to c the strongly connected components of g: two nodes are in one if there are paths from each to the
// other. They are numbered in topological order: every edge goes from a component to itself or to a later one, so that
// solving the components in order, each finds its inputs done, and the adjoint runs the other way.
// The numbering is a function of the graph alone.
//
// Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972, without recursion.
// O(nodes + edges).
func Strong(g *Digraph, c *Components) {
	g.check()
	n := g.Nodes
	c.Of = resize(c.Of, n)
	c.Nodes = resize(c.Nodes, n)
	c.low = resize(c.low, n)
	c.path = resize(c.path, n)
	c.next = resize(c.next, n)
	c.Count = 0

	const unseen, done = 0, math.MaxInt32
	var (
		low   = c.low   // unseen; the earliest open node a node is known to reach, by time of discovery; done
		found = c.Of    // time of discovery, from 1; when done the component, counted from the last
		open  = c.Nodes // Tarjan's stack: the nodes whose component is not complete
		path  = c.path  // from the root of the search to where it is
		clock = int32(0)
		tail  = 0
		depth = 0
	)
	clear(low)
	visit := func(v int32) {
		clock++
		low[v], found[v] = clock, clock
		open[tail] = v
		tail++
		path[depth] = v
		depth++
		c.next[v] = g.Start[v]
	}
	for root := range int32(n) {
		if low[root] != unseen {
			continue
		}
		visit(root)
		for depth > 0 {
			v := path[depth-1]
			if e := c.next[v]; e < g.Start[v+1] {
				c.next[v]++
				if u := g.Head[e]; low[u] == unseen {
					visit(u)
				} else {
					low[v] = min(low[v], low[u])
				}
				continue
			}
			depth--
			if low[v] == found[v] { // nothing earlier is reached: v and all above it on the stack are a component
				for {
					tail--
					u := open[tail]
					low[u], found[u] = done, int32(c.Count)
					if u == v {
						break
					}
				}
				c.Count++
			}
			if depth > 0 {
				p := path[depth-1]
				low[p] = min(low[p], low[v])
			}
		}
	}
	// A component is complete only after all that it reaches: the reverse of a topological order.
	for v := range c.Of {
		c.Of[v] = int32(c.Count) - 1 - c.Of[v]
	}
	c.group()
}
