package nm

import "github.com/neuralmodules/nmcore/la"

// mask knows which weights a structure has. Weights outside it are zero and stay zero.
type mask struct {
	structure Structure
	nodes     int
	layer     []int // Layered: first node of each layer, and Nodes at the end
}

func newMask(c *Config) mask {
	k := mask{structure: c.Structure, nodes: c.Nodes}
	if c.Structure == Layered {
		k.layer = make([]int, 1, len(c.Layers)+1)
		for i, n := range c.Layers {
			k.layer = append(k.layer, k.layer[i]+n)
		}
	}
	return k
}

// edges is the number of graph edges the structure has.
func (k *mask) edges() int {
	switch k.structure {
	case Complete:
		return k.nodes * (k.nodes - 1)
	case DAG:
		return k.nodes * (k.nodes - 1) / 2
	}
	total := 0
	for l := 1; l+1 < len(k.layer); l++ {
		total += (k.layer[l] - k.layer[l-1]) * (k.layer[l+1] - k.layer[l])
	}
	return total
}

// columns returns the range of nodes that node i may have an edge to; i itself, where inside, is never one of them.
func (k *mask) columns(i int) (from, to int) {
	switch k.structure {
	case Complete:
		return 0, k.nodes
	case DAG:
		return i + 1, k.nodes
	}
	for l := 1; l+1 < len(k.layer); l++ {
		if i < k.layer[l] {
			return k.layer[l], k.layer[l+1]
		}
	}
	return k.nodes, k.nodes
}

// inputColumns returns how many of the first nodes the inputs feed.
func (k *mask) inputColumns() int {
	if k.structure == Layered {
		return k.layer[1]
	}
	return k.nodes
}

// outputRows returns the first node that feeds the outputs.
func (k *mask) outputRows() int {
	if k.structure == Layered {
		return k.layer[len(k.layer)-2]
	}
	return 0
}

// clearOutside zeroes what lies outside the structure in parameters or gradients. A list of stored edges holds none of it.
func clearOutside[T la.Float](k *mask, p *Params[T]) {
	clearOutsideBesideW(k, p)
	if p.W != nil {
		clearOutsideW(k, p.W)
	}
}

func clearOutsideW[T la.Float](k *mask, w *la.Matrix[T]) {
	for i := range k.nodes {
		from, to := k.columns(i)
		row := w.Row(i)
		clear(row[:from])
		clear(row[to:])
		row[i] = 0
	}
}

func clearOutsideBesideW[T la.Float](k *mask, p *Params[T]) {
	if cols := k.inputColumns(); cols < k.nodes {
		for i := range p.U.Rows {
			clear(p.U.Row(i)[cols:])
		}
	}
	for i := range k.outputRows() {
		clear(p.V.Row(i))
	}
}
