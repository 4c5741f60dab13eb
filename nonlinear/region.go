package nonlinear

import "math"

// TrustRegion asks a descent for steps within a radius until the descent accepts one: [Dogleg] (a radius proper),
// [LevenbergMarquardt] (a damping), [PseudoTransient] (a step in time).
type TrustRegion struct{}

// bounded is a descent with a radius of some kind in w.region.
type bounded interface {
	// within sets w.dx to the step within the radius, from what direction has prepared, and returns the decrease of
	// |F|_2^2 that the linear model predicts (in any units that judge understands); false: no step is left.
	within(w *Solver) (predicted float64, ok bool)
	// judge adapts the radius to what the step has brought and reports whether to take it.
	judge(w *Solver, norm, predicted float64) bool
}

// region is the state of bounded descents.
type region struct {
	radius                           float64 // radius; damping; step in time
	growth                           float64 // Levenberg-Marquardt: factor of the next increase of damping
	shift                            float64 // pseudo-transient: 1/tau on the diagonal of w.jac
	vectors                          []float64
	newton, gradient, scale, product []float64 // parts of vectors
}

func (TrustRegion) begin(*Solver) {}
func (TrustRegion) window() int   { return descending }

func (TrustRegion) advance(w *Solver, d Descent) bool {
	b := d.(bounded)
	for range most {
		predicted, ok := b.within(w)
		if !ok || w.tooShort(1) {
			return false
		}
		norm := w.try(1)
		if w.stop != 0 {
			return true
		}
		if b.judge(w, norm, predicted) {
			w.accept(norm)
			return true
		}
	}
	return false
}

// gain is the decrease of |F|_2^2 over the decrease that was predicted in the same units, -1 where F is not finite.
func (w *Solver) gain(norm, predicted float64) float64 {
	if math.IsInf(norm, 1) {
		return -1
	}
	return (sumSquares(w.fx, w.norm) - sumSquares(w.ft, w.norm)) / predicted
}

// columnNorms raises each scale[j] to the Euclidean norm of column j of w.jac, in which the method measures x_j
// (More 1978). A column of zeros counts as 1.
func (w *Solver) columnNorms(scale []float64) {
	n := w.p.N
	w.scratch = fit(w.scratch, 2*n)
	s := w.scratch[:n]
	unit := w.jac.NormMax()
	clear(s)
	for i := range n {
		for j, v := range w.jac.Row(i) {
			v /= unit
			s[j] += v * v
		}
	}
	for j, v := range s {
		if scale[j] = max(scale[j], unit*math.Sqrt(v)); !(scale[j] > 0) {
			scale[j] = 1
		}
	}
}
