package nm

import (
	"context"
	"sync/atomic"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
	"github.com/neuralmodules/nmcore/sched"
)

// chunk is the number of samples one task solves a module for. It is a constant so that neither the worker count nor the
// batch decides what is computed together. Steps of 64 samples take as long on one worker with 32 as with 64, and on two, which then have a
// task each, 0.15, 0.71 and 8.0 ms instead of 0.26, 1.1 and 8.9 (blocks of 100, 300 and 1000 nodes, 2026-11-26, AMD Zen 5, 2 cores of a
// shared server). The products of large blocks are shared among the workers besides.
const chunk = 32

// run holds the values of one batch on its way through the network, and all scratch. One run serves one pass at a time.
type run[T la.Float] struct {
	net  *Network[T]
	plan *plan[T]
	pool *sched.Pool

	n, z, a     *la.Matrix[T] // node values, f of them, output pre-activations; rows are samples
	delta, d    *la.Matrix[T] // adjoint: dL/dN, slopes; delta holds dL/dZ on entry
	failed      []uint32      // samples a block of which was not solved; atomic
	keep        bool          // a backward pass follows: keep one solver for each block and chunk
	starts      warmth[T]     // training: of the samples
	loss        []float64     // training: of each sample
	wrong       []bool        // training: misclassified
	jacobian    *jacobian[T]  // in a training pass with this penalty
	series      int           // training: terms that stand for a block's adjoint solution; 0: it is solved
	solvers     []nonlinear.Batch[T]
	workers     []worker[T]
	ctx         context.Context
	forwardTask func(worker, task int)
	adjointTask func(worker, task int)
	prepareTask func(block int)

	fillTask, emitTask, isolatedTask func(sample int)

	storeTask func(sample int)
	past      []past[T]    // by cyclic block
	links     int          // of the plan that they belong to
	tally     []blockTally // by cyclic block, as many as tallied
	tallied   int
	besides   SolveStats // of another run, for samples of this one
	swept     []bool     // by cyclic block and sample: sweeps solved it forward
}

// worker is the scratch of one pool worker.
type worker[T la.Float] struct {
	values  []T // node-major: row p-first holds position p's values of a chunk
	emitted []T // f of values
	slopes  []T
	x, r, d []T // sample-major, one cyclic block
	z, tol  []T
	status  []nonlinear.Status
	start   la.Matrix[T] // x as a matrix
	slope   la.Matrix[T] // d as a matrix
	set     nonlinear.BatchSettings
	solver  nonlinear.Batch[T]
	forward forwardBlock[T]
	adjoint adjointBlock[T]

	eq     equation[T]
	sweeps sweeper[T]
	sparse sparseSweeper[T]
}

func newRun[T la.Float](n *Network[T]) *run[T] {
	r := &run[T]{net: n, n: &la.Matrix[T]{}, z: &la.Matrix[T]{}, a: &la.Matrix[T]{}, delta: &la.Matrix[T]{}, d: &la.Matrix[T]{}}
	r.forwardTask = func(w, t int) { r.solveForward(&r.workers[w], t/r.chunks(), t%r.chunks()) }
	r.adjointTask = func(w, t int) { r.solveAdjoint(&r.workers[w], t/r.chunks(), t%r.chunks()) }
	r.prepareTask = r.prepare
	r.fillTask, r.emitTask, r.isolatedTask = r.fill, r.emit, r.isolated
	r.storeTask = r.storeSample
	return r
}

// begin prepares the run for a batch of samples.
func (r *run[T]) begin(ctx context.Context, samples int, keep bool) {
	c := &r.net.cfg
	if ctx == nil {
		ctx = context.Background()
	}
	r.ctx, r.pool, r.keep = ctx, r.net.pool, keep
	reshape(r.n, samples, c.Nodes)
	reshape(r.z, samples, c.Nodes)
	reshape(r.a, samples, c.Outputs)
	if !keep {
		r.plan = r.net.evaluationPlan()
	} else {
		r.plan = r.net.currentPlan()
		reshape(r.delta, samples, c.Nodes)
		reshape(r.d, samples, c.Nodes)
		r.remember()
		// All or nothing: a context that ends meanwhile ends the pass itself.
		_ = r.pool.For(nil, len(r.plan.blocks), r.prepareTask)
		if need := r.plan.cyclic * r.chunks(); len(r.solvers) < need {
			r.solvers = append(r.solvers, make([]nonlinear.Batch[T], need-len(r.solvers))...)
		}
		r.swept = resize(r.swept, r.plan.cyclic*samples)
	}
	r.failed = resize(r.failed, samples)
	clear(r.failed)
	if w := r.pool.Workers(); len(r.workers) < w {
		r.workers = make([]worker[T], w)
	}
	r.besides = SolveStats{}
	r.beginTally()
}

func reshape[T la.Float](m *la.Matrix[T], rows, cols int) {
	*m = la.Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: resize(m.Data, rows*cols)}
}

func (r *run[T]) chunks() int { return (r.n.Rows + chunk - 1) / chunk }

// stats returns what the passes since begin did.
func (r *run[T]) stats() Stats {
	c := r.spent()
	s := Stats{Samples: r.n.Rows, Picard: c.Picard + c.Anderson, Quick: c.Quick, Newton: c.Newton, Factorizations: c.Factorizations,
		Warm: r.starts.begun, Again: r.starts.again, Strayed: r.starts.strayed}
	for i, f := range r.failed {
		if f != 0 {
			s.Unconverged++
			s.Rows = append(s.Rows, i)
		}
	}
	return s
}

