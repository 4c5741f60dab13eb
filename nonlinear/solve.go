package nonlinear

import (
	"context"
	"fmt"
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// Problem is a square system F(x) = 0 of N unknowns.
type Problem struct {
	N int
	// F sets fx = F(x). It must not write x nor keep either slice. Where F is not defined it may
	// leave NaN in fx; the methods turn back from there.
	F func(fx, x []float64)
	// Jac sets jac[i][j] = dF_i/dx_j at x. If nil, forward differences are used.
	Jac func(jac *la.Matrix[float64], x []float64)
}

// Settings are tolerances and budgets. The zero value of a field means its default.
type Settings struct {
	Tolerance      float64 // a root is a point where max|F| <= Tolerance; 0 means 1e-10
	MaxIterations  int     // over all methods; 0 means 1000
	MaxEvaluations int     // of F, those for differences included, the last check not; 0 means no limit
}

// Result is the outcome of a solve.
type Result struct {
	X           []float64 // the best iterate, whatever the status
	Status      Status
	Residual    float64 // max|F(X)|, computed anew at the end; NaN if F is NaN there
	Iterations  int
	Evaluations int // calls of F
}

// Method is a way to a root, put together from parts. The zero values of this package's methods
// are ready to use; they hold no state and may be shared.
type Method interface {
	// solve starts from w's best iterate and goes on until w.stop is set or the method is at its end.
	solve(w *work)
}

// Sequence tries methods in turn; each starts from the best iterate so far.
type Sequence []Method

func (q Sequence) solve(w *work) {
	for _, m := range q {
		m.solve(w)
	}
}

// Restart lets a method of a [Sequence] begin at the start of the solve, not at the best iterate.
type Restart struct{ Method }

func (r Restart) solve(w *work) {
	w.restarting = true
	r.Method.solve(w)
	w.restarting = false
}

// byDefault is the method that stands for nil: the cheap one first, then those that go on where
// the Jacobian is singular or |F| has a minimum that is no root.
var byDefault = Sequence{Newton{}, LevenbergMarquardt{}, PseudoTransient{}, Restart{Newton{FullStep{}}}}

// Solve looks for a root of p from x0, which it does not write. The error is nil if and only if the
// status is [Converged]: the residual, computed at the returned point, meets the tolerance.
// Otherwise the error wraps [ErrNotConverged], or the context's error if that ended the solve.
//
// A nil ctx never ends; a nil m means Newton with a line search, followed where that fails by
// Levenberg-Marquardt and pseudo-transient continuation; a nil s means the defaults. Solve
// panics if F is nil, if N is negative or not the length of x0, and if the tolerance is negative
// or not finite. A panic of F or Jac passes through.
func Solve(ctx context.Context, p Problem, x0 []float64, m Method, s *Settings) (Result, error) {
	if p.F == nil {
		panic(nilProblem)
	}
	if p.N < 0 {
		panic(badSize)
	}
	if len(x0) != p.N {
		panic(badStart)
	}
	var set Settings
	if s != nil {
		set = *s
	}
	if !(set.Tolerance >= 0) || math.IsInf(set.Tolerance, 1) {
		panic(badTolerance)
	}
	if set.Tolerance == 0 {
		set.Tolerance = 1e-10
	}
	if set.MaxIterations <= 0 {
		set.MaxIterations = 1000
	}
	if ctx == nil {
		ctx = context.Background()
	}
	if m == nil {
		m = byDefault
	}

	w := newWork(ctx, p, set, x0)
	w.first()
	m.solve(w)
	status := w.diagnose()

	// The last word has F itself, at the point that is returned.
	r := Result{X: w.best, Iterations: w.iterations}
	p.F(w.ft, w.best)
	r.Evaluations = w.evaluations + 1
	r.Residual = maxAbs(w.ft)
	if status == Converged && !(r.Residual <= set.Tolerance) {
		status = Stalled // F is not a function of x alone, or wrote x
	}
	r.Status = status
	switch status {
	case Converged:
		return r, nil
	case Cancelled:
		return r, fmt.Errorf("nonlinear: %s after %d iterations, residual %.3g: %w", status, r.Iterations, r.Residual, ctx.Err())
	}
	return r, fmt.Errorf("%w: %s after %d iterations, residual %.3g", ErrNotConverged, status, r.Iterations, r.Residual)
}
