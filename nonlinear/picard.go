package nonlinear

// Picard is the direction -F, damped or stretched: for F(x) = x - G(x) the iteration x <- x + omega (G(x) - x). It goes
// with [FullStep].
type Picard struct {
	Relaxation float64 // omega; 0 means 1
}

// Name returns "picard".
func (Picard) Name() string         { return "picard" }
func (Picard) begin(*Solver)        {}
func (Picard) moved(*Solver)        {}
func (Picard) renew(*Solver) bool   { return false }
func (Picard) usual() Globalization { return FullStep{} }

func (d Picard) direction(w *Solver) bool {
	omega := d.Relaxation
	if omega == 0 {
		omega = 1
	}
	for i, f := range w.fx {
		w.dx[i] = -omega * f
	}
	return true
}
