package nonlinear

import (
	"context"
	"math"

	"github.com/neuralmodules/nmcore/la"
)

const maxFloat = math.MaxFloat64

// Iterations a method goes on without a new best residual, if nothing else is said: few for methods that only go down, many
// for those that have to climb first.
const (
	descending = 30
	wandering  = 200
)

// most is how many points a globalisation tries for one step.
const most = 60

// Solver holds the storage of solves, to be used again. The zero value is ready. It is not safe for concurrent use.
//
// For N unknowns it needs 7 vectors of N float64. Newton adds the Jacobian and its factors, 2 N^2 numbers;
// Levenberg-Marquardt, and Newton at a singular Jacobian, one N^2 more; Broyden, Anderson and Newton-Krylov 2, 2 and 1
// vectors for each step they remember; Homotopy 2 (N+1)^2 numbers. [Solver.Bytes] tells what is held.
type Solver struct {
	ctx context.Context
	p   Problem
	set Settings
	tol float64 // of this solve

	stop                    Status // non-zero: every method returns at once
	method                  string // at work
	iterations, evaluations int
	start                   []float64 // x0
	restarting              bool

	// Best iterate; current point, step, trial point; and F at the points. After a step the trial point is
	// where it came from.
	best, fbest, x, fx, dx, xt, ft []float64
	bestNorm, norm                 float64 // max|fbest|, max|fx|

	// How long the method at work may go on.
	halt  Stop
	since int     // iterations since mark was set
	mark  float64 // best residual then

	// Jacobian at some iterate, its factors, and what the reuse of both rests on.
	jac      la.Matrix[float64]
	lu       la.LU[float64]
	factored bool // lu holds the factors of jac
	age      int  // steps taken with jac, -1: jac is to be evaluated
	lastNorm float64
	reuse    Reuse
	groups   groups
	scratch  []float64 // 2 N, for differences of products

	region region   // of the descents with a radius
	normal normal   // normal equations
	memory memory   // steps of Broyden and Anderson
	krylov krylov   // of GMRES
	search search   // of line searches
	path   homotopy // of Homotopy
}

// open begins a solve: it evaluates F at the start.
func (w *Solver) open(ctx context.Context, p Problem, set Settings, x0 []float64) {
	w.ctx, w.p, w.set, w.start = ctx, p, set, x0
	w.stop, w.iterations, w.evaluations, w.restarting = 0, 0, 0, false
	w.age, w.factored = -1, false
	w.groups.ready = false
	for _, v := range [...]*[]float64{&w.best, &w.fbest, &w.x, &w.fx, &w.dx, &w.xt, &w.ft} {
		*v = fit(*v, p.N)
	}
	copy(w.best, x0)
	copy(w.x, x0)
	w.bestNorm, w.tol = math.Inf(1), set.Tolerance
	norm := w.eval(w.fx, w.x)
	if w.stop == 0 && math.IsInf(norm, 1) {
		w.stop = NonFinite
	}
	if w.stop == 0 && set.Relative > 0 {
		if w.tol = max(w.tol, set.Relative*norm); norm <= w.tol {
			w.stop = Converged
		}
	}
}

// close forgets what belongs to the caller.
func (w *Solver) close() { w.ctx, w.p, w.set, w.start = nil, Problem{}, Settings{}, nil }

// diagnose returns the status of a solve whose methods have ended. Where none of them has settled it,
// the Jacobian at the best iterate says which kind of standstill it is.
func (w *Solver) diagnose() Status {
	if w.stop != 0 {
		return w.stop
	}
	w.begin(Stop{}, 0)
	switch {
	case !w.jacobian():
		return w.stop
	case w.lu.Factorize(nil, &w.jac) == nil && w.lu.RCond() >= eps[float64]():
		return Stalled
	case !(maxAbs(w.jac.Data) <= maxFloat):
		return NonFinite
	}
	return Singular
}

// measure sets fx = F(x) in units of FScale and returns max|fx|.
func (w *Solver) measure(fx, x []float64) float64 {
	w.p.F(fx, x)
	for i, s := range w.set.FScale {
		fx[i] /= s
	}
	return maxAbs(fx)
}