// settled books the statuses of a chunk that starts at sample first.
func (r *run[T]) settled(blk *block[T], backward bool, first int, status []nonlinear.Status, s nonlinear.BatchStats) {
	r.count(blk, backward, batchStats(s))
	for i, v := range status {
		if v != nonlinear.Converged {
			atomic.StoreUint32(&r.failed[first+i], 1)
		}
	}
}

// solverOf returns the solver of cyclic block c and a chunk: its own where the adjoint needs its factors, else the worker's.
func (r *run[T]) solverOf(w *worker[T], c, chunk int) *nonlinear.Batch[T] {
	if r.keep {
		return &r.solvers[c*r.chunks()+chunk]
	}
	return &w.solver
}

// batchMethods are the batch solver's names of the methods; what sweeps leave unsolved is up to it.
var batchMethods = [...]nonlinear.BatchMethod{nonlinear.ByCost, nonlinear.ByCost, nonlinear.ByPicard, nonlinear.ByAnderson, nonlinear.ByNewton,
	nonlinear.ByChord, nonlinear.ByKrylov, nonlinear.ByPath}

func (r *run[T]) settings() nonlinear.BatchSettings {
	c := &r.net.cfg
	s := nonlinear.BatchSettings{Method: batchMethods[c.Method], PicardAbove: c.PicardAbove, MaxPicard: c.MaxPicard, MaxNewton: c.MaxNewton, Forget: !r.keep}
	if s.PicardAbove == 0 {
		s.PicardAbove = picardAbove
	}
	return s
}

// rowWork is the least number of elements of a batch that are worth several workers.
const rowWork = 1 << 14

// eachRow calls do for every sample. They are all done, whether the context has ended or not.
func (r *run[T]) eachRow(do func(sample int)) {
	pool := r.pool
	if len(r.n.Data) < rowWork {
		pool = nil
	}
	_ = pool.For(nil, r.n.Rows, do)
}

// fill writes the biases to the rows of sample i.
func (r *run[T]) fill(i int) {
	copy(r.n.Row(i), r.net.params.B)
	copy(r.a.Row(i), r.net.params.C)
}

// emit writes what the nodes of sample i emit and, in training, the slopes.
func (r *run[T]) emit(i int) {
	f := r.net.cfg.Activation
	r.sift(i, r.n)
	apply(f, r.z.Row(i), r.n.Row(i))
	if r.keep {
		slope(f, r.d.Row(i), r.z.Row(i))
	}
}

// isolated completes delta of sample i where nodes have no edge, so no equations either.
func (r *run[T]) isolated(i int) {
	delta, d := r.delta.Row(i), r.d.Row(i)
	for _, v := range r.plan.isolated {
		delta[v] *= d[v]
	}
	r.sift(i, r.delta)
}

// sift books sample i as failed if its row of m holds a NaN or an infinity: then its equations have no solved residual, and
// zero times such a value would still spoil a sum.
func (r *run[T]) sift(i int, m *la.Matrix[T]) {
	if !finite(m.Row(i)) {
		r.failed[i] = 1
	}
}

// gatherTile is how many nodes gather and scatter move at a time, so that the cache lines at hand stay in the first-level cache: steps of
// DAGs of 300 and 1000 nodes take 15 % less with 64 or 128 than with all at once or 16 (2026-11-26, AMD Zen 5, 2 cores of a shared server).
const gatherTile = 64

// gather writes the nodes' values of the width samples from s0 on to the node-major dst; scatter writes them back.
func gather[T la.Float](dst []T, m *la.Matrix[T], s0, width int, nodes []int32) {
	for t := 0; t < len(nodes); t += gatherTile {
		tile := nodes[t:min(t+gatherTile, len(nodes))]
		for i := range width {
			row := m.Row(s0 + i)
			at := t*width + i
			for _, v := range tile {
				dst[at] = row[v]
				at += width
			}
		}
	}
}

func scatter[T la.Float](m *la.Matrix[T], src []T, s0, width int, nodes []int32) {
	for t := 0; t < len(nodes); t += gatherTile {
		tile := nodes[t:min(t+gatherTile, len(nodes))]
		for i := range width {
			row := m.Row(s0 + i)
			at := t*width + i
			for _, v := range tile {
				row[v] = src[at]
				at += width
			}
		}
	}
}

// gatherRows writes the nodes' values of the width samples from s0 on to dst, sample after sample; scatterRows writes them back.
func gatherRows[T la.Float](dst []T, m *la.Matrix[T], s0, width int, nodes []int32) {
	k := len(nodes)
	for i := range width {
		row, to := m.Row(s0+i), dst[i*k:][:k]
		if k == len(row) { // all nodes: a block's are in ascending order
			copy(to, row)
			continue
		}
		for j, v := range nodes {
			to[j] = row[v]
		}
	}
}

func scatterRows[T la.Float](m *la.Matrix[T], src []T, s0, width int, nodes []int32) {
	k := len(nodes)
	for i := range width {
		row, from := m.Row(s0+i), src[i*k:][:k]
		if k == len(row) {
			copy(row, from)
			continue
		}
		for j, v := range nodes {
			row[v] = from[j]
		}
	}
}

// transpose writes the rows x cols node-major src as cols x rows samples to dst, or back.
func transpose[T la.Float](dst, src []T, rows, cols int) {
	to, from := samples(dst, cols, rows), samples(src, rows, cols)
	la.TransposeTo(&to, &from)
}
