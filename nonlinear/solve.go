package nonlinear

import "context"

// Solve looks for a root of p from x0, which it does not write. The error is nil if and only if the
// status is [Converged]: the residual, computed at the returned point, meets the tolerance.
// Otherwise the error wraps [ErrNotConverged], or the context's error if that ended the solve.
//
// A nil ctx never ends; a nil m means [Default]; a nil s means the defaults. Solve panics if F is nil, if N is
// negative or not the length of x0, if a tolerance is negative or not finite, or if a scale is not positive.
// A panic of F or Jac passes through.
func Solve(ctx context.Context, p Problem, x0 []float64, m Method, s *Settings) (Result, error) {
	return new(Solver).Solve(ctx, p, x0, m, s)
}

// Solve is [Solve] in s's storage: once it has solved a problem as large by the same methods, it allocates nothing, but
// for the error of a failure. The result's X is s's own and stays as it is until the next call.
func (w *Solver) Solve(ctx context.Context, p Problem, x0 []float64, m Method, s *Settings) (Result, error) {
	if p.F == nil {
		panic(nilProblem)
	}
	if p.N < 0 {
		panic(badSize)
	}
	if len(x0) != p.N {
		panic(badStart)
	}
	if p.Pattern != nil && p.Pattern.Nodes != p.N {
		panic(badPattern)
	}
	set := s.withDefaults(p.N)
	if ctx == nil {
		ctx = context.Background()
	}
	if m == nil {
		m = byDefault
	}
	w.open(ctx, p, set, x0)
	defer w.close()
	w.run(m)
	status := w.diagnose()

	// The last word has F itself, at the point that is returned.
	r := Result{X: w.best, Iterations: w.iterations, Evaluations: w.evaluations + 1}
	r.Residual = w.measure(w.ft, w.best)
	if status == Converged && !(r.Residual <= w.tol) {
		status = Stalled // F is not a function of x alone, or wrote x
	}
	r.Status = status
	return r, failure(ctx, status, r.Iterations, r.Residual)
}
