package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

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
