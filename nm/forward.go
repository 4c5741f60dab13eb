package nm

import (
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
)

// forward computes n, z and a for the samples x (B x Inputs): one product for the inputs, every module on its own, one
// product for the outputs. The error is the context's.
func (r *run[T]) forward(x *la.Matrix[T]) error {
	p := &r.net.params
	r.eachRow(r.fillTask)
	la.Gemm(r.pool, la.NoTrans, la.NoTrans, 1, x, p.U, 1, r.n)
	// The plan has the largest modules first.
	if err := r.pool.ForInOrder(r.ctx, len(r.plan.modules)*r.chunks(), r.forwardTask); err != nil {
		return err
	}
	r.eachRow(r.emitTask)
	la.Gemm(r.pool, la.NoTrans, la.NoTrans, 1, r.z, p.V, 1, r.a)
	for i := range r.a.Rows {
		r.sift(i, r.a)
	}
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
	w.values, w.emitted = resize(w.values, mod.size*width), resize(w.emitted, mod.size*width)
	n, z := samples(w.values, mod.size, width), samples(w.emitted, mod.size, width) // rows are nodes
	nodes := pl.nodes[mod.first:mod.last]
	gather(n.Data, r.n, s0, width, nodes)
	for b := mod.firstBlock; b < mod.lastBlock; b++ {
		blk := &pl.blocks[b]
		at := blk.first - mod.first
		rows, emitted := n.View(at, 0, blk.size, width), z.View(at, 0, blk.size, width)
		pl.into.parts[m].AddRows(1, at, at+blk.size, &z, &rows)
		if blk.size > 1 {
			w.r = resize(w.r, len(rows.Data))
			transpose(w.r, rows.Data, blk.size, width)
			r.solveBlock(w, blk, q, s0, width)
			transpose(rows.Data, w.x, width, blk.size)
		}
		apply(f, emitted.Data, rows.Data)
	}
	scatter(r.n, n.Data, s0, width, nodes)
}

// solveBlock solves a cyclic block with the right side w.r; the solution is w.x.
func (r *run[T]) solveBlock(w *worker[T], blk *block[T], q, s0, width int) {
	c, k := &r.net.cfg, blk.size
	w.x = resize(w.x, k*width)
	copy(w.x, w.r) // the start n0 = r; in evaluation always: it does not depend on history (D13)
	r.startForward(w, blk, s0, width)
	w.start = samples(w.x, width, k)
	right := samples(w.r, width, k)
	if r.sweeps(blk) {
		w.eq = equation[T]{f: c.Activation, base: right, m: &blk.w, tol: tolerance[T](c)}
		r.follows(&w.eq, blk)
	}
	if !r.sweep(w, blk, q, s0, width, false) && r.goesOn(w, blk, false, s0) {
		w.z = resize(w.z, k*width)
		w.forward = forwardBlock[T]{f: c.Activation, pool: r.pool, w: r.plan.matrix(blk), r: right, tol: tolerance[T](c), z: w.z, back: w.forward.back}
		w.set = r.settings()
		st := r.solverOf(w, blk.cycle, q).Solve(r.ctx, &w.forward, &w.start, w.status, &w.set)
		r.settled(blk, false, s0, w.status, st)
	}
	r.keepForward(w, blk, s0, width)
}

// sweep solves w.eq by sweeps, where the block is one to be swept, and says whether every sample is solved. If not, the solved
// ones have their solutions in w.start, and others what they began with. Backward, samples are swept that were forward.
func (r *run[T]) sweep(w *worker[T], blk *block[T], q, s0, width int, backward bool) bool {
	w.status = resize(w.status, width)
	clear(w.status)
	r.count(blk, backward, SolveStats{Samples: width})
	if !r.sweeps(blk) {
		return false
	}
	var swept []bool
	if r.keep {
		swept = r.swept[blk.cycle*r.n.Rows+s0:][:width]
	}
	if backward {
		for i, ok := range swept {
			if !ok {
				w.status[i] = nonlinear.Stalled
			}
		}
	}
	most, exact, quick := r.net.cfg.mostSweeps(blk.size), 0, 0
	if blk.sparse {
		edges := &r.plan.in
		if backward {
			edges = &r.plan.back
		}
		w.sparse.solve(r.ctx, r.pool, &w.eq, &edges.parts[blk.cycle], &w.start, w.status, most)
		exact = w.sparse.exact
	} else {
		w.sweeps.solve(r.ctx, r.pool, &w.eq, &w.start, w.status, most)
		exact, quick = w.sweeps.exact, w.sweeps.quick
	}
	failed := 0
	for _, v := range w.status {
		if v != nonlinear.Converged {
			failed++
		}
	}
	r.count(blk, backward, SolveStats{Picard: exact, Quick: quick, Fallbacks: failed})
	if r.keep && !backward {
		for i, v := range w.status {
			swept[i] = v == nonlinear.Converged
		}
		h := &r.past[blk.cycle]
		h.tried.Add(int64(width))
		h.failed.Add(int64(failed))
		h.exact.Add(int64(exact))
		if failed == 0 { // what the solver holds is of another pass
			r.solvers[blk.cycle*r.chunks()+q].Reset()
		}
	}
	return failed == 0
}

// goesOn says whether the samples of a block that sweeps did not solve are to be solved in other ways. If not, they have failed.
func (r *run[T]) goesOn(w *worker[T], blk *block[T], backward bool, s0 int) bool {
	if !blk.large() {
		return true
	}
	for i, v := range w.status {
		if v != nonlinear.Converged {
			w.status[i] = nonlinear.Stalled
		}
	}
	r.settled(blk, backward, s0, w.status, nonlinear.BatchStats{})
	return false
}

// samples is data as a matrix of rows x cols.
func samples[T la.Float](data []T, rows, cols int) la.Matrix[T] {
	return la.Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: data[:rows*cols]}
}
