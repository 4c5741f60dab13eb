package optnet

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// worker is what one worker needs for one sample; all vectors are of the scaled program.
type worker[T la.Float] struct {
	s *Solver[T]

	d   la.Matrix[T] // W + diag(s/lambda)
	lu  la.LU[T]     // of d
	mem []T

	p          []T // c p
	y, r, t    []T // z over nu; residual k y + [p + g'lambda; -b]; K solves and steps of y
	gl, tmp    []T // g'lambda, any
	slack      []T // s
	lambda     []T
	v, rs      []T // g z; g z + s - h
	gt         []T // g t + rs
	ds, dl     []T // steps
	dsa, dla   []T // the predictor's
	rhs        []T
	best       T // least residual so far
	scaleL     T // max(1, |lambda|) of the last residual
	iterations int
}

// fit cuts the vectors for s.
func (w *worker[T]) fit(s *Solver[T]) {
	w.s = s
	n, k, mi := s.n, s.n+s.me, s.mi
	reshape(&w.d, mi, mi)
	w.mem = grow(w.mem, 3*n+3*k+10*mi)
	rest := w.mem
	cut := func(size int) []T {
		part := rest[:size:size]
		rest = rest[size:]
		return part
	}
	w.p, w.gl, w.tmp = cut(n), cut(n), cut(n)
	w.y, w.r, w.t = cut(k), cut(k), cut(k)
	w.slack, w.lambda, w.v, w.rs, w.gt = cut(mi), cut(mi), cut(mi), cut(mi), cut(mi)
	w.ds, w.dl, w.dsa, w.dla, w.rhs = cut(mi), cut(mi), cut(mi), cut(mi), cut(mi)
}

// sample solves row i of sol.
func (w *worker[T]) sample(sol *Solution[T], i int) {
	s := w.s
	if s.bad != 0 {
		sol.Status[i] = s.bad
		return
	}
	unscale(w.p, sol.p.Row(i), s.c)
	if !finite(w.p) {
		sol.Status[i] = NonFinite
		return
	}
	w.best, w.iterations = T(math.Inf(1)), 0
	st := w.run(sol, i)
	if st == Infeasible {
		w.certificate(sol, i)
	}
	sol.Status[i], sol.Iterations[i] = st, w.iterations
}

// After cautious iterations without a smaller residual the steps are plain path-following ones, which end the cycles that
// Mehrotra's corrector can fall into; after patience of them the sample is given up.
const (
	cautious = 8
	patience = 30
)

// run is the interior-point method (OptNet, section 3; the starting point and the steps are those of J. Mattingley,
// S. Boyd, CVXGEN: a code generator for embedded convex optimization, Optim. Eng. 13, 2012). It keeps the best iterate in row i of sol.
func (w *worker[T]) run(sol *Solution[T], i int) Status {
	s := w.s
	w.start()
	since := 0
	for iter := 0; ; iter++ {
		res := w.residual()
		if since++; res < w.best {
			w.keep(sol, i, res)
			since = 0
		}
		switch {
		case res <= s.tolerance():
			return Converged
		case s.mi > 0 && iter > 0 && w.infeasible():
			return Infeasible
		case since == patience || !(res <= largest[T]()):
			return Stalled
		case iter == s.maxIterations():
			return MaxIterations
		}
		if !w.factorize() {
			if since > 0 { // rounding already governs the iterates: the residual no longer fell
				return Stalled
			}
			return Singular
		}
		w.iterations++
		w.step(since >= cautious)
	}
}

// start solves the program with |s|^2/2 in place of the inequalities' sign and moves s and lambda inside.
func (w *worker[T]) start() {
	s := w.s
	for j, v := range w.p {
		w.t[j] = -v
	}
	copy(w.t[s.n:], s.b)
	w.solveK(w.y, w.t)
	if s.mi == 0 {
		return
	}
	copy(w.rhs, s.h)
	la.Gemv(nil, la.NoTrans, 1, &s.g, w.y[:s.n], -1, w.rhs)
	_ = s.first.SolveVecTo(w.lambda, la.NoTrans, w.rhs)
	la.Gemv(nil, la.NoTrans, -1, &s.m, w.lambda, 1, w.y)
	low, high := w.lambda[0], w.lambda[0]
	for _, v := range w.lambda {
		low, high = min(low, v), max(high, v)
	}
	up, down := T(0), T(0) // shifts that make lambda and s positive
	if low <= 0 {
		up = 1 - low
	}
	if high >= 0 {
		down = 1 + high
	}
	for j, v := range w.lambda {
		w.slack[j], w.lambda[j] = down-v, up+v
	}
}