// eval sets fx = F(x) and returns max|F|, +Inf for any value that is not finite. It sets w.stop when x is
// a root, and without calling F when there is no budget or no context left.
func (w *Solver) eval(fx, x []float64) float64 {
	norm := w.call(fx, x)
	if norm < w.bestNorm {
		w.bestNorm = norm
		copy(w.best, x)
		copy(w.fbest, fx)
	}
	if norm <= w.tol {
		w.stop = Converged
	}
	return norm
}

// call is eval for points that are no iterates.
func (w *Solver) call(fx, x []float64) float64 {
	switch {
	case w.stop != 0:
	case w.ctx.Err() != nil:
		w.stop = Cancelled
	case w.set.MaxEvaluations > 0 && w.evaluations >= w.set.MaxEvaluations:
		w.stop = MaxIterations
	default:
		w.evaluations++
		if m := w.measure(fx, x); m <= maxFloat {
			return m
		}
	}
	return math.Inf(1)
}

// begin puts a method on the best iterate, or on the start if it is to begin anew. A Jacobian that is not of that
// point counts as stale.
func (w *Solver) begin(stop Stop, window int) {
	if stop.Window == 0 {
		stop.Window = window
	}
	if stop.Drop == 0 {
		stop.Drop = 0.9
	}
	if stop.Growth == 0 {
		stop.Growth = 1e50
	}
	w.halt, w.since, w.mark = stop, 0, w.bestNorm
	w.age, w.lastNorm = -1, math.Inf(1)
	if w.restarting {
		copy(w.x, w.start)
		w.norm = w.eval(w.fx, w.x)
		return
	}
	copy(w.x, w.best)
	copy(w.fx, w.fbest)
	w.norm = w.bestNorm
}

// next opens an iteration. It returns false when the solve is over, when the best residual has not dropped for a whole
// window, or when the iterates run away.
func (w *Solver) next() bool {
	if w.stop != 0 {
		return false
	}
	if w.iterations >= w.set.MaxIterations {
		w.stop = MaxIterations
		return false
	}
	if w.bestNorm <= w.halt.Drop*w.mark {
		w.mark, w.since = w.bestNorm, 0
	}
	if w.since == w.halt.Window || w.norm > w.halt.Growth*w.bestNorm {
		return false
	}
	w.since++
	w.iterations++
	return true
}

// accept makes the trial point the current one.
func (w *Solver) accept(norm float64) {
	w.x, w.xt = w.xt, w.x
	w.fx, w.ft = w.ft, w.fx
	w.lastNorm, w.norm = w.norm, norm
}

// try sets xt = x + lambda dx, evaluates there and returns max|F|.
func (w *Solver) try(lambda float64) float64 {
	for i, d := range w.dx {
		w.xt[i] = w.x[i] + lambda*d
	}
	return w.eval(w.ft, w.xt)
}

// tooShort reports whether lambda dx is too short to change x noticeably.
func (w *Solver) tooShort(lambda float64) bool {
	for i, d := range w.dx {
		if abs(lambda*d) > 4*eps[float64]()*max(abs(w.x[i]), 1e-300) {
			return false
		}
	}
	return true
}

// Bytes returns the size of the storage that s holds.
func (w *Solver) Bytes() int {
	lu, piv := w.lu.Factors()
	n := 8*cap(lu.Data) + 4*cap(piv) + w.path.bytes() + 4*(cap(w.groups.columns)+cap(w.groups.starts)+cap(w.groups.rest)+cap(w.groups.used))
	for _, v := range [...][]float64{w.best, w.fbest, w.x, w.fx, w.dx, w.xt, w.ft, w.jac.Data, w.scratch, w.region.vectors, w.normal.jtj.Data, w.normal.m.Data, w.normal.vectors,
		w.memory.data, w.memory.r, w.krylov.data, w.krylov.small, w.search.past, w.search.slope, w.search.scratch} {
		n += 8 * cap(v)
	}
	return n
}

// sumSquares returns |f|^2, scaled by 1/scale^2 against overflow.
func sumSquares(f []float64, scale float64) float64 {
	s := 0.0
	for _, v := range f {
		v /= scale
		s += v * v
	}
	return s
}
