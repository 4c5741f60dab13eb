package nonlinear

// LevenbergMarquardt takes steps (J'J + mu D^2) dx = -J'F, where mu follows the ratio of actual to
// predicted decrease of |F|^2 (Nielsen 1999) and D holds the largest norm each column of J has had
// (More 1978). It needs no regular Jacobian, and goes with [TrustRegion].
type LevenbergMarquardt struct {
	Damping float64 // first mu, relative to D^2; 0 means 1e-3
}

// Name returns "levenberg-marquardt".
func (LevenbergMarquardt) Name() string         { return "levenberg-marquardt" }
func (LevenbergMarquardt) moved(*Solver)        {}
func (LevenbergMarquardt) renew(w *Solver) bool { return w.stale() }
func (LevenbergMarquardt) usual() Globalization { return TrustRegion{} }

func (d LevenbergMarquardt) begin(w *Solver) {
	r := &w.region
	if r.radius, r.growth = d.Damping, 2; r.radius == 0 {
		r.radius = 1e-3
	}
	r.vectors = fit(r.vectors, 4*w.p.N)
	r.scale = r.vectors[:w.p.N]
	clear(r.scale)
}

func (LevenbergMarquardt) direction(w *Solver) bool {
	if !w.refresh() {
		return false
	}
	if w.age == 1 {
		w.columnNorms(w.region.scale)
	}
	w.normal.prepare(w)
	for j, s := range w.region.scale {
		w.normal.d2[j] = s * s
	}
	w.factored = false // within factors another matrix
	return true
}

func (LevenbergMarquardt) within(w *Solver) (float64, bool) {
	predicted := w.normal.step(w, w.region.radius) / w.norm / w.norm
	return predicted, predicted > 0
}

func (LevenbergMarquardt) judge(w *Solver, norm, predicted float64) bool {
	r := &w.region
	gain := w.gain(norm, predicted)
	if gain > 0 {
		g := 2*gain - 1
		r.radius *= max(1./3, 1-g*g*g)
		r.growth = 2
		return true
	}
	r.radius *= r.growth
	r.growth *= 2
	return false
}
