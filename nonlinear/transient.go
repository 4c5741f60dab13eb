package nonlinear

import "math"

// PseudoTransient follows dx/dt = -F to its rest by linearised implicit Euler steps,
// (I/tau + J) dx = -F, with tau growing as |F| falls (Kelley & Keyes, SIAM J. Numer. Anal. 35 (1998)
// 508-523). |F| may rise on the way, so it leaves minima of |F| that are no roots. It goes with [TrustRegion], tau the radius,
// which shrinks only where F is not finite.
type PseudoTransient struct {
	Tau float64 // first step in time; 0 means 1
}

// Name returns "pseudo-transient".
func (PseudoTransient) Name() string         { return "pseudo-transient" }
func (PseudoTransient) moved(*Solver)        {}
func (PseudoTransient) renew(*Solver) bool   { return false }
func (PseudoTransient) usual() Globalization { return timeStep{} }

// timeStep is the trust region of a method that may climb.
type timeStep struct{ TrustRegion }

func (timeStep) window() int { return wandering }

func (d PseudoTransient) begin(w *Solver) {
	if w.region.radius = d.Tau; d.Tau == 0 {
		w.region.radius = 1
	}
}

func (PseudoTransient) direction(w *Solver) bool {
	w.region.shift = 0
	return w.jacobian()
}

func (PseudoTransient) within(w *Solver) (float64, bool) {
	r := &w.region
	for range most {
		for i := range w.p.N {
			w.jac.Data[i*w.jac.Stride+i] += 1/r.radius - r.shift
		}
		r.shift, w.factored = 1/r.radius, false
		if w.newtonStep() {
			return 0, true
		}
		r.radius /= 4
	}
	return 0, false
}

func (PseudoTransient) judge(w *Solver, norm, _ float64) bool {
	r := &w.region
	if math.IsInf(norm, 1) {
		r.radius /= 4
		return false
	}
	r.radius = min(max(r.radius*w.norm/norm, r.radius/10), 10*r.radius)
	return true
}
