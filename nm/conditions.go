package nm

import (
	"context"
	"math"
	"strings"

	"github.com/neuralmodules/nmcore/la"
)

// Criterion is a set of conditions on the kept weights W of a cyclic block. Each alone is enough for one solution at every input,
// and for a Jacobian I - D W that is never singular, for every activation with slopes in [0, s]; s is 1/4 for [Sigmoid], else 1.
type Criterion uint8

const (
	ColumnSums  Criterion = 1 << iota // s max_j sum_k |w_kj| < 1: the map is a contraction in the maximum norm
	Perron                            // s rho(|W|) < 1: in a weighted maximum norm (Perron-Frobenius)
	Contraction                       // s |W|_2 < 1: in the Euclidean norm
	Monotone                          // s lambda_max((W + W^T)/2) < 1
)

var criterionNames = [...]string{"column sums", "perron", "contraction", "monotone"}

// String lists the conditions.
func (c Criterion) String() string {
	var names []string
	for i, name := range criterionNames {
		if c>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// BlockConditions says how well posed the equations of one cyclic block are. W is the block's kept weights. Of a block of more than
// 8,192 nodes and few edges, of which no matrix is made, only the sums and what they prove are told; other figures are NaN.
type BlockConditions struct {
	Nodes int // of the block
	Edges int // kept, inside the block

	RowSum, ColumnSum     float64 // largest sums of |w_kj| over the edges out of, and into, a node
	Radius                float64 // estimate of rho(W), to rounding up to 64 nodes: a heuristic, below 1 no proof of anything
	PerronLow, PerronHigh float64 // rho(|W|) lies between
	Norm                  float64 // estimate of |W|_2 from below, to rounding up to 64 nodes
	Symmetric             float64 // likewise of lambda_max((W + W^T)/2)

	// Holds are the conditions that are proved; for the last two this needs a factorization, which blocks of more than 2048 nodes
	// do not get.
	Holds Criterion

	// RCond is the least estimate of the reciprocal condition (1-norm) of the Jacobian I - W^T D over the samples that were solved, 0
	// if it is singular there, NaN if there were none; Row is the sample's row. Near 0 the solution is about to branch, and
	// gradients to blow up.
	RCond float64
	Row   int
}

// Conditions says how well posed a network's equations are. Only edges on cycles matter: a block-triangular system is as well posed as
// its blocks. An acyclic network has no blocks here, and all conditions hold.
type Conditions struct {
	Worst  BlockConditions   // over all blocks: largest figures, least RCond, the conditions that hold in all
	Blocks []BlockConditions // the cyclic blocks: by module, largest first, then topologically

	Samples, Unconverged int // unconverged samples have no part in RCond
}

// certifyMost is the order up to which a block's conditions are proved by factorization: 0.3 s at 2048 (2026-11-26, AMD Zen 5, 2 cores of a
// shared server).
const certifyMost = 2048

// perronWork bounds the entries that the iteration for rho(|W|) visits for a block: about 0.3 s (likewise).
const perronWork = 1 << 28

// Conditions measures how well posed the equations are at present, and for the samples x (rows x Inputs; nil: the weights alone). Beside
// the forward pass it costs a factorization, 2/3 n^3 flops, for every sample and block of n nodes, so a few samples do: an epoch
// hides 16. The error is ctx's. Like Predict it is safe for concurrent use.
func (n *Network[T]) Conditions(ctx context.Context, x *la.Matrix[T]) (Conditions, error) {
	if ctx == nil {
		ctx = context.Background()
	}
	if x == nil {
		x = la.NewMatrix[T](0, n.cfg.Inputs)
	}
	checkMatrix(x)
	if x.Cols != n.cfg.Inputs {
		panic("nm: dimension mismatch in Conditions")
	}
	p := n.currentPlan()
	var cyclic []*block[T]
	for i := range p.blocks {
		if b := &p.blocks[i]; b.size > 1 {
			cyclic = append(cyclic, b)
		}
	}
	out := Conditions{Blocks: make([]BlockConditions, len(cyclic))}
	slope := 1.0
	if n.cfg.Activation == Sigmoid {
		slope = 0.25
	}
	if err := n.pool.For(ctx, len(cyclic), func(i int) {
		if b := cyclic[i]; b.large() {
			out.Blocks[i] = p.weighEdges(b, slope)
		} else {
			out.Blocks[i] = n.weigh(p.matrix(b), slope)
		}
	}); err != nil {
		return Conditions{}, err
	}
	if err := n.condition(ctx, &out, cyclic, x); err != nil {
		return Conditions{}, err
	}
	out.worst()
	return out, nil
}

// weigh measures a block by its weights.
func (n *Network[T]) weigh(w *la.Matrix[T], slope float64) BlockConditions {
	m := w.Rows
	b := BlockConditions{Nodes: m, RCond: math.NaN()}
	columns := make([]float64, m)
	squares := 0.0
	for i := range m {
		sum := 0.0
		for j, v := range w.Row(i) {
			if v != 0 {
				b.Edges++
			}
			a := math.Abs(float64(v))
			sum += a
			columns[j] += a
			squares += a * a
		}
		b.RowSum = max(b.RowSum, sum)
	}
	for _, sum := range columns {
		b.ColumnSum = max(b.ColumnSum, sum)
	}
	b.Radius, b.Norm, b.Symmetric = radius(n.pool, w), norm2(n.pool, w), symmetricTop(n.pool, w)
	b.PerronLow, b.PerronHigh = perron(n.pool, w, min(max(perronWork/(m*m), 32), 10_000))

	bound := provedBelow(slope)
	b.bySums(squares, bound)
	if b.PerronHigh < bound {
		b.Holds |= Perron
	}
	switch {
	case b.Holds&Contraction != 0:
	case b.Norm < bound && n.shrinks(w, slope):
		b.Holds |= Contraction | Monotone
	case b.Symmetric < bound && n.monotone(w, slope):
		b.Holds |= Monotone
	}
	return b
}

// weighEdges measures a block of which no matrix is made: what the sums of its edges tell. All else is NaN.
func (p *plan[T]) weighEdges(blk *block[T], slope float64) BlockConditions {
	nan := math.NaN()
	b := BlockConditions{Nodes: blk.size, Edges: blk.edges, Radius: nan, PerronLow: nan, PerronHigh: nan, Norm: nan, Symmetric: nan, RCond: nan}
	squares := 0.0
	largest := func(rows *la.CSR[T]) (most float64) {
		squares = 0
		for i := range blk.size {
			sum := 0.0
			_, w := rows.Row(i)
			for _, v := range w {
				sum += math.Abs(float64(v))
				squares += float64(v) * float64(v)
			}
			most = max(most, sum)
		}
		return most
	}
	b.RowSum, b.ColumnSum = largest(&p.back.parts[blk.cycle]), largest(&p.in.parts[blk.cycle])
	b.bySums(squares, provedBelow(slope))
	return b
}

// provedBelow is what a figure must be below so that slope times the true one is below 1: less than rounding may hide.
func provedBelow(slope float64) float64 { return (1 - 1e-9) / slope }

// bySums sets what the sums of the edges prove; squares is that of their squares. |W|_2 is at most the square root of
// that, and of the product of the row and column sums.
func (b *BlockConditions) bySums(squares, bound float64) {
	if b.ColumnSum < bound {
		b.Holds |= ColumnSums
	}
	if min(b.ColumnSum, b.RowSum) < bound {
		b.Holds |= Perron
	}
	if min(math.Sqrt(b.ColumnSum*b.RowSum), math.Sqrt(squares)) < bound {
		b.Holds |= Contraction | Monotone
	}
}

// shrinks proves that slope |w|_2 < 1.
func (n *Network[T]) shrinks(w *la.Matrix[T], slope float64) bool {
	return w.Rows <= certifyMost && below1(n.pool, w.Rows, func(c *la.Matrix[float64]) {
		wide := la.NewMatrix[float64](w.Rows, w.Rows)
		for i := range w.Rows {
			for j, v := range w.Row(i) {
				wide.Data[i*w.Rows+j] = float64(v)
			}
		}
		la.Syrk(n.pool, la.Upper, la.Transpose, -slope*slope, wide, 1, c)
	})
}

// monotone proves that slope lambda_max((w + w^T)/2) < 1.
func (n *Network[T]) monotone(w *la.Matrix[T], slope float64) bool {
	return w.Rows <= certifyMost && below1(n.pool, w.Rows, func(c *la.Matrix[float64]) {
		for i := range w.Rows {
			row := c.Row(i)
			for j := i; j < w.Rows; j++ {
				row[j] -= slope * (float64(w.At(i, j)) + float64(w.At(j, i))) / 2
			}
		}
	})
}

// jacobians is one worker's scratch.
type jacobians[T la.Float] struct {
	x, z []T
	jac  la.Matrix[T]
	lu   la.LU[T]
	sys  forwardBlock[T]
}

// condition solves the samples x and measures the Jacobians of the blocks there.
func (n *Network[T]) condition(ctx context.Context, out *Conditions, cyclic []*block[T], x *la.Matrix[T]) error {
	r := n.runs.Get().(*run[T])
	defer n.runs.Put(r)
	scratch := make([]jacobians[T], n.pool.Workers())
	for first := 0; first < x.Rows; first += slab {
		part := x.View(first, 0, min(slab, x.Rows-first), x.Cols)
		r.begin(ctx, part.Rows, false)
		if err := r.forward(&part); err != nil {
			return err
		}
		stats := r.stats()
		out.Samples += stats.Samples
		out.Unconverged += stats.Unconverged
		rcond := make([]T, len(cyclic)*part.Rows)
		err := n.pool.ForWorker(ctx, len(rcond), func(worker, t int) {
			if s := t % part.Rows; r.failed[s] == 0 {
				rcond[t] = r.rcond(&scratch[worker], cyclic[t/part.Rows], s)
			}
		})
		if err != nil {
			return err
		}
		for t, v := range rcond {
			b, s := &out.Blocks[t/part.Rows], t%part.Rows
			if r.failed[s] == 0 && !(float64(v) >= b.RCond) {
				b.RCond, b.Row = float64(v), first+s
			}
		}
	}
	return nil
}

// rcond estimates the reciprocal condition of a block's Jacobian at the solution of sample s, NaN of a block of which no matrix is made.
func (r *run[T]) rcond(j *jacobians[T], b *block[T], s int) T {
	if b.large() {
		return T(math.NaN())
	}
	j.x, j.z = resize(j.x, b.size), resize(j.z, b.size)
	gatherRows(j.x, r.n, s, 1, r.plan.nodes[b.first:b.first+b.size])
	reshape(&j.jac, b.size, b.size)
	if w := r.plan.matrix(b); j.sys.w != w {
		j.sys = forwardBlock[T]{f: r.net.cfg.Activation, pool: r.pool, w: w, z: j.z, back: j.sys.back}
	}
	j.sys.Jacobian(&j.jac, j.x, 0)
	_ = j.lu.Factorize(r.pool, &j.jac) // where it is singular, so says RCond
	return j.lu.RCond()
}

// worst sums up the blocks.
func (c *Conditions) worst() {
	w := BlockConditions{Holds: ColumnSums | Perron | Contraction | Monotone, RCond: math.NaN()}
	if c.Samples > c.Unconverged {
		w.RCond = 1 // of the blocks that are one node
	}
	for _, b := range c.Blocks {
		w.Nodes, w.Edges = max(w.Nodes, b.Nodes), max(w.Edges, b.Edges)
		w.RowSum, w.ColumnSum = max(w.RowSum, b.RowSum), max(w.ColumnSum, b.ColumnSum)
		w.Radius, w.Norm, w.Symmetric = max(w.Radius, b.Radius), max(w.Norm, b.Norm), max(w.Symmetric, b.Symmetric)
		w.PerronLow, w.PerronHigh = max(w.PerronLow, b.PerronLow), max(w.PerronHigh, b.PerronHigh)
		w.Holds &= b.Holds
		if b.RCond < w.RCond || math.IsNaN(b.RCond) {
			w.RCond, w.Row = b.RCond, b.Row
		}
	}
	c.Worst = w
}
