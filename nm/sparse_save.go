package nm

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"github.com/neuralmodules/nmcore/la"
)

// tensors names the graph of a list of edges, nil for none.
func (e *Edges[T]) tensors(prefix string) []tensor[T] {
	if e == nil {
		return nil
	}
	degree := make([]int32, e.Nodes)
	for k := range degree {
		degree[k] = int32(len(e.Out(k)))
	}
	return []tensor[T]{
		{prefix + "W.degree", []int{len(degree)}, nil, degree},
		{prefix + "W.head", []int{len(e.Head)}, nil, append([]int32{}, e.Head...)},
	}
}

// edgeShapes is what the tensors of a list of so many edges look like; there are none where W is stored whole.
func (c *Config) edgeShapes(prefix string, stored int) []shape {
	if !c.storesEdges() {
		return nil
	}
	return []shape{{prefix + "W.degree", []int{c.Nodes}, true}, {prefix + "W.head", []int{stored}, true}}
}

// sorted puts tensors into the order of a file.
func sorted[T la.Float](t []tensor[T]) []tensor[T] {
	slices.SortFunc(t, func(a, b tensor[T]) int { return cmp.Compare(a.name, b.name) })
	return t
}

func sortedShapes(s []shape) []shape {
	slices.SortFunc(s, func(a, b shape) int { return cmp.Compare(a.name, b.name) })
	return s
}

// readEdges makes the list of p the one of the bytes that read returned, without its weights, where a network of this configuration has
// one.
func (p *Params[T]) readEdges(f *file, prefix string, data []byte, c *Config) error {
	if !c.storesEdges() {
		return nil
	}
	ints := func(name string) []byte {
		at := f.entries[prefix+name].Offsets
		return data[at[0]:at[1]]
	}
	degree, head := ints("W.degree"), ints("W.head")
	e := newEdges[T](c.Nodes)
	e.Head, e.W = make([]int32, len(head)/4), make([]T, len(head)/4)
	for k := range c.Nodes {
		e.Start[k+1] = e.Start[k] + int(min(binary.LittleEndian.Uint32(degree[4*k:]), math.MaxInt32))
	}
	for i := range e.Head {
		e.Head[i] = int32(binary.LittleEndian.Uint32(head[4*i:]))
	}
	mask := newMask(c)
	if !e.sound(c.Nodes, c.MaxEdges) || e.clip(&mask) {
		return malformed(int64(8+len(f.head))+int64(f.entries[prefix+"W.head"].Offsets[0]), "a malformed list of edges")
	}
	p.E = e
	return nil
}
