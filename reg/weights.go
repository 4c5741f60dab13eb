package reg

import "github.com/neuralmodules/nmcore/la"

// Weights is one number per edge of a penalty, all >= 0. It is a small value that shares the storage it was made
// from: what is later written there counts.
type Weights[T la.Float] struct {
	form   form
	all    T             // uniform: the weight of every edge; merged: what one edge weighs
	node   []T           // target, max, merged: a number for every node
	module []int32       // merged: the module of every node
	edge   *la.Matrix[T] // edge: the weights themselves
}

type form int

const (
	uniform form = iota
	target
	larger
	merged
	edge
)

// Uniform gives every edge the weight v: plain L1 or L2. The zero Weights is Uniform(0).
func Uniform[T la.Float](v T) Weights[T] { return Weights[T]{all: v} }

// PerNode gives the edge k -> j the weight s[j] of its target, the form of (8) in the paper, where the penalty of a
// node is over its incoming edges.
func PerNode[T la.Float](s []T) Weights[T] { return Weights[T]{form: target, node: s} }

// Max gives the edge k -> j the larger of s[k] and s[j], so that no end of an edge goes free.
func Max[T la.Float](s []T) Weights[T] { return Weights[T]{form: larger, node: s} }

// Merged gives the edge k -> j the size of the module it would make: s[j] inside a module, where module[k] equals
// module[j], and s[k] + s[j] + one across, with one the size of the edge itself (1 if s counts edges, else what
// [Normalize] returned). It is the literal reading of (11) in the paper, of an edge that integrates into a module.
func Merged[T la.Float](s []T, module []int32, one T) Weights[T] {
	if len(s) != len(module) {
		panic(badLength)
	}
	return Weights[T]{form: merged, node: s, module: module, all: one}
}

// PerEdge gives the edge k -> j the weight m_kj. The diagonal of m is not used.
func PerEdge[T la.Float](m *la.Matrix[T]) Weights[T] {
	if m.Rows != m.Cols {
		panic(badSquare)
	}
	return Weights[T]{form: edge, edge: m}
}

// Row writes to dst the weights of the edges k -> 0, 1, ..., len(dst)-1, the one of k -> k, which means nothing,
// included. It panics if w is not for len(dst) nodes or k is not one of them.
func (w Weights[T]) Row(dst []T, k int) {
	w.check(len(dst), k)
	copy(dst, w.chunk(dst, k, 0))
}

// check panics unless w is for m nodes and k is one of them.
func (w Weights[T]) check(m, k int) {
	n := m
	switch w.form {
	case uniform:
	case edge:
		n = w.edge.Rows
	default:
		n = len(w.node)
	}
	if n != m || k < 0 || k >= m {
		panic(badLength)
	}
}

// stored returns the weights of all edges out of k where they lie side by side already, else nil.
func (w Weights[T]) stored(k int) []T {
	switch w.form {
	case target:
		return w.node
	case edge:
		return w.edge.Row(k)
	}
	return nil
}

// chunk returns the weights of the edges k -> j, ..., j+len(buf)-1: in buf, or where they already are.
func (w Weights[T]) chunk(buf []T, k, j int) []T {
	if all := w.stored(k); all != nil {
		return all[j : j+len(buf)]
	}
	switch w.form {
	case larger:
		for i, s := range w.node[j : j+len(buf)] {
			buf[i] = max(w.node[k], s)
		}
	case merged:
		for i, s := range w.node[j : j+len(buf)] {
			buf[i] = w.merger(k, j+i, s)
		}
	default:
		for i := range buf {
			buf[i] = w.all
		}
	}
	return buf
}

// merger is the weight of the edge k -> j, whose target has the number s, in the merged form.
func (w Weights[T]) merger(k, j int, s T) T {
	if w.module[j] != w.module[k] {
		s += w.node[k] + w.all
	}
	return s
}

// some writes to dst the weights of the edges k -> head[i].
func (w Weights[T]) some(dst []T, k int, head []int32) {
	for i := range dst {
		j := int(head[i])
		switch w.form {
		case uniform:
			dst[i] = w.all
		case target:
			dst[i] = w.node[j]
		case larger:
			dst[i] = max(w.node[k], w.node[j])
		case merged:
			dst[i] = w.merger(k, j, w.node[j])
		case edge:
			dst[i] = w.edge.At(k, j)
		}
	}
}
