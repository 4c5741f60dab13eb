package graph

import (
	"bufio"
	"fmt"
	"io"
	"math"
)

// DOT writes g in the language of Graphviz. With c, components of g, every component of more than one node is a cluster
// of its own colour; c may be nil. The text depends on g and c alone. The error is w's.
func (g *Digraph) DOT(w io.Writer, c *Components) error {
	g.check()
	if c != nil {
		checkComponents(g, c)
	}
	out := bufio.NewWriter(w) // keeps the first error for Flush
	fmt.Fprintln(out, "digraph {\n\tnode [shape=circle]")
	if c == nil {
		for v := range g.Nodes {
			fmt.Fprintf(out, "\t%d\n", v)
		}
	} else {
		writeComponents(out, c)
	}
	for k := range g.Nodes {
		if heads := g.Out(k); len(heads) > 0 {
			fmt.Fprintf(out, "\t%d -> {", k)
			writeNodes(out, heads)
			fmt.Fprintln(out, " }")
		}
	}
	fmt.Fprintln(out, "}")
	return out.Flush()
}

func writeComponents(out *bufio.Writer, c *Components) {
	for i := range c.Count {
		if c.Size(i) == 1 {
			fmt.Fprintf(out, "\t%d\n", c.Members(i)[0])
			continue
		}
		// Multiples of the golden section spread the hues evenly however many there are.
		_, hue := math.Modf(float64(i) * math.Phi)
		fmt.Fprintf(out, "\tsubgraph cluster_%d { node [style=filled, fillcolor=\"%.3f 0.4 1\"]", i, hue)
		writeNodes(out, c.Members(i))
		fmt.Fprintln(out, " }")
	}
}

func writeNodes(out *bufio.Writer, nodes []int32) {
	for _, v := range nodes {
		fmt.Fprintf(out, " %d", v)
	}
}
