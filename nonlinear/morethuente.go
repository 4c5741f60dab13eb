package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// MoreThuente looks for a step at which |F|_2^2 has dropped enough and its slope is nearly level, by safeguarded cubic
// interpolation of values and slopes (More & Thuente, ACM TOMS 20 (1994) 286-307). A slope costs one product with
// the Jacobian. Directions that do not point downhill are refused.
type MoreThuente struct {
	Decrease  float64 // of the value, as a share of what the slope promises; 0 means 1e-4
	Curvature float64 // the slope may be this share of the first one; 0 means 0.9
}

func (MoreThuente) begin(*Solver) {}
func (MoreThuente) window() int   { return descending }

// point is a step length with the value and the slope there.
type point struct{ at, f, g float64 }

// cubic returns the part of the minimum of the cubic through two points that lies in their direction, or the nearer end of
// it where the cubic has none.
func cubic(a, b point) float64 {
	theta := 3*(a.f-b.f)/(b.at-a.at) + a.g + b.g
	s := max(abs(theta), abs(a.g), abs(b.g))
	d := (theta/s)*(theta/s) - (a.g/s)*(b.g/s)
	gamma := s * math.Sqrt(max(d, 0))
	if b.at < a.at {
		gamma = -gamma
	}
	p, q := gamma-a.g+theta, 2*gamma-a.g+b.g
	return a.at + p/q*(b.at-a.at)
}

// secant returns where the slope would be 0 if it were linear.
func secant(a, b point) float64 { return b.at + b.g/(b.g-a.g)*(a.at-b.at) }

// interval is the state of the search: best is the best point so far, and once bracketed a minimum lies between
// best and other.
type interval struct {
	best, other point
	bracketed   bool
}

// next takes in a new point and returns where to look next (the paper's section 4); low and high bound extrapolation.
func (v *interval) next(p point, low, high float64) float64 {
	a := v.best
	c := cubic(a, p)
	var step float64
	switch {
	case p.f > a.f: // a higher value: a minimum lies between
		q := a.at + a.g/((a.f-p.f)/(p.at-a.at)+a.g)/2*(p.at-a.at)
		if step = c; !(abs(c-a.at) < abs(q-a.at)) {
			step = c + (q-c)/2
		}
		v.bracketed = true
	case p.g*a.g < 0: // the slope has changed its sign
		if s := secant(a, p); abs(c-p.at) >= abs(s-p.at) {
			step = c
		} else {
			step = s
		}
		v.bracketed = true
	case abs(p.g) < abs(a.g): // lower, and flatter: the cubic may have no minimum ahead
		s := secant(a, p)
		ahead := (c-p.at)*(p.at-a.at) > 0
		if !ahead {
			if c = high; p.at < a.at {
				c = low
			}
		}
		if v.bracketed {
			if step = s; ahead && abs(c-p.at) < abs(s-p.at) {
				step = c
			}
			if edge := p.at + 0.66*(v.other.at-p.at); (p.at > a.at) == (step > edge) {
				step = edge
			}
		} else {
			if step = s; abs(c-p.at) > abs(s-p.at) {
				step = c
			}
			step = min(max(step, low), high)
		}
	case v.bracketed:
		step = cubic(p, v.other)
	case p.at > a.at:
		step = high
	default:
		step = low
	}
	if p.f > a.f {
		v.other = p
	} else {
		if p.g*a.g < 0 {
			v.other = a
		}
		v.best = p
	}
	return step
}

func (s MoreThuente) advance(w *Solver, _ Descent) bool {
	if s.Decrease == 0 {
		s.Decrease = 1e-4
	}
	if s.Curvature == 0 {
		s.Curvature = 0.9
	}
	n := w.p.N
	q := &w.search
	q.slope, q.scratch = fit(q.slope, n), fit(q.scratch, n)
	unit := w.norm
	start := point{0, sumSquares(w.fx, unit), 0}
	if !w.product(q.slope, w.x, w.fx, w.dx, q.scratch) {
		return w.stop != 0
	}
	start.g = 2 * la.Dot(q.slope, w.fx) / unit / unit
	if !(start.g < 0) {
		return false
	}
	const least, far = 1e-12, 4.
	most, promised := far, s.Decrease*start.g
	v := interval{best: start, other: start}
	width, width1 := most-least, 2*(most-least)
	for at, low, high, early := 1.0, 0.0, 1+far, true; ; {
		norm := w.try(at)
		if w.stop != 0 {
			return true
		}
		p := point{at: at, f: math.Inf(1)}
		if !math.IsInf(norm, 1) {
			p.f = sumSquares(w.ft, unit)
		}
		if math.IsInf(p.f, 1) || !w.product(q.slope, w.xt, w.ft, w.dx, q.scratch) {
			if w.stop != 0 {
				return true
			}
			if most = at / 2; most < least {
				return false
			}
			at, high = max(most, v.best.at), most
			if at == v.best.at && at > 0 {
				return s.settle(w, &v, start, promised)
			}
			continue
		}
		p.g = 2 * la.Dot(q.slope, w.ft) / unit / unit
		enough := start.f + at*promised
		if p.f <= enough && abs(p.g) <= -s.Curvature*start.g || p.f <= enough && at >= most && p.g <= promised {
			w.accept(norm)
			return true
		}
		if early && p.f <= enough && p.g >= 0 {
			early = false
		}
		if early && p.f <= v.best.f && p.f > enough {
			// Not low enough yet: the function less its promised decrease has a minimum that is.
			tilt := func(p point, sign float64) point { return point{p.at, p.f - sign*p.at*promised, p.g - sign*promised} }
			v.best, v.other = tilt(v.best, 1), tilt(v.other, 1)
			at = v.next(tilt(p, 1), low, high)
			v.best, v.other = tilt(v.best, -1), tilt(v.other, -1)
		} else {
			at = v.next(p, low, high)
		}
		if v.bracketed {
			d := abs(v.other.at - v.best.at)
			if d >= 0.66*width1 {
				at = v.best.at + (v.other.at-v.best.at)/2
			}
			width1, width = width, d
			low, high = min(v.best.at, v.other.at), max(v.best.at, v.other.at)
		} else {
			low, high = at+1.1*(at-v.best.at), at+far*(at-v.best.at)
		}
		at = min(max(at, least), most)
		if at <= least || v.bracketed && (at <= low || at >= high || high-low <= 1e-8*high) || w.tooShort(at) {
			return s.settle(w, &v, start, promised)
		}
	}
}

// settle takes the best point if its value has dropped as promised.
func (s MoreThuente) settle(w *Solver, v *interval, start point, promised float64) bool {
	if !(v.best.at > 0 && v.best.f <= start.f+v.best.at*promised) {
		return false
	}
	norm := w.try(v.best.at)
	if w.stop == 0 {
		w.accept(norm)
	}
	return true
}
