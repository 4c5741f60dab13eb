package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

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

// Dogleg steps along Powell's path from the point itself over the Cauchy point to Newton's, as far as the radius
// reaches (Powell 1970; Nocedal & Wright, Numerical Optimization, 2006, section 11.2), with lengths in More's scaling, as
// MINPACK has it. Where J is singular the path ends at the Cauchy point. It goes with [TrustRegion].
type Dogleg struct {
	Radius   float64 // the first one, in multiples of |Dx0|; 0 means 100
	Unscaled bool    // measure all unknowns alike, D = I
}

// Name returns "dogleg".
func (Dogleg) Name() string         { return "dogleg" }
func (Dogleg) moved(*Solver)        {}
func (Dogleg) renew(w *Solver) bool { return w.stale() }
func (Dogleg) usual() Globalization { return TrustRegion{} }

func (d Dogleg) begin(w *Solver) {
	n, r := w.p.N, &w.region
	r.vectors = fit(r.vectors, 4*n)
	r.newton, r.gradient, r.scale, r.product = r.vectors[:n], r.vectors[n:2*n], r.vectors[2*n:3*n], r.vectors[3*n:]
	r.radius = 0
	for j := range r.scale {
		if r.scale[j] = 0; d.Unscaled {
			r.scale[j] = 1
		}
	}
}

// direction prepares Newton's step and the Cauchy point's, the least of the model along the scaled gradient.
func (d Dogleg) direction(w *Solver) bool {
	if !w.refresh() {
		return false
	}
	r := &w.region
	if w.age == 1 && !d.Unscaled {
		w.columnNorms(r.scale)
	}
	if r.radius == 0 {
		factor := d.Radius
		if factor == 0 {
			factor = 100
		}
		if r.radius = factor * scaled(r.scale, w.x); !(r.radius > 0) {
			r.radius = factor
		}
	}
	regular := w.newtonStep()
	if regular {
		copy(r.newton, w.dx)
	}
	// Along p = -D^-2 J'F the model |F + t J p| is least at t = |D p|^2/|J p|^2.
	la.Gemv(nil, la.Transpose, 1, &w.jac, w.fx, 0, r.gradient)
	for j, g := range r.gradient {
		r.gradient[j] = -(g / r.scale[j]) / r.scale[j]
	}
	la.Gemv(nil, la.NoTrans, 1, &w.jac, r.gradient, 0, r.product)
	length := scaled(r.scale, r.gradient) / la.Nrm2(r.product)
	la.Scal(length*length, r.gradient)
	if !(maxAbs(r.gradient) <= maxFloat) {
		clear(r.gradient)
	}
	if !regular {
		copy(r.newton, r.gradient)
	}
	return true
}

func (Dogleg) within(w *Solver) (float64, bool) {
	r := &w.region
	a, b := scaled(r.scale, r.gradient), scaled(r.scale, r.newton)
	switch {
	case b <= r.radius:
		copy(w.dx, r.newton)
	case a >= r.radius:
		for j, g := range r.gradient {
			w.dx[j] = g * (r.radius / a)
		}
	default: // |C + t (N - C)| = radius
		ab := 0.0
		for j, g := range r.gradient {
			ab += (r.scale[j] * (g / r.radius)) * (r.scale[j] * (r.newton[j] / r.radius))
		}
		aa, bb := (a/r.radius)*(a/r.radius), (b/r.radius)*(b/r.radius)
		dd, ad := bb-2*ab+aa, ab-aa
		t := (1 - aa) / (ad + math.Sqrt(max(ad*ad+dd*(1-aa), 0)))
		t = min(max(t, 0), 1)
		for j, g := range r.gradient {
			w.dx[j] = g + t*(r.newton[j]-g)
		}
	}
	la.Gemv(nil, la.NoTrans, 1, &w.jac, w.dx, 0, r.product)
	la.Axpy(1, w.fx, r.product)
	predicted := sumSquares(w.fx, w.norm) - sumSquares(r.product, w.norm)
	return predicted, predicted > 0
}

// judge follows MINPACK: a step of less than a tenth of the predicted gain halves the radius, one of
// half of it or more makes the radius at least twice the step.
func (Dogleg) judge(w *Solver, norm, predicted float64) bool {
	r := &w.region
	gain, length := w.gain(norm, predicted), scaled(r.scale, w.dx)
	switch {
	case !(gain >= 0.1):
		r.radius = min(r.radius, length) / 2
	case abs(gain-1) <= 0.1:
		r.radius = 2 * length
	case gain >= 0.5:
		r.radius = max(r.radius, 2*length)
	}
	return gain >= 1e-4
}

// scaled returns |D v|_2.
func scaled(scale, v []float64) float64 {
	unit := 0.0
	for j, s := range scale {
		unit = max(unit, abs(s*v[j]))
	}
	if !(unit > 0) {
		return unit
	}
	sum := 0.0
	for j, s := range scale {
		u := s * v[j] / unit
		sum += u * u
	}
	return unit * math.Sqrt(sum)
}
