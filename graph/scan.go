package graph

import (
	"math/bits"

	"github.com/neuralmodules/nmcore/la"
)

// Scan is [Threshold] row by row, for callers that have the rows in the cache for another reason, on any workers. The zero
// value is ready for use. Its storage, which grows with the edges that change at a time, is reused.
type Scan[T la.Float] struct {
	g       *Digraph
	fresh   bool // g had another number of nodes
	rows    []scanRow
	workers []scanner
	start   []int // of the graph before
	head    []int32
}

// scanRow says where the edges of a changed row are: head[from:to] of a worker. to is -1 for the others.
type scanRow struct{ from, to, worker int }

// scanner is what one worker has found.
type scanner struct {
	above []uint64
	head  []int32
}

// Begin starts a scan that makes g the graph of a matrix of the given number of nodes. Between Begin and [Scan.End], [Scan.Row]
// is called once for every row and nothing else may change g.
func (s *Scan[T]) Begin(g *Digraph, nodes, workers int) {
	checkNodes(nodes)
	s.fresh = g.Nodes != nodes
	if len(g.Start) != nodes+1 {
		g.Nodes = nodes
		g.Start, g.Head = resize(g.Start, nodes+1), g.Head[:0]
		clear(g.Start)
	}
	s.g, s.rows = g, resize(s.rows, nodes)
	if len(s.workers) < workers {
		s.workers = append(s.workers, make([]scanner, workers-len(s.workers))...)
	}
	for i := range s.workers {
		w := &s.workers[i]
		w.above, w.head = resize(w.above, (nodes+63)/64), w.head[:0]
	}
}

// Row finds the edges |row[j]| > gamma, j != k, out of node k. It may be called by several workers at a time, each under a
// number of its own below Begin's workers. It panics if the row is not one of g's.
func (s *Scan[T]) Row(worker, k int, row []T, gamma T) {
	if len(row) != s.g.Nodes {
		panic(badSquare)
	}
	w := &s.workers[worker]
	la.Above(w.above, row, gamma)
	w.above[k/64] &^= 1 << (k % 64)
	if isRow(w.above, s.g.Out(k)) {
		s.rows[k].to = -1
		return
	}
	from := len(w.head)
	for i, b := range w.above {
		for ; b != 0; b &= b - 1 {
			w.head = append(w.head, int32(i*64+bits.TrailingZeros64(b)))
		}
	}
	s.rows[k] = scanRow{from, len(w.head), worker}
}

// isRow says whether the bits that are set are those numbered in head, ascending. It goes from run to run: of ascending numbers,
// as many as a run has bits are the run if the first and the last are.
func isRow(set []uint64, head []int32) bool {
	for i := 0; i < len(set); i++ {
		for b := set[i]; b != 0; {
			from := bits.TrailingZeros64(b)
			n := bits.TrailingZeros64(^(b >> from)) // 64 - from for the ones at the end
			first := i*64 + from
			b &^= (1<<n - 1) << from
			for more := 64; more == 64 && (first+n)%64 == 0 && i+1 < len(set); n += more { // the run reaches the next word
				i++
				more = bits.TrailingZeros64(^set[i])
				b = set[i] &^ (1<<more - 1)
			}
			if len(head) < n || int(head[0]) != first || int(head[n-1]) != first+n-1 {
				return false
			}
			head = head[n:]
		}
	}
	return len(head) == 0
}

// End completes the graph and reports whether it is another one than before.
func (s *Scan[T]) End() bool {
	g, changed := s.g, s.fresh
	for k := range s.rows {
		changed = changed || s.rows[k].to >= 0
	}
	if !changed {
		return false
	}
	s.start, s.head = append(resize(s.start, len(s.rows)+1)[:0], 0), s.head[:0]
	for k, r := range s.rows {
		edges := g.Out(k)
		if r.to >= 0 {
			edges = s.workers[r.worker].head[r.from:r.to]
		}
		s.head = append(s.head, edges...)
		s.start = append(s.start, len(s.head))
	}
	g.Start, s.start = s.start, g.Start
	g.Head, s.head = s.head, g.Head
	return true
}
