package optnet

import (
	"context"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// Gradient is the gradient of a loss with respect to the data of a batch of programs. The zero value is ready and is reused.
type Gradient[T la.Float] struct {
	P la.Matrix[T] // samples x n: one row a sample; the others are sums over the batch
	Q la.Matrix[T] // n x n, symmetric: the gradient over symmetric Q, half of each off-diagonal pair in either place
	A la.Matrix[T] // me x n
	B []T
	G la.Matrix[T] // mi x n
	H []T

	// Status: Converged if the differentiated system was solved to Settings.Tolerance, relative to its largest term;
	// otherwise the status of the solve, or Singular, Stalled, NonFinite or Cancelled. Samples that are not Converged have
	// a row of zeros in P and no part in the sums.
	Status []Status

	dnu, dlambda   la.Matrix[T]
	z, nu, lambdas la.Matrix[T] // the solution's, zero in the rows that have no part
}

// refinements bounds the steps of iterative refinement of one sample.
const refinements = 5

// Backward computes the gradient of a loss whose derivatives with respect to sol.Z are dz (samples x n), on pool's workers.
// sol is the result of s.Solve, and s has not been prepared since. The error is ctx's. It panics if the shapes disagree.
//
// With the solution (d_z, d_lambda, d_nu) of the differentiated optimality conditions for the right side -dz (OptNet,
// section 3; here in symmetric form, with -s/lambda in place of diag(lambda), diag(Gz - h))
//
//	dp = d_z, dQ = (d_z z' + z d_z')/2, dG = d_lambda z' + lambda d_z', dh = -d_lambda, dA = d_nu z' + nu d_z', db = -d_nu
func (s *Solver[T]) Backward(ctx context.Context, pool *sched.Pool, grad *Gradient[T], sol *Solution[T], dz *la.Matrix[T]) error {
	rows := len(sol.Status)
	if dz.Rows != rows || dz.Cols != s.n || sol.Z.Cols != s.n || sol.Nu.Cols != s.me || sol.Lambda.Cols != s.mi {
		panic(badShape)
	}
	grad.prepare(s, rows)
	sol.scratch(s, pool.Workers())
	sol.grad, sol.dz = grad, dz
	if sol.adjoint == nil {
		sol.adjoint = func(worker, i int) { sol.workers[worker].adjoint(sol, i) }
	}
	err := pool.ForWorker(ctx, rows, sol.adjoint)
	sol.s, sol.grad, sol.dz = nil, nil, nil
	grad.sum(pool, sol)
	return err
}

func (g *Gradient[T]) prepare(s *Solver[T], rows int) {
	reshape(&g.P, rows, s.n)
	reshape(&g.dnu, rows, s.me)
	reshape(&g.dlambda, rows, s.mi)
	reshape(&g.Q, s.n, s.n)
	reshape(&g.A, s.me, s.n)
	reshape(&g.G, s.mi, s.n)
	g.B, g.H = grow(g.B, s.me), grow(g.H, s.mi)
	g.Status = grow(g.Status, rows)
	for i := range g.Status {
		g.Status[i] = Cancelled
	}
	clear(g.P.Data)
	clear(g.dnu.Data)
	clear(g.dlambda.Data)
}

// sum forms the parts that add up over the batch.
func (g *Gradient[T]) sum(pool *sched.Pool, sol *Solution[T]) {
	g.masked(&g.z, &sol.Z)
	g.masked(&g.nu, &sol.Nu)
	g.masked(&g.lambdas, &sol.Lambda)
	const tr, no = la.Transpose, la.NoTrans
	la.Gemm(pool, tr, no, 0.5, &g.P, &g.z, 0, &g.Q)
	for i := range g.Q.Rows {
		for j := range i + 1 {
			v := g.Q.Row(i)[j] + g.Q.Row(j)[i]
			g.Q.Row(i)[j], g.Q.Row(j)[i] = v, v
		}
	}
	la.Gemm(pool, tr, no, 1, &g.dnu, &g.z, 0, &g.A)
	la.Gemm(pool, tr, no, 1, &g.nu, &g.P, 1, &g.A)
	la.Gemm(pool, tr, no, 1, &g.dlambda, &g.z, 0, &g.G)
	la.Gemm(pool, tr, no, 1, &g.lambdas, &g.P, 1, &g.G)
	clear(g.B)
	clear(g.H)
	for i := range g.P.Rows {
		la.Axpy(-1, g.dnu.Row(i), g.B)
		la.Axpy(-1, g.dlambda.Row(i), g.H)
	}
}

// masked copies src to dst, with zeros for the samples that have no part in the gradient.
func (g *Gradient[T]) masked(dst, src *la.Matrix[T]) {
	reshape(dst, src.Rows, src.Cols)
	for i, st := range g.Status {
		if st == Converged {
			copy(dst.Row(i), src.Row(i))
		} else {
			clear(dst.Row(i))
		}
	}
}

// adjoint solves the differentiated conditions of row i.
func (w *worker[T]) adjoint(sol *Solution[T], i int) {
	s, g := w.s, sol.grad
	if sol.Status[i] != Converged {
		g.Status[i] = sol.Status[i]
		return
	}
	unscale(w.p, sol.dz.Row(i), s.c)
	copy(w.slack, sol.slacks.Row(i))
	copy(w.lambda, sol.lambdas.Row(i))
	g.Status[i] = w.differentiate()
	if g.Status[i] != Converged {
		return
	}
	unscale(g.P.Row(i), w.y[:s.n], s.c)
	unscale(g.dnu.Row(i), w.y[s.n:], s.f)
	unscale(g.dlambda.Row(i), w.dl, s.e)
}

// differentiate solves  k y + [g'dl; 0] = -[p; 0],  g z - diag(s/lambda) dl = 0  for y = (z, nu) and dl, where p is the
// derivative of the loss, by the factors of k and of W + diag(s/lambda), refined until the residual of this system itself
// stops falling.
func (w *worker[T]) differentiate() Status {
	s := w.s
	size := maxAbs(w.p)
	clear(w.y)
	clear(w.dl)
	switch {
	case size == 0:
		return Converged
	case !(size <= largest[T]()):
		return NonFinite
	case !w.factorize():
		return Singular
	}
	before := T(1)
	for k := 0; ; k++ {
		now := w.adjointResidual()
		switch {
		case k == 0 || now > 4*epsilon[T]() && now < before/4 && k <= refinements:
			before = now
		case now <= s.tolerance():
			return Converged
		default:
			return Stalled
		}
		w.solveK(w.t, w.r)
		la.Scal(-1, w.t)
		copy(w.dla, w.rs)
		la.Gemv(nil, la.NoTrans, 1, &s.g, w.t[:s.n], 1, w.dla)
		_ = w.lu.SolveVecTo(w.dla, la.NoTrans, w.dla)
		la.Gemv(nil, la.NoTrans, -1, &s.m, w.dla, 1, w.t)
		la.Axpy(1, w.t, w.y)
		la.Axpy(1, w.dla, w.dl)
	}
}

// adjointResidual evaluates the system of differentiate: r and rs, and the largest of them relative to the largest term.
// The rows of the inequalities count relative to their coefficients, of which s/lambda can be huge.
func (w *worker[T]) adjointResidual() T {
	s := w.s
	la.Gemv(nil, la.NoTrans, 1, &s.k, w.y, 0, w.r)
	la.Gemv(nil, la.Transpose, 1, &s.g, w.dl, 0, w.gl)
	la.Gemv(nil, la.NoTrans, 1, &s.g, w.y[:s.n], 0, w.rs)
	scale := max(maxAbs(w.p), maxAbs(w.r), maxAbs(w.gl), maxAbs(w.rs))
	for j, v := range w.gl {
		w.r[j] += v + w.p[j]
	}
	worst := maxAbs(w.r)
	for j, v := range w.dl {
		d := w.slack[j] / w.lambda[j]
		w.rs[j] -= d * v
		worst = max(worst, abs(w.rs[j])/(1+d))
	}
	return worst / scale
}

// Gram writes LL' + eps I to q, for square L of q's size, which is symmetric and, for eps > 0, positive definite.
func Gram[T la.Float](pool *sched.Pool, q, l *la.Matrix[T], eps T) {
	la.Gemm(pool, la.NoTrans, la.Transpose, 1, l, l, 0, q)
	for i := range q.Rows {
		q.Row(i)[i] += eps
	}
}

// GramGradient writes the gradient with respect to L to dl, for Q = LL' + eps I and its gradient dq, symmetric: 2 dQ L.
func GramGradient[T la.Float](pool *sched.Pool, dl, dq, l *la.Matrix[T]) {
	la.Gemm(pool, la.NoTrans, la.NoTrans, 2, dq, l, 0, dl)
}
