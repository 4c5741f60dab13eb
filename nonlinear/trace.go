package nonlinear

// Step is what [Settings.Trace] is told of an iteration.
type Step struct {
	Method      string  // at work
	Iteration   int     // from 1
	Evaluations int     // of F so far
	Residual    float64 // max|F| at the iterate
	Best        float64 // the least so far
	Length      float64 // max|dx| of the step
	RCond       float64 // reciprocal condition of the Jacobian last factorised; 0 if none, or not asked for
}

// History keeps the steps of a solve:
//
//	var h nonlinear.History
//	r, err := nonlinear.Solve(ctx, p, x0, nil, &nonlinear.Settings{Trace: h.Add})
type History []Step

// Add appends a step.
func (h *History) Add(s Step) { *h = append(*h, s) }

// report tells the trace of an iteration that took a step.
func (w *Solver) report() {
	if w.set.Trace == nil {
		return
	}
	s := Step{Method: w.method, Iteration: w.iterations, Evaluations: w.evaluations, Residual: w.norm, Best: w.bestNorm}
	if w.stop == Converged { // at the trial point, which nobody has accepted any more
		s.Residual = w.bestNorm
	}
	for i, x := range w.x {
		s.Length = max(s.Length, abs(x-w.xt[i]))
	}
	if w.set.TraceCondition && w.factored {
		s.RCond = w.lu.RCond()
	}
	w.set.Trace(s)
}
