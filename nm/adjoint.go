package nm

import (
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
)

// backward turns ga = dL/dA (B x Outputs, zero rows for samples to be left out) into r.delta = dL/dN by the adjoint system
// delta = (ga V^T + delta W_g^T) o f'(n). It must follow forward with keep set. The error is the context's.
func (r *run[T]) backward(ga *la.Matrix[T]) error {
	la.Gemm(r.pool, la.NoTrans, la.Transpose, 1, ga, r.net.params.V, 0, r.delta)
	if r.jacobian != nil {
		r.jacobian.toNodes()
	}
	if err := r.pool.ForInOrder(r.ctx, len(r.plan.modules)*r.chunks(), r.adjointTask); err != nil {
		return err
	}
	r.eachRow(r.isolatedTask)
	return r.ctx.Err()
}

// solveAdjoint solves one module's adjoint system for one chunk: the blocks of the forward pass in reverse. r.delta holds
// dL/dZ on entry, dL/dN on return.
func (r *run[T]) solveAdjoint(w *worker[T], m, q int) {
	pl := r.plan
	mod := pl.modules[m]
	s0 := q * chunk
	width := min(chunk, r.n.Rows-s0)
	if blk := &pl.blocks[mod.firstBlock]; blk.size == mod.size {
		nodes := pl.nodes[mod.first:mod.last]
		w.r, w.d = resize(w.r, mod.size*width), resize(w.d, mod.size*width)
		gatherRows(w.r, r.delta, s0, width, nodes)
		gatherRows(w.d, r.d, s0, width, nodes)
		r.solveAdjointBlock(w, blk, q, s0, width)
		scatterRows(r.delta, w.x, s0, width, nodes)
		return
	}
	w.values, w.slopes = resize(w.values, mod.size*width), resize(w.slopes, mod.size*width)
	y := samples(w.values, mod.size, width) // rows are nodes
	gather(y.Data, r.delta, s0, width, pl.nodes[mod.first:mod.last])
	gather(w.slopes, r.d, s0, width, pl.nodes[mod.first:mod.last])
	for b := mod.lastBlock - 1; b >= mod.firstBlock; b-- {
		blk := &pl.blocks[b]
		at := blk.first - mod.first
		rows := y.View(at, 0, blk.size, width)
		pl.outOf.parts[m].AddRows(1, at, at+blk.size, &y, &rows)
		values, slopes := rows.Data, w.slopes[at*width:(at+blk.size)*width]
		if blk.size > 1 {
			w.r, w.d = resize(w.r, len(values)), resize(w.d, len(values))
			transpose(w.r, values, blk.size, width)
			transpose(w.d, slopes, blk.size, width)
			r.solveAdjointBlock(w, blk, q, s0, width)
			transpose(values, w.x, width, blk.size)
		} else {
			la.Mul(values, values, slopes)
		}
	}
	scatter(r.delta, y.Data, s0, width, pl.nodes[mod.first:mod.last])
}

// solveAdjointBlock solves a cyclic block backwards, with g in w.r and the slopes in w.d; delta is w.x.
func (r *run[T]) solveAdjointBlock(w *worker[T], blk *block[T], q, s0, width int) {
	c, k := &r.net.cfg, blk.size
	w.x = resize(w.x, k*width)
	w.start = samples(w.x, width, k)
	if r.series > 0 {
		r.truncate(w, blk, width)
		return
	}
	right, d := samples(w.r, width, k), samples(w.d, width, k)
	w.tol = resize(w.tol, width)
	for i := range w.tol {
		// A gradient so small that rounding is no longer relative to it is as good as none.
		start := w.start.Row(i)
		la.Mul(start, right.Row(i), d.Row(i))
		w.tol[i] = max(tolerance[T](c)*abs(start[la.Iamax(start)]), tiny[T]())
	}
	// The unknown of the sweeps is u = g + (d o u) W^T, which starts at g if cold; delta = d o u.
	copy(w.x, w.r)
	r.startAdjoint(w, blk, s0, width)
	if r.sweeps(blk) {
		// Slopes are at most 1, so max|F| of u bounds that of delta.
		w.eq = equation[T]{slopes: &w.slope, base: right, packed: &r.past[blk.cycle].back, tols: w.tol}
		w.slope = d
		r.follows(&w.eq, blk)
	}
	if !r.sweep(w, blk, q, s0, width, true) && r.goesOn(w, blk, true, s0) {
		for i, v := range w.status {
			if start := w.start.Row(i); v != nonlinear.Converged {
				la.Mul(start, start, d.Row(i))
			}
		}
		w.adjoint = adjointBlock[T]{pool: r.pool, w: r.plan.matrix(blk), back: r.transposed(blk), g: right, d: d, tol: w.tol}
		w.set = r.settings()
		st := r.solverOf(w, blk.cycle, q).SolveAdjoint(r.ctx, &w.adjoint, &w.start, w.status, &w.set)
		r.settled(blk, true, s0, w.status, st)
	}
	r.keepAdjoint(w, blk, s0, width)
}
