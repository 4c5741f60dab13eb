package nm

import (
	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

// entrants are edges that the list takes up, in its order.
type entrants[T la.Float] struct {
	edges      []candidate[T]
	w, g, m, v []T // weights after the first step, gradients, averages
	head       []int32
}

// spare is the storage of the list before.
type spare[T la.Float] struct {
	graph   graph.Digraph
	w, m, v []T
}

// leaving says which edges go to make room.
type leaving[T la.Float] struct {
	stored, entering cut[T]
	weights          []T // scratch
}

// cut takes away the edges whose weights are below limit in magnitude, and the first of those that equal it; where dormant is set, all
// edges up to that threshold besides.
type cut[T la.Float] struct {
	limit   T
	equal   int
	dormant bool
	gamma   T
}

// drops says whether an edge of weight w goes, when edges are asked for in the list's order.
func (c *cut[T]) drops(w T) bool {
	w = magnitude(w)
	switch {
	case w < c.limit:
		return true
	case w == c.limit && c.equal > 0:
		c.equal--
		return true
	}
	return c.dormant && !(w > c.gamma)
}

// magnitude is |w|, and zero for NaN, as graph ranks it.
func magnitude[T la.Float](w T) T {
	if w != w {
		return 0
	}
	return abs(w)
}

// enter takes the first step of the entrants and decides which edges leave for them. It reports whether the list changes.
func (s *store[T]) enter(gamma T) bool {
	in, rule := &s.entering, s.t.rule
	n := len(in.edges)
	if n == 0 {
		return false
	}
	in.w, in.g, in.m, in.head = resize(in.w, n), resize(in.g, n), resize(in.m, n), resize(in.head, n)
	clear(in.w)
	clear(in.m)
	if rule.kind == Adam {
		in.v = resize(in.v, n)
		clear(in.v)
	}
	for i, c := range in.edges {
		in.g[i], in.head[i] = c.g, c.to
	}
	rule.move(in.w, in.g, in.m, in.v, 0, n)
	for from := 0; from < n; {
		k := in.edges[from].from
		to := from + 1
		for to < n && in.edges[to].from == k {
			to++
		}
		s.t.shrink.edges(in.w[from:to], int(k), in.head[from:to])
		from = to
	}
	s.leaving.choose(s.edges.W, in.w, s.t.net.cfg.MaxEdges, gamma)
	return true
}

// choose decides which of the stored and of the entering edges go so that at most most are left: first the smallest stored ones up to
// gamma, then the smallest of all that are left, entering ones before stored ones.
func (l *leaving[T]) choose(stored, entering []T, most int, gamma T) {
	l.stored, l.entering = cut[T]{}, cut[T]{}
	excess := len(stored) + len(entering) - most
	if excess <= 0 {
		return
	}
	weights := l.weights[:0]
	for _, w := range stored {
		if w = magnitude(w); !(w > gamma) {
			weights = append(weights, w)
		}
	}
	if excess <= len(weights) {
		l.stored.limit, l.stored.equal = bound(weights, excess)
		l.weights = weights
		return
	}
	excess -= len(weights)
	l.stored.dormant, l.stored.gamma = true, gamma
	weights = append(weights[:0], entering...)
	for _, w := range stored {
		if magnitude(w) > gamma {
			weights = append(weights, w)
		}
	}
	l.weights = weights
	limit, equal := bound(weights, excess)
	own := 0
	for _, w := range entering {
		if magnitude(w) == limit {
			own++
		}
	}
	l.entering.limit, l.entering.equal = limit, min(equal, own)
	l.stored.limit, l.stored.equal = limit, equal-l.entering.equal
}

// bound returns the magnitude that separates the n smallest weights, 0 < n <= len(weights), from the others, and how many of those that
// equal it belong to them.
func bound[T la.Float](weights []T, n int) (limit T, equal int) {
	limit = graph.Rank(weights, len(weights)-n)
	equal = n
	for _, w := range weights {
		if magnitude(w) < limit {
			equal--
		}
	}
	return limit, equal
}

// merge makes the list that of the edges that stay and of those that enter, with their averages.
func (s *store[T]) merge() {
	rule, old, in, to := s.t.rule, s.edges, &s.entering, &s.spare
	most := len(old.W) + len(in.edges)
	to.graph.Nodes, to.graph.Start, to.graph.Head = old.Nodes, resize(to.graph.Start, old.Nodes+1), resize(to.graph.Head, most)
	to.w, to.m = resize(to.w, most), resize(to.m, most)
	if s.v != nil {
		to.v = resize(to.v, most)
	}
	n, next := 0, 0
	put := func(head int32, w, m, v []T, i int) {
		to.graph.Head[n], to.w[n], to.m[n] = head, w[i], m[i]
		if v != nil {
			to.v[n] = v[i]
		}
		n++
	}
	enterBefore := func(k int, j int32) {
		for ; next < len(in.edges) && int(in.edges[next].from) == k && in.edges[next].to < j; next++ {
			if !s.leaving.entering.drops(in.w[next]) {
				put(in.edges[next].to, in.w, in.m, in.v, next)
			}
		}
	}
	to.graph.Start[0] = 0
	for k := range old.Nodes {
		for i := old.Start[k]; i < old.Start[k+1]; i++ {
			enterBefore(k, old.Head[i])
			if !s.leaving.stored.drops(old.W[i]) {
				put(old.Head[i], old.W, s.m, s.v, i)
			}
		}
		enterBefore(k, int32(old.Nodes))
		to.graph.Start[k+1] = n
	}
	to.graph.Head = to.graph.Head[:n]
	*old.Digraph, to.graph = to.graph, *old.Digraph
	old.W, to.w = to.w[:n], old.W
	rule.first.E.W, to.m = to.m[:n], s.m
	if s.v != nil {
		rule.second.E.W, to.v = to.v[:n], s.v
	}
}
