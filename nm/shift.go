package nm

import (
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
	"github.com/neuralmodules/nmcore/sched"
)

// In training a block is first solved in another form. With c in the middle of the slopes of f, the equation
// x = r + f(x) W is x (I - c W) = r + (f(x) - c x) W, that is
//
//	x = q + (f(x) - c x) S,  q = r + c r S,  S = W (I - c W)^-1 = ((I - c W)^-1 - I) / c.
//
// A sweep costs one product, as before, but the slopes of f(x) - c x are at most half of f's in magnitude: W normal with
// spectral radius 0.9, tanh and a tolerance of 1e-6 take 15 sweeps instead of 30 (100 to 1000 nodes). In theory of control
// this is a loop transformation. The adjoint has the same form with S^T: u = g + (d o u) W^T is u = q + ((d - c) o u) S^T. The
// result is only the start of the sweeps of the equation itself, which decide whether a sample is solved.
type shift[T la.Float] struct {
	made, ok bool // tried for the weights of the plan; I - c W was regular
	s        la.Matrix[T]
	back     la.PackedMatrix[T] // S^T
	lu       la.LU[T]
}

// shiftSamples: S pays for blocks of at most so many nodes for each sample of the batch. S takes 2 n^3 flops, and halves some 24
// sweeps a sample in either direction of 2 n^2 each. A step of 1000 nodes takes the same time either way for 64 samples, 16
// nodes a sample, one of 300 nodes three quarters with S (2026-11-25, AMD Zen 5, 2 cores of a shared server).
const shiftSamples = 12

// slopeCentre is the middle of the slopes of f.
func slopeCentre[T la.Float](f Activation) T {
	if f == Sigmoid {
		return 0.125
	}
	return 0.5
}

// shifts says whether blocks of the given size are shifted in a training pass over samples.
func (c *Config) shifts(size, samples int) bool {
	above := c.PicardAbove
	if above == 0 {
		above = 32
	}
	return size > above && c.MaxPicard >= 0 && size <= shiftSamples*samples
}

// prepareShift makes the S of block i if this training pass needs it.
func (r *run[T]) prepareShift(i int) {
	c := &r.net.cfg
	if b := &r.plan.blocks[i]; b.size > 1 && c.shifts(b.size, r.n.Rows) {
		r.plan.shifts[b.cycle].make(r.pool, &b.w, slopeCentre[T](c.Activation))
	}
}

// make computes S of w unless it is there.
func (s *shift[T]) make(pool *sched.Pool, w *la.Matrix[T], c T) {
	if s.made {
		return
	}
	s.made = true
	reshape(&s.s, w.Rows, w.Rows)
	for i := range w.Rows {
		row := s.s.Row(i)
		clear(row)
		la.Axpy(-c, w.Row(i), row)
		row[i]++
	}
	if s.ok = s.lu.Factorize(pool, &s.s) == nil; !s.ok {
		return
	}
	_ = s.lu.InverseTo(pool, &s.s) // regular: Factorize has said so
	for i := range w.Rows {
		row := s.s.Row(i)
		row[i]--
		la.Scal(1/c, row)
	}
	s.back.Pack(pool, la.Transpose, &s.s)
}

// shiftOf returns the S of a block in this pass, nil if it has none.
func (r *run[T]) shiftOf(blk *block[T]) *shift[T] {
	s := &r.plan.shifts[blk.cycle]
	if r.keep && s.ok && r.net.cfg.shifts(blk.size, r.n.Rows) {
		return s
	}
	return nil
}

// approach solves the shifted system sys from the start w.start by sweeps, and reports by w.status which samples it solved.
func (r *run[T]) approach(w *worker[T], sys nonlinear.System[T]) {
	w.set = r.settings()
	w.set.PicardAbove, w.set.MaxNewton, w.set.Forget = -1, -1, true
	r.picard.Add(int64(w.solver.Solve(r.ctx, sys, &w.start, w.status, &w.set).Picard))
}

