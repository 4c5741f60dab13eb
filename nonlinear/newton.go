package nonlinear

import "github.com/neuralmodules/nmcore/la"

// Newton is the direction J dx = -F. Where J is singular it takes a regularised one instead,
// (J'J + mu I) dx = -J'F with mu = |F||J|. It goes with [Backtracking].
type Newton struct{}

// Name returns "newton".
func (Newton) Name() string         { return "newton" }
func (Newton) begin(*Solver)        {}
func (Newton) moved(*Solver)        {}
func (Newton) renew(w *Solver) bool { return w.stale() }
func (Newton) usual() Globalization { return Backtracking{} }
func (Newton) direction(w *Solver) bool {
	return w.refresh() && (w.newtonStep() || w.regularisedStep())
}

// newtonStep solves J dx = -F and reports whether J was regular and dx is finite.
func (w *Solver) newtonStep() bool {
	if !w.factors() || w.lu.SolveVecTo(w.dx, la.NoTrans, w.fx) != nil {
		return false
	}
	for i, d := range w.dx {
		w.dx[i] = -d
	}
	return maxAbs(w.dx) <= maxFloat
}

// regularisedStep solves (J'J + mu I) dx = -J'F, and reports whether that gives a step at all: it does
// not where J'F = 0, at a stationary point of |F| that is no root.
func (w *Solver) regularisedStep() bool {
	n := &w.normal
	n.prepare(w)
	for i := range n.d2 {
		n.d2[i] = 1
	}
	w.age, w.factored = -1, false // lu is about to hold another matrix
	return n.step(w, w.norm*w.jac.NormMax()) > 0
}
