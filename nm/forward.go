package nm

import (
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
)

// forward computes n, z and a for the samples x (B x Inputs): one product for the inputs, every module on its own, one
// product for the outputs. The error is the context's.
func (r *run[T]) forward(x *la.Matrix[T]) error {
	c, p := &r.net.cfg, &r.net.params
	fillRows(r.n, p.B)
	la.Gemm(r.pool, la.NoTrans, la.NoTrans, 1, x, p.U, 1, r.n)
	if err := r.pool.ForWorker(r.ctx, len(r.plan.modules)*r.chunks(), r.forwardTask); err != nil {
		return err
	}
	r.sift(r.n)
	apply(c.Activation, r.z.Data, r.n.Data)
	fillRows(r.a, p.C)
	la.Gemm(r.pool, la.NoTrans, la.NoTrans, 1, r.z, p.V, 1, r.a)
	r.sift(r.a)
	return r.ctx.Err()
}

// solveForward solves one module for one chunk of samples. r.n holds X U + b on entry, the solution on return.
func (r *run[T]) solveForward(w *worker[T], m, q int) {
	pl, f := r.plan, r.net.cfg.Activation
	mod := pl.modules[m]
	s0 := q * chunk
	width := min(chunk, r.n.Rows-s0)
	if blk := &pl.blocks[mod.firstBlock]; blk.size == mod.size { // nothing but one block
		nodes := pl.nodes[mod.first:mod.last]
		w.r = resize(w.r, mod.size*width)
		gatherRows(w.r, r.n, s0, width, nodes)
		r.solveBlock(w, blk, q, s0, width)
		scatterRows(r.n, w.x, s0, width, nodes)
		return
	}
	w.values = resize(w.values, (mod.last-mod.first)*width)
	n := w.values // f(n) once a block is solved: later blocks need nothing else
	gather(n, r.n, s0, width, pl.nodes[mod.first:mod.last])
	for b := mod.firstBlock; b < mod.lastBlock; b++ {
		blk := &pl.blocks[b]
		for p := blk.first; p < blk.first+blk.size; p++ {
			src, weight := pl.into.of(p)
			addEdges(n, width, mod.first, p, src, weight)
		}
		values := n[(blk.first-mod.first)*width : (blk.first-mod.first+blk.size)*width]
		if blk.size > 1 {
			w.r = resize(w.r, len(values))
			transpose(w.r, values, blk.size, width)
			r.solveBlock(w, blk, q, s0, width)
			transpose(values, w.x, width, blk.size)
		}
		scatter(r.n, values, s0, width, pl.nodes[blk.first:blk.first+blk.size])
		apply(f, values, values)
	}
}

// solveBlock solves a cyclic block with the right side w.r; the solution is w.x.
func (r *run[T]) solveBlock(w *worker[T], blk *block[T], q, s0, width int) {
	k := blk.size
	w.x, w.z = resize(w.x, k*width), resize(w.z, k*width)
	copy(w.x, w.r) // the start n0 = r; in evaluation always, which does not depend on history (D13)
	r.startForward(w, blk, s0, width)
	w.status = resize(w.status, width)
	w.forward = forwardBlock[T]{f: r.net.cfg.Activation, pool: r.pool, w: &blk.w, r: samples(w.r, width, k), tol: tolerance[T](&r.net.cfg), z: w.z}
	w.start = samples(w.x, width, k)
	if s := r.shiftOf(blk); s != nil {
		r.approachForward(w, s)
	}
	w.set = r.settings()
	st := r.solverOf(w, blk.cycle, q).Solve(r.ctx, &w.forward, &w.start, w.status, &w.set)
	r.settled(s0, w.status, st)
	r.keepForward(w, blk, s0, width)
}

// samples is data as a matrix of rows x cols.
func samples[T la.Float](data []T, rows, cols int) la.Matrix[T] {
	return la.Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: data[:rows*cols]}
}

var _ nonlinear.System[float64] = (*forwardBlock[float64])(nil)