// approachForward improves the start of a block's samples, which w.r holds as it holds r.
func (r *run[T]) approachForward(w *worker[T], s *shift[T]) {
	f, k := &w.forward, s.s.Rows
	c := slopeCentre[T](f.f)
	w.q = resize(w.q, len(f.r.Data))
	w.shifted = shiftedForward[T]{f: f.f, c: c, pool: r.pool, s: &s.s, q: samples(w.q, f.r.Rows, k), tol: f.tol, z: w.z}
	copy(w.q, f.r.Data)
	la.Gemm(r.pool, la.NoTrans, la.NoTrans, c, &f.r, &s.s, 1, &w.shifted.q)
	r.approach(w, &w.shifted)
	for i, v := range w.status {
		if v != nonlinear.Converged {
			copy(w.start.Row(i), f.r.Row(i))
		}
	}
}

// approachAdjoint improves the start d o g of a block's samples.
func (r *run[T]) approachAdjoint(w *worker[T], s *shift[T], blk *block[T], s0, width int) {
	a, k := &w.adjoint, s.s.Rows
	c := slopeCentre[T](r.net.cfg.Activation)
	n := len(a.g.Data)
	w.q, w.z, w.psi = resize(w.q, n), resize(w.z, n), resize(w.psi, n)
	w.shiftedAdjoint = shiftedAdjoint[T]{pool: r.pool, s: &s.s, back: &s.back, q: samples(w.q, a.g.Rows, k), d: samples(w.psi, a.g.Rows, k), tol: w.tol, z: w.z}
	copy(w.q, a.g.Data)
	la.GemmPacked(r.pool, la.NoTrans, c, &a.g, &s.back, 1, &w.shiftedAdjoint.q)
	for i, v := range a.d.Data {
		w.psi[i] = v - c
	}
	copy(w.x, w.q)
	r.startAdjoint(w, blk, s0, width, nil)
	r.approach(w, &w.shiftedAdjoint)
	for i, v := range w.status {
		from := a.g.Row(i)
		if v == nonlinear.Converged {
			from = w.start.Row(i)
		}
		times(w.start.Row(i), from, a.d.Row(i))
	}
}

// shiftedForward is the system x = q + (f(x) - c x) S of a chunk of samples.
type shiftedForward[T la.Float] struct {
	f    Activation
	c    T
	pool *sched.Pool
	s    *la.Matrix[T]
	q    la.Matrix[T]
	tol  T
	z    []T // scratch
}

func (b *shiftedForward[T]) Size() int { return b.s.Rows }

func (b *shiftedForward[T]) Map(g, x *la.Matrix[T], rows []int) {
	z := samples(b.z, len(rows), b.s.Rows)
	applyRows(b.f, b.c, &z, x)
	copyRows(g, &b.q, rows)
	la.Gemm(b.pool, la.NoTrans, la.NoTrans, 1, &z, b.s, 1, g)
}

func (b *shiftedForward[T]) Jacobian(*la.Matrix[T], []T, int) { panic(sweepsOnly) }

func (b *shiftedForward[T]) Tolerance(_ int, norm T) T { return b.tol * max(1, norm) }

// shiftedAdjoint is the system u = q + ((d - c) o u) S^T of a chunk of samples.
type shiftedAdjoint[T la.Float] struct {
	pool *sched.Pool
	s    *la.Matrix[T]
	back *la.PackedMatrix[T]
	q, d la.Matrix[T] // d is d - c
	tol  []T
	z    []T // scratch
}

func (b *shiftedAdjoint[T]) Size() int { return b.s.Rows }

func (b *shiftedAdjoint[T]) Map(g, u *la.Matrix[T], rows []int) {
	z := samples(b.z, len(rows), b.s.Rows)
	for i, row := range rows {
		times(z.Row(i), u.Row(i), b.d.Row(row))
	}
	copyRows(g, &b.q, rows)
	la.GemmPacked(b.pool, la.NoTrans, 1, &z, b.back, 1, g)
}

func (b *shiftedAdjoint[T]) Jacobian(*la.Matrix[T], []T, int) { panic(sweepsOnly) }

func (b *shiftedAdjoint[T]) Tolerance(row int, _ T) T { return b.tol[row] }

const sweepsOnly = "nm: shifted systems are solved by sweeps alone"
