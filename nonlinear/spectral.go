package nonlinear

// Spectral is the direction -sigma F with the spectral coefficient sigma = s's/s'y of the last step (DF-SANE: La Cruz,
// Martinez & Raydan, Math. Comp. 75 (2006) 1429-1448). It needs neither Jacobian nor memory, and goes with
// [NonMonotone] both ways.
type Spectral struct{}

// Name returns "spectral".
func (Spectral) Name() string         { return "spectral" }
func (Spectral) begin(w *Solver)      { w.search.sigma = 1 }
func (Spectral) renew(*Solver) bool   { return false }
func (Spectral) usual() Globalization { return NonMonotone{BothWays: true} }

func (Spectral) direction(w *Solver) bool {
	for i, f := range w.fx {
		w.dx[i] = -w.search.sigma * f
	}
	return true
}

// moved computes sigma; where it is out of range it depends on |F| as in the paper's section 4.
func (Spectral) moved(w *Solver) {
	ss, sy := 0.0, 0.0
	for i, x := range w.x {
		s := x - w.xt[i]
		ss += s * s
		sy += s * (w.fx[i] - w.ft[i])
	}
	const least, largest = 1e-10, 1e10
	if sigma := ss / sy; abs(sigma) >= least && abs(sigma) <= largest {
		w.search.sigma = sigma
		return
	}
	switch {
	case w.norm > 1:
		w.search.sigma = 1
	case w.norm >= 1e-5:
		w.search.sigma = 1 / w.norm
	default:
		w.search.sigma = 1e5
	}
}
