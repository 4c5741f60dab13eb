package graph

// Components is a partition of a graph's nodes into numbered parts. The zero value is ready for use; [Weak] and
// [Strong] overwrite it and reuse its storage.
type Components struct {
	Count int
	Of    []int32 // the component of each node
	Start []int   // Count+1 offsets into Nodes
	Nodes []int32 // the nodes of component i are Nodes[Start[i]:Start[i+1]], ascending

	// Strong's scratch.
	low, path []int32
	next      []int
}

// Members returns the nodes of component i, ascending; it shares c's storage.
func (c *Components) Members(i int) []int32 { return c.Nodes[c.Start[i]:c.Start[i+1]] }

// Size returns the number of nodes of component i.
func (c *Components) Size(i int) int { return c.Start[i+1] - c.Start[i] }

// Weak writes to c the weakly connected components of g: the parts that remain when the direction of the edges is
// ignored. They are numbered by their smallest node. Union-find, O((nodes + edges) log nodes) at worst.
func Weak(g *Digraph, c *Components) {
	g.check()
	// parent[v] <= v always: links go to the smaller root, so a root is the smallest node of its set.
	parent := resize(c.Of, g.Nodes)
	for v := range parent {
		parent[v] = int32(v)
	}
	for k := range g.Nodes {
		a := find(parent, int32(k))
		for _, j := range g.Out(k) {
			switch b := find(parent, j); {
			case a < b:
				parent[b] = a
			case b < a:
				parent[a] = b
				a = b
			}
		}
	}
	// In ascending order every parent is already a root (first loop) or already numbered (second).
	for v, p := range parent {
		parent[v] = parent[p]
	}
	c.Count = 0
	for v, p := range parent {
		if int(p) == v {
			parent[v] = int32(c.Count)
			c.Count++
		} else {
			parent[v] = parent[p]
		}
	}
	c.Of = parent
	c.group()
}

// find returns the root of v and halves the path to it.
func find(parent []int32, v int32) int32 {
	for parent[v] != v {
		parent[v] = parent[parent[v]]
		v = parent[v]
	}
	return v
}

// group fills Start and Nodes from Of and Count by a counting sort.
func (c *Components) group() {
	c.Start = resize(c.Start, c.Count+1)
	c.Nodes = resize(c.Nodes, len(c.Of))
	clear(c.Start)
	for _, i := range c.Of {
		c.Start[i]++
	}
	end := 0
	for i := range c.Start {
		end += c.Start[i]
		c.Start[i] = end
	}
	for v := len(c.Of) - 1; v >= 0; v-- {
		i := c.Of[v]
		c.Start[i]--
		c.Nodes[c.Start[i]] = int32(v)
	}
}
