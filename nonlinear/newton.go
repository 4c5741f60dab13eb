package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// Newton is Newton's method, x <- x + lambda dx with J dx = -F and lambda from a line search.
// Where J is singular it takes a regularised step instead, (J'J + mu I) dx = -J'F with mu = |F||J|.
type Newton struct {
	Search LineSearch // nil: Backtracking{}
}

// LineSearch chooses how far to go along a step.
type LineSearch interface {
	// search tries points x + lambda dx and accepts one, or reports that there is none.
	search(w *work) bool
}

// FullStep goes the whole way wherever F is finite; from a point where it is not, half of it, and
// so on.
type FullStep struct{}

// Backtracking shortens the step until |F|_2^2 has dropped by at least Slope times what the linear
// model promises, by safeguarded quadratic interpolation (Dennis & Schnabel 1983, A6.3.1).
type Backtracking struct {
	Slope float64 // 0 means 1e-4
}

func (m Newton) solve(w *work) {
	search := m.Search
	if search == nil {
		search = Backtracking{}
	}
	window := descending
	if _, full := search.(FullStep); full {
		window = wandering
	}
	w.begin(window)
	for w.next() {
		if !w.jacobian() || !w.newtonStep() && !w.regularisedStep() || !search.search(w) {
			return
		}
	}
}

// newtonStep solves J dx = -F and reports whether J was regular and dx is finite.
func (w *work) newtonStep() bool {
	if w.lu.Factorize(nil, w.jac) != nil || w.lu.SolveVecTo(w.dx, la.NoTrans, w.fx) != nil {
		return false
	}
	for i, d := range w.dx {
		w.dx[i] = -d
	}
	return maxAbs(w.dx) <= math.MaxFloat64
}

// regularisedStep solves (J'J + mu I) dx = -J'F, and reports whether that gives a step at all: it does
// not where J'F = 0, at a stationary point of |F| that is no root.
func (w *work) regularisedStep() bool {
	d := make([]float64, w.p.N)
	for i := range d {
		d[i] = 1
	}
	mu := maxAbs(w.fx) * maxAbs(w.jac.Data)
	return newDamped(w).step(w, mu, d) > 0
}

func (FullStep) search(w *work) bool {
	for lambda := 1.0; !w.tooShort(lambda); lambda /= 2 {
		if norm := w.try(lambda); w.stop != 0 {
			return true
		} else if !math.IsInf(norm, 1) {
			w.accept(norm)
			return true
		}
	}
	return false
}

func (s Backtracking) search(w *work) bool {
	slope := s.Slope
	if slope == 0 {
		slope = 1e-4
	}
	f0 := sumSquares(w.fx, w.norm)
	for lambda := 1.0; !w.tooShort(lambda); {
		norm := w.try(lambda)
		if w.stop != 0 {
			return true
		}
		if math.IsInf(norm, 1) {
			lambda /= 2
			continue
		}
		f := sumSquares(w.ft, w.norm)
		if f <= (1-2*slope*lambda)*f0 {
			w.accept(norm)
			return true
		}
		// Minimum of the parabola through f0, the slope -2 f0 and f.
		l := lambda * lambda * f0 / (f + (2*lambda-1)*f0)
		lambda = min(max(l, lambda/10), lambda/2)
	}
	return false
}
