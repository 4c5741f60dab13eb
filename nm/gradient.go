package nm

import "github.com/neuralmodules/nmcore/la"

// edgeGradient computes (3), the gradient of W, a stripe of rows at a time: those of the mean loss, share Z^T Delta, and of the
// Jacobian penalty. A training step needs no row of it again once the weights of the row have moved: only a caller of
// [Trainer.Gradient] gets it whole. Row k depends on z of node k and on Delta alone, so stripes of any height have the same bits.
type edgeGradient[T la.Float] struct {
	run   *run[T]
	share T   // of a sample
	rows  int // of a stripe

	// The gradient at work. Kept here, not in a closure, so that it allocates nothing.
	grad *la.Matrix[T]
	task func(t int)
}

// stripeRows is the height of a stripe, of whole tiles of the kernels; where there are fewer than manyStripes of them, they are half as
// high, so that workers share them evenly. Between 16 and 128 rows it matters little to a pass over W, for Delta passes at the
// speed of the third-level cache: 10.9, 10.4, 10.7 ms by 16, 48, 128 rows at 3000 nodes; 98, 94, 96 ms at 10,000 (SGD, 64 samples,
// float32, one core; 2026-11-26, AMD Zen 5, 2 cores of a shared server).
const (
	stripeRows  = 48
	manyStripes = 8
)

func newEdgeGradient[T la.Float](r *run[T]) *edgeGradient[T] {
	nodes := r.net.cfg.Nodes
	g := &edgeGradient[T]{run: r, rows: stripeRows}
	if nodes < manyStripes*stripeRows {
		g.rows /= 2
	}
	g.task = func(t int) {
		first, count := g.stripe(t)
		rows := g.grad.View(first, 0, count, nodes)
		g.compute(&rows, first)
	}
	return g
}

// tasks is the number of stripes.
func (g *edgeGradient[T]) tasks() int { return (g.run.net.cfg.Nodes + g.rows - 1) / g.rows }

// stripe is the first row of stripe t and the number of its rows.
func (g *edgeGradient[T]) stripe(t int) (first, count int) {
	first = t * g.rows
	return first, min(g.rows, g.run.net.cfg.Nodes-first)
}

// begin starts the gradient of the batch that was solved last.
func (g *edgeGradient[T]) begin(share T) {
	g.share = share
	if j := g.run.jacobian; j != nil {
		j.weigh(share)
	}
}

// compute writes the rows of the gradient from first on to dst, which has as many rows as the stripe. What no row of the stripe has an
// edge to is left as it is. Of elements outside the structure only those on the diagonal are zero.
func (g *edgeGradient[T]) compute(dst *la.Matrix[T], first int) {
	r, last := g.run, first+dst.Rows-1
	from, _ := r.net.mask.columns(first)
	_, to := r.net.mask.columns(last)
	if from == to {
		return
	}
	z, delta, c := r.z.View(0, first, r.z.Rows, dst.Rows), r.delta.View(0, from, r.delta.Rows, to-from), dst.View(0, from, dst.Rows, to-from)
	la.Gemm(nil, la.Transpose, la.NoTrans, g.share, &z, &delta, 0, &c)
	for k := first; k <= last; k++ {
		row := dst.Row(k - first)
		if r.jacobian != nil {
			r.jacobian.addEdges(k, row)
		}
		row[k] = 0
	}
}

// whole writes the whole gradient to p.W, which it makes if it is nil.
func (g *edgeGradient[T]) whole(p *Params[T]) {
	n := g.run.net
	if p.W == nil {
		p.W = la.NewMatrix[T](n.cfg.Nodes, n.cfg.Nodes)
	}
	g.grad = p.W
	// The gradient is all or nothing: it does not listen to a context.
	_ = n.pool.For(nil, g.tasks(), g.task)
	clearOutsideW(&n.mask, p.W)
}

// gradients computes (4), (5), and (3) of stored edges, times share, from the solved adjoint, and makes ready for (3) of W.
func (t *Trainer[T]) gradients(x *la.Matrix[T], share T) {
	r, g, pool := t.run, &t.grad, t.net.pool
	la.Gemm(pool, la.Transpose, la.NoTrans, share, x, r.delta, 0, g.U)
	if t.store != nil {
		t.store.gradient(share)
	} else {
		t.edges.begin(share)
	}
	la.Gemm(pool, la.Transpose, la.NoTrans, share, r.z, r.a, 0, g.V)
	t.share = share
	_ = pool.For(nil, (len(g.B)+columnSpan-1)/columnSpan, t.biasTask)
	for from := 0; from < len(g.C); from += columnSpan {
		columnSums(g.C, share, r.a, from)
	}
	clearOutsideBesideW(&t.net.mask, g)
}

// columnSpan is how many columns one task adds up.
const columnSpan = 512

// columnSums writes share times the sums of m's columns from the given one on, at most columnSpan, to dst.
func columnSums[T la.Float](dst []T, share T, m *la.Matrix[T], from int) {
	to := min(from+columnSpan, len(dst))
	clear(dst[from:to])
	for i := range m.Rows {
		la.Axpy(share, m.Row(i)[from:to], dst[from:to])
	}
}