// solveK writes k^-1 b to dst.
func (w *worker[T]) solveK(dst, b []T) { _ = w.s.lu.SolveVecTo(dst, la.NoTrans, b) }

// residual evaluates the optimality conditions at y, slack, lambda and returns the largest part, relative as in Solution.Residual.
func (w *worker[T]) residual() T {
	s := w.s
	n := s.n
	z := w.y[:n]
	la.Gemv(nil, la.NoTrans, 1, &s.q, z, 0, w.r[:n])
	la.Gemv(nil, la.NoTrans, 1, &s.a, z, 0, w.r[n:])
	la.Gemv(nil, la.Transpose, 1, &s.a, w.y[n:], 0, w.tmp)
	la.Gemv(nil, la.Transpose, 1, &s.g, w.lambda, 0, w.gl)
	la.Gemv(nil, la.NoTrans, 1, &s.g, z, 0, w.v)
	scale, worst := T(1), T(0)
	for j, c := range s.c {
		scale = max(scale, abs(w.r[j])/c, abs(w.p[j])/c, abs(w.tmp[j])/c, abs(w.gl[j])/c)
		w.r[j] += w.p[j] + w.tmp[j] + w.gl[j]
		worst = max(worst, abs(w.r[j])/c)
	}
	worst /= scale
	for j, b := range s.b {
		w.r[n+j] -= b
		worst = max(worst, abs(w.r[n+j])/max(s.f[j], abs(b)))
	}
	w.scaleL = 1
	for j, l := range w.lambda {
		w.scaleL = max(w.scaleL, l*s.e[j])
	}
	for j, h := range s.h {
		slack := h - w.v[j]
		w.rs[j] = w.slack[j] - slack
		slack /= max(s.e[j], abs(h), abs(w.v[j]))
		worst = max(worst, -slack, min(slack, w.lambda[j]*s.e[j]/w.scaleL))
	}
	return worst
}

// keep stores the iterate in row i of sol.
func (w *worker[T]) keep(sol *Solution[T], i int, res T) {
	s := w.s
	w.best = res
	sol.Residual[i] = res
	unscale(sol.Z.Row(i), w.y[:s.n], s.c)
	unscale(sol.Nu.Row(i), w.y[s.n:], s.f)
	unscale(sol.Lambda.Row(i), w.lambda, s.e)
	copy(sol.slacks.Row(i), w.slack)
	copy(sol.lambdas.Row(i), w.lambda)
	margin := T(math.Inf(1))
	for j, h := range s.h {
		margin = min(margin, max(w.slack[j]/max(s.e[j], abs(h), abs(w.v[j])), w.lambda[j]*s.e[j]/w.scaleL))
	}
	sol.Margin[i] = margin
}

// infeasible says whether (lambda, nu) or the last step of it is a certificate, and leaves it in dl and t. Where the
// constraints contradict each other the multipliers grow without bound in its direction; their steps are free of the bounded
// part that balances Qz + p.
func (w *worker[T]) infeasible() bool {
	n := w.s.n
	for j, v := range w.dl {
		w.dl[j] = max(v, 0)
	}
	if w.proves(w.dl, w.t[n:]) {
		return true
	}
	copy(w.dl, w.lambda)
	copy(w.t[n:], w.y[n:])
	return w.proves(w.dl, w.t[n:])
}

// proves says whether lambda and nu prove that no z of reasonable size satisfies the constraints: every z that does has
// (g'lambda + a'nu)'z <= h'lambda + b'nu, so if the right side is negative, max|z| is at least its quotient by |..|_1.
func (w *worker[T]) proves(lambda, nu []T) bool {
	s := w.s
	bound := la.Dot(s.h, lambda) + la.Dot(s.b, nu)
	var terms T
	for j, h := range s.h {
		terms += abs(h * lambda[j])
	}
	for j, b := range s.b {
		terms += abs(b * nu[j])
	}
	if !(-bound > 64*epsilon[T]()*terms) {
		return false
	}
	la.Gemv(nil, la.Transpose, 1, &s.g, lambda, 0, w.tmp)
	la.Gemv(nil, la.Transpose, 1, &s.a, nu, 1, w.tmp)
	radius := T(1e6)
	if isFloat32[T]() {
		radius = 1e3
	}
	return la.Asum(w.tmp)*radius*max(1, maxAbs(w.y[:s.n])) <= -bound
}

