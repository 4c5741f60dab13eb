package nm

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

// scan looks for the edges of the largest gradients among those that are not stored. The gradients are the product Z^T Delta; it is
// made tile by tile, and of a tile only the largest elements are remembered.
type scan[T la.Float] struct {
	t       *Trainer[T]
	stripes int // of nodes, in all
	each    int // of them in a step
	most    int // edges to find

	// The search at work.
	s       *store[T]
	panels  []la.PackedMatrix[T] // of Delta, panelNodes columns each
	first   int                  // stripe
	finders []finder[T]
	weights []T // magnitudes, scratch
	task    func(worker, i int)
	pack    func(p int)
	view    []la.Matrix[T] // the columns of a panel
}

// A tile is the gradients of the edges from stripeNodes nodes to panelNodes nodes: 512 KiB in float32.
const (
	stripeNodes = 128
	panelNodes  = 1024
)

// scanPairs is the number of edges whose gradients a step computes unless the options say otherwise: those of 16,384 nodes. With 64
// samples they take 0.2 s in float32 (2026-11-26, AMD Zen 5, one core of a shared server).
const scanPairs = 1 << 28

// candidate is an edge that is not stored, with its gradient.
type candidate[T la.Float] struct {
	from, to int32
	g        T
}

// finder is what one worker has found: all candidates of its tiles that exceed limit in magnitude, or the largest of them.
type finder[T la.Float] struct {
	limit   T
	found   []candidate[T]
	tile    la.Matrix[T]
	rows    la.Matrix[T] // the stripe's values
	above   []uint64
	weights []T
}

func newScan[T la.Float](t *Trainer[T]) *scan[T] {
	c, nodes := &t.net.cfg, float64(t.net.cfg.Nodes)
	f := &scan[T]{t: t, stripes: (c.Nodes + stripeNodes - 1) / stripeNodes, most: t.opt.Enter}
	if f.most == 0 {
		f.most = (c.MaxEdges + 63) / 64
	}
	f.most = min(f.most, t.net.mask.edges())
	share := t.opt.Scan
	if share == 0 {
		share = min(1, scanPairs/(nodes*nodes))
	}
	if share > 0 && f.most > 0 {
		f.each = min(f.stripes, int(math.Ceil(share*float64(f.stripes))))
	}
	f.task = func(worker, i int) { f.stripe(&f.finders[worker], (f.first+i)%f.stripes) }
	f.pack = func(p int) {
		from := p * panelNodes
		f.view[p] = f.t.run.delta.View(0, from, f.t.run.delta.Rows, min(panelNodes, c.Nodes-from))
		f.panels[p].Pack(nil, la.NoTrans, &f.view[p])
	}
	return f
}

// search writes to found the edges of the largest gradients, in the order of the list, of those that are neither in it nor zero. Which
// they are does not depend on the workers: each remembers all that can be among them.
func (f *scan[T]) search(s *store[T], found *entrants[T]) {
	found.edges = found.edges[:0]
	if f.each == 0 {
		return
	}
	pool, nodes := f.t.net.pool, f.t.net.cfg.Nodes
	f.s = s
	if f.panels == nil {
		f.panels = make([]la.PackedMatrix[T], (nodes+panelNodes-1)/panelNodes)
		f.view = make([]la.Matrix[T], len(f.panels))
	}
	_ = pool.For(nil, len(f.panels), f.pack)
	if w := pool.Workers(); len(f.finders) < w {
		f.finders = append(f.finders, make([]finder[T], w-len(f.finders))...)
	}
	for i := range f.finders {
		w := &f.finders[i]
		w.found, w.limit = w.found[:0], 0
	}
	f.first = f.t.rule.steps % f.stripes * f.each % f.stripes
	_ = pool.ForWorker(nil, f.each, f.task)
	for i := range f.finders {
		found.edges = append(found.edges, f.finders[i].found...)
	}
	found.edges, f.weights, _ = largest(found.edges, f.weights, f.most)
	slices.SortFunc(found.edges, candidate[T].order)
}

func (a candidate[T]) order(b candidate[T]) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
}

// stripe looks through the edges out of the nodes of a stripe.
func (f *scan[T]) stripe(w *finder[T], stripe int) {
	n, s := f.t.net, f.s
	k0 := stripe * stripeNodes
	k1 := min(k0+stripeNodes, n.cfg.Nodes)
	w.rows = s.z.View(k0, 0, k1-k0, s.z.Cols)
	w.above = resize(w.above, panelNodes/64)
	for p := range f.panels {
		j0 := p * panelNodes
		j1 := min(j0+panelNodes, n.cfg.Nodes)
		if !n.mask.meets(k0, k1, j0, j1) {
			continue
		}
		reshape(&w.tile, k1-k0, j1-j0)
		la.GemmPacked(nil, la.NoTrans, s.share, &w.rows, &f.panels[p], 0, &w.tile)
		for k := k0; k < k1; k++ {
			from, to := n.mask.columns(k)
			if from, to = max(from, j0), min(to, j1); from < to {
				f.row(w, k, from, w.tile.Row(k - k0)[from-j0:to-j0])
			}
		}
	}
}

// meets says whether one of the nodes k0:k1 may have an edge to one of j0:j1.
func (m *mask) meets(k0, k1, j0, j1 int) bool {
	for k := k0; k < k1; k++ {
		if from, to := m.columns(k); max(from, j0) < min(to, j1) {
			return true
		}
	}
	return false
}

// row looks at the gradients g of the edges from k to j0 and the nodes after it.
func (f *scan[T]) row(w *finder[T], k, j0 int, g []T) {
	above := w.above[:(len(g)+63)/64]
	la.Above(above, g, w.limit)
	for i, set := range above {
		for ; set != 0; set &= set - 1 {
			at := i*64 + bits.TrailingZeros64(set)
			if j := int32(j0 + at); int(j) != k && f.s.edges.find(k, j) < 0 {
				w.found = append(w.found, candidate[T]{int32(k), j, g[at]})
			}
		}
	}
	if len(w.found) >= 2*f.most {
		var least T
		w.found, w.weights, least = largest(w.found, w.weights, f.most)
		w.limit = below(least) // one of equal magnitude may precede the last of these
	}
}

// largest leaves of the candidates the n > 0 of the largest gradients, of equal ones the first in the list's order, and returns the
// least magnitude among them. buf is scratch.
func largest[T la.Float](c []candidate[T], buf []T, n int) (left []candidate[T], scratch []T, least T) {
	if len(c) <= n {
		return c, buf, 0
	}
	buf = resize(buf, len(c))
	for i := range c {
		buf[i] = c[i].g
	}
	least = graph.Rank(buf, n-1)
	// Larger ones to the front, equal ones behind them.
	larger, end := 0, len(c)
	for i := 0; i < end; {
		switch g := abs(c[i].g); {
		case g > least:
			c[larger], c[i] = c[i], c[larger]
			larger++
			i++
		case g < least:
			end--
			c[i], c[end] = c[end], c[i]
		default:
			i++
		}
	}
	if end > n {
		slices.SortFunc(c[larger:end], candidate[T].order)
	}
	return c[:n], buf, least
}

// below returns the next smaller number, of a positive one.
func below[T la.Float](v T) T {
	if isFloat32[T]() {
		return T(math.Nextafter32(float32(v), 0))
	}
	return T(math.Nextafter(float64(v), 0))
}
