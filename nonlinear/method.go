package nonlinear

// Method is a way to a root: one of those of this package, others panic. Every [Descent] is one by itself, with the globalisation that suits it; an [Algorithm]
// puts parts together; [Sequence], [Restart] and [Homotopy] are the others. Methods hold no state and
// may be shared.
type Method interface {
	// Name is what traces call the method.
	Name() string
}

// Algorithm is a method made of parts: which way, how far, with which Jacobian, for how long. Only Descent is needed.
//
//	Algorithm{Descent: Newton{}, Globalization: FullStep{}}        the textbook's Newton-Raphson
//	Algorithm{Descent: Newton{}, Reuse: Reuse{Steps: -1}}          simplified Newton, the chord method
//	Algorithm{Descent: Newton{}, Reuse: Reuse{Steps: 2}}           Shamanskii's method
//	Algorithm{Descent: Newton{}, Reuse: Reuse{Steps: -1, Patience: 9}}  a new Jacobian where convergence slows down
type Algorithm struct {
	Descent       Descent
	Globalization Globalization // nil: what suits the descent
	Reuse         Reuse
	Stop          Stop
}

// Name returns the descent's name.
func (a Algorithm) Name() string { return a.Descent.Name() }

// Descent chooses the direction of a step. They are [Newton], [Broyden], [Anderson], [Picard], [NewtonKrylov],
// [Spectral], and those that choose direction and length together: [Dogleg], [LevenbergMarquardt], [PseudoTransient].
type Descent interface {
	Method
	// begin forgets all former steps.
	begin(w *Solver)
	// direction sets w.dx at w.x, or reports that there is none.
	direction(w *Solver) bool
	// moved learns from a step: it led from w.xt, where F was w.ft, to w.x.
	moved(w *Solver)
	// renew drops what is stale, such as an old Jacobian, and reports whether there was any.
	renew(w *Solver) bool
	// usual is the globalisation that suits it.
	usual() Globalization
}

// Globalization chooses how far to go along a direction: [FullStep], [Backtracking], [NonMonotone], [MoreThuente],
// and [TrustRegion] for the descents that have a radius of their own, which go with no other.
type Globalization interface {
	begin(w *Solver)
	// advance moves w.x along d's direction w.dx, or reports that no step will do.
	advance(w *Solver, d Descent) bool
	// window is how many iterations the residual may go without a new best.
	window() int
}

// Reuse says how long a Jacobian and its factors serve.
type Reuse struct {
	Steps int // steps with one Jacobian; 0 means 1, a negative number means any
	// Patience renews the Jacobian, even before its time, after a step at whose rate of convergence more than that many
	// further ones would be needed; 0 means that only a step that fails brings that about.
	Patience int
}

// Stop says when an [Algorithm] gives up, short of the budgets in [Settings].
type Stop struct {
	Window int     // iterations within which the best max|F| must drop to Drop of itself; 0: 30, or 200 where it may rise
	Drop   float64 // 0 means 0.9
	Growth float64 // max|F| above this multiple of the best counts as blown up; 0 means 1e50
}

// Sequence tries methods in turn; each starts from the best iterate so far.
type Sequence []Method

// Name returns "sequence"; traces name its members.
func (Sequence) Name() string { return "sequence" }

// Restart lets a method of a [Sequence] begin at the start of the solve, not at the best iterate.
type Restart struct{ Method }

// run lets m work until w.stop is set or m is at its end. Methods are told apart here and not by a method of
// their own, because a Descent stored in an interface once more would allocate.
func (w *Solver) run(m Method) {
	if w.stop != 0 {
		return
	}
	switch m := m.(type) {
	case Sequence:
		for _, m := range m {
			w.run(m)
		}
	case Restart:
		w.restarting = true
		w.run(m.Method)
		w.restarting = false
	case Default:
		w.byDefault()
	case Homotopy:
		w.method = m.Name()
		w.homotopy(m)
	case Algorithm:
		if m.Descent == nil {
			panic(nilDescent)
		}
		w.iterate(m.Descent, m.Globalization, m.Reuse, m.Stop)
	case Descent:
		w.iterate(m, nil, Reuse{}, Stop{})
	default:
		panic(nilMethod)
	}
}

// iterate is the one loop of all descents.
func (w *Solver) iterate(d Descent, g Globalization, reuse Reuse, stop Stop) {
	if g == nil {
		g = d.usual()
	}
	checkParts(d, g)
	w.method, w.reuse = d.Name(), reuse
	w.begin(stop, g.window())
	d.begin(w)
	g.begin(w)
	for w.next() {
		if d.direction(w) && g.advance(w, d) {
			w.report()
			if w.stop == 0 {
				d.moved(w)
			}
		} else if w.stop != 0 || !d.renew(w) {
			return
		}
	}
}

// checkParts panics unless a descent with a radius meets a globalisation that asks for one, and the other way round.
func checkParts(d Descent, g Globalization) {
	_, has := d.(bounded)
	switch g.(type) {
	case TrustRegion, timeStep:
		if !has {
			panic(noRadius)
		}
	default:
		if has {
			panic(onlyRadius)
		}
	}
}