// certificate writes the proof that infeasible left to row i of sol.
func (w *worker[T]) certificate(sol *Solution[T], i int) {
	s := w.s
	nu := w.t[s.n:]
	scale := -1 / (la.Dot(s.h, w.dl) + la.Dot(s.b, nu))
	la.Scal(scale, w.dl)
	la.Scal(scale, nu)
	unscale(sol.Lambda.Row(i), w.dl, s.e)
	unscale(sol.Nu.Row(i), nu, s.f)
}

// factorize forms and factorises W + diag(s/lambda) and a little more: beside the unit diagonal of W it changes
// nothing but keeps the matrix regular when active inequalities depend on each other. Newton's method and refinement undo it.
func (w *worker[T]) factorize() bool {
	copy(w.d.Data, w.s.w.Data)
	for j, l := range w.lambda {
		w.d.Row(j)[j] += w.slack[j]/l + 64*epsilon[T]()
	}
	return w.lu.Factorize(nil, &w.d) == nil
}

// step makes one iteration with the residuals and factors at hand.
//
// Newton's equations are  k dy + [g'dlambda; 0] = -r,  g dz + ds = -rs,  lambda ds + s dlambda = -rc. Eliminating dy and ds
// leaves (W + diag(s/lambda)) dlambda = g t + rs - rc/lambda with t = -k^-1 r.
func (w *worker[T]) step(careful bool) {
	s := w.s
	w.solveK(w.t, w.r)
	la.Scal(-1, w.t)
	copy(w.gt, w.rs)
	la.Gemv(nil, la.NoTrans, 1, &s.g, w.t[:s.n], 1, w.gt)

	if s.mi == 0 {
		la.Axpy(1, w.t, w.y)
		return
	}
	// Predictor: rc = s lambda.
	copy(w.rhs, w.slack)
	w.direction(w.dsa, w.dla)
	alpha := min(1, w.longest(w.dsa, w.dla))
	var mu, after T
	for j, v := range w.slack {
		mu += v * w.lambda[j]
		after += (v + alpha*w.dsa[j]) * (w.lambda[j] + alpha*w.dla[j])
	}
	sigma := after / mu
	sigma *= sigma * sigma
	mu /= T(s.mi)
	// Corrector: rc = s lambda + ds_a dlambda_a - sigma mu.
	second := T(1)
	if careful {
		second, sigma = 0, max(sigma, 0.5)
	}
	for j, v := range w.slack {
		w.rhs[j] = v + (second*w.dsa[j]*w.dla[j]-sigma*mu)/w.lambda[j]
	}
	w.direction(w.ds, w.dl)
	// Almost to the boundary, the closer the nearer the end: steps of nearly 1 make the end superlinear.
	alpha = min(1, min(max(0.99, 1-mu), 1-sqrt(epsilon[T]()))*w.longest(w.ds, w.dl))
	la.Gemv(nil, la.NoTrans, -1, &s.m, w.dl, 1, w.t)
	la.Axpy(alpha, w.t, w.y)
	la.Axpy(alpha, w.ds, w.slack)
	la.Axpy(alpha, w.dl, w.lambda)
}

// direction solves for ds and dlambda, where rhs holds rc/lambda.
func (w *worker[T]) direction(ds, dl []T) {
	for j, v := range w.gt {
		dl[j] = v - w.rhs[j]
	}
	_ = w.lu.SolveVecTo(dl, la.NoTrans, dl)
	for j, v := range dl {
		ds[j] = -w.rhs[j] - w.slack[j]/w.lambda[j]*v
	}
}

// longest returns the largest step that keeps s and lambda from being negative.
func (w *worker[T]) longest(ds, dl []T) T {
	alpha := T(math.Inf(1))
	for j, v := range ds {
		if v < 0 {
			alpha = min(alpha, -w.slack[j]/v)
		}
		if dl[j] < 0 {
			alpha = min(alpha, -w.lambda[j]/dl[j])
		}
	}
	return alpha
}
