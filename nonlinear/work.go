package nonlinear

import (
	"context"
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// A method counts as stalled when max|F| of the best iterate has not dropped to stallDrop of itself
// within a window of iterations: a short one for methods that only go down, a long one for those
// that have to climb first.
const (
	stallDrop  = 0.9
	descending = 30
	wandering  = 200
)

// work is one solve under way: what all methods share. It alone calls F, keeps the best iterate,
// and decides that a solve has converged or that its budget has run out.
type work struct {
	ctx context.Context
	p   Problem
	set Settings

	stop                    Status // non-zero: every method returns at once
	iterations, evaluations int

	best, fbest []float64 // best iterate and its residual
	bestNorm    float64   // max|fbest|

	// Current point, its residual, the step, and a trial point with its residual.
	x, fx, dx, xt, ft []float64
	jac               *la.Matrix[float64]
	lu                la.LU[float64]

	norm       float64 // max|fx|
	window     int
	since      int // iterations since mark was set
	mark       float64
	start      []float64 // x0
	restarting bool
}

func newWork(ctx context.Context, p Problem, set Settings, x0 []float64) *work {
	n := p.N
	v := make([]float64, 6*n)
	part := func(i int) []float64 { return v[i*n : (i+1)*n : (i+1)*n] }
	return &work{ctx: ctx, p: p, set: set,
		start: x0, best: append(make([]float64, 0, n), x0...), bestNorm: math.Inf(1),
		x: part(0), fx: part(1), dx: part(2), xt: part(3), ft: part(4), fbest: part(5)}
}

// first evaluates F at the start.
func (w *work) first() {
	copy(w.x, w.best)
	if norm := w.eval(w.fx, w.x); w.stop == 0 && math.IsInf(norm, 1) {
		w.stop = NonFinite
	}
}

// diagnose returns the status of a solve whose methods have ended. Where none of them has settled it,
// the Jacobian at the best iterate says which kind of standstill it is.
func (w *work) diagnose() Status {
	if w.stop != 0 {
		return w.stop
	}
	w.begin(0)
	finite := w.jacobian()
	switch {
	case w.stop != 0:
		return w.stop
	case !finite:
		return NonFinite
	case w.lu.Factorize(nil, w.jac) != nil || w.lu.RCond() < eps[float64]():
		return Singular
	}
	return Stalled
}

// eval sets fx = F(x) and returns max|F|, +Inf for any value that is not finite. It sets w.stop when x is
// a root, and without calling F when there is no budget or no context left.
func (w *work) eval(fx, x []float64) float64 {
	norm := w.call(fx, x)
	if norm < w.bestNorm {
		w.bestNorm = norm
		copy(w.best, x)
		copy(w.fbest, fx)
	}
	if norm <= w.set.Tolerance {
		w.stop = Converged
	}
	return norm
}

func (w *work) call(fx, x []float64) float64 {
	switch {
	case w.stop != 0:
	case w.ctx.Err() != nil:
		w.stop = Cancelled
	case w.set.MaxEvaluations > 0 && w.evaluations >= w.set.MaxEvaluations:
		w.stop = MaxIterations
	default:
		w.evaluations++
		w.p.F(fx, x)
		if m := maxAbs(fx); m <= math.MaxFloat64 {
			return m
		}
	}
	return math.Inf(1)
}

// begin puts a method on the best iterate, or on the start if it is to begin anew.
func (w *work) begin(window int) {
	w.window, w.since, w.mark = window, 0, w.bestNorm
	if w.restarting {
		copy(w.x, w.start)
		w.norm = w.eval(w.fx, w.x)
		return
	}
	copy(w.x, w.best)
	copy(w.fx, w.fbest)
	w.norm = w.bestNorm
}

// next opens an iteration. It returns false when the solve is over, or when the residual of the
// best iterate has not dropped for a whole window.
func (w *work) next() bool {
	if w.stop != 0 {
		return false
	}
	if w.iterations >= w.set.MaxIterations {
		w.stop = MaxIterations
		return false
	}
	if w.bestNorm <= stallDrop*w.mark {
		w.mark, w.since = w.bestNorm, 0
	}
	if w.since == w.window {
		return false
	}
	w.since++
	w.iterations++
	return true
}

// accept makes the trial point the current one.
func (w *work) accept(norm float64) {
	w.x, w.xt = w.xt, w.x
	w.fx, w.ft = w.ft, w.fx
	w.norm = norm
}

// try sets xt = x + lambda dx, evaluates there and returns max|F|.
func (w *work) try(lambda float64) float64 {
	for i, d := range w.dx {
		w.xt[i] = w.x[i] + lambda*d
	}
	return w.eval(w.ft, w.xt)
}

// jacobian sets w.jac to the Jacobian at x and reports whether all of it is finite; if w.stop is set
// meanwhile, it is not.
func (w *work) jacobian() bool {
	if w.jac == nil {
		w.jac = la.NewMatrix[float64](w.p.N, w.p.N)
	}
	if w.p.Jac != nil {
		w.p.Jac(w.jac, w.x)
	} else {
		w.differences()
	}
	return w.stop == 0 && maxAbs(w.jac.Data) <= math.MaxFloat64
}

// differences sets w.jac by forward differences, column by column, and backward ones where F is not
// finite ahead. The step is sqrt(eps) times |x_j|, but not less than sqrt(eps)/1000, below which
// rounding in F would swamp the difference (Dennis & Schnabel 1983, 5.4, with 1/1000 for typx).
func (w *work) differences() {
	root := math.Sqrt(eps[float64]())
	copy(w.xt, w.x)
	for j, x := range w.x {
		h := root * max(abs(x), 1e-3)
		for _, step := range [2]float64{h, -h} {
			w.xt[j] = x + step
			if !math.IsInf(w.call(w.ft, w.xt), 1) {
				break
			}
		}
		h = w.xt[j] - x // what rounding has left of the step
		for i, f := range w.ft {
			w.jac.Set(i, j, (f-w.fx[i])/h)
		}
		w.xt[j] = x
	}
}

// tooShort reports whether lambda dx is too short to change x noticeably.
func (w *work) tooShort(lambda float64) bool {
	for i, d := range w.dx {
		if abs(lambda*d) > 4*eps[float64]()*max(abs(w.x[i]), 1e-300) {
			return false
		}
	}
	return true
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
