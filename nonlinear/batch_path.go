package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// The path stage follows the curve
//
//	H(x, t) = (1-t) (x - a) + t F(x) = x - (1-t) a - t G(x) = 0
//
// from (a, 0), a the sample's start, to a root of F at t = 1. Where G is bounded (tanh, sigmoid) the
// curve reaches t = 1 for almost every a (Chow, Mallet-Paret & Yorke, Math. Comp. 32 (1978) 887-899).
// It may turn back in t on the way, so the arc length is the parameter (Keller 1977; Allgower &
// Georg, Introduction to Numerical Continuation Methods, SIAM 2003, ch. 2, 6): from a point on
// the curve with unit tangent (v, tau), predict (x + h v, t + h tau), factor the Jacobian there, and
// correct on the hyperplane normal to the tangent with that one factorisation. When the prediction
// passes t = 1 it is cut to t = 1, and plain Newton lands on the root.
//
// Length is measured by |v|^2/n + tau^2, so that t keeps its weight in large systems.
const (
	pathFirst       = 0.5  // first step length
	pathLongest     = 1.0  // longest step, and
	pathShortest    = 1e-6 // the length at which the path counts as lost
	pathCorrections = 6    // corrector iterations at most
	pathContraction = 0.5  // a correction must shrink by this factor, or the step is halved
	pathClose       = 1e-3 // a correction this small, relative to the step, ends the corrector
	pathTurn        = 0.5  // least cosine between successive tangents
	pathFar         = 1e6  // |x| beyond this multiple of 1+|a| counts as running to infinity
)

type pathState struct {
	t, at     float64 // of the trial point and of the last point on the curve
	tau       float64 // the tangent's part in t
	h         float64 // step length
	iteration int     // of the corrector
	last      float64 // length of the last correction
	reach     float64 // |a|
	starting  bool
	landing   bool // the trial point has t = 1
}

// startPath sends the sample to the start of its path.
func (q *part[T]) startPath(s int, t *track[T], e *evaluation[T]) {
	if t.factor >= q.lim.newton {
		t.end(MaxIterations)
		return
	}
	t.pathed = true
	sl := q.slotOf(t)
	fitMatrix(&q.scratch, 3, q.x.Cols)
	q.y1, q.y2, q.y3 = q.scratch.Row(0), q.scratch.Row(1), q.scratch.Row(2)
	t.stage = path
	copy(e.x, q.start.Row(s-q.first))
	sl.trail = pathState{starting: true, h: pathFirst}
}

func (q *part[T]) path(s int, t *track[T], e *evaluation[T]) {
	if !t.pathed { // it is the first stage
		q.startPath(s, t, e)
		if t.stage == done {
			return
		}
	}
	sl := q.slotOf(t)
	p := &sl.trail
	switch {
	case p.starting:
		// At t = 0, x = a: H_x = I and H_t = F(a), so the tangent is (-F, 1) up to length.
		p.starting = false
		p.reach = float64(e.size)
		copy(sl.at, e.x)
		for j, r := range e.f {
			sl.dir[j] = -r
		}
		p.tau = normalize(sl.dir)
		q.predict(t, sl, e)
	case !e.finite || float64(e.size) > pathFar*(1+p.reach):
		q.shorten(s, t, sl, e)
	case p.landing:
		q.land(s, t, sl, e)
	default:
		q.correct(s, t, sl, e)
	}
}

// predict writes the next prediction over e.x.
func (q *part[T]) predict(t *track[T], sl *slot[T], e *evaluation[T]) {
	p := &sl.trail
	h := p.h
	p.landing = false
	if p.at+h*p.tau >= 1 {
		h = (1 - p.at) / p.tau
		p.landing = true
	}
	p.t = p.at + h*p.tau
	p.iteration, p.last = 0, math.Inf(1)
	for j, v := range sl.dir {
		e.x[j] = sl.at[j] + T(h)*v
	}
}

// shorten goes back to the last point on the curve and predicts with half the step.
func (q *part[T]) shorten(s int, t *track[T], sl *slot[T], e *evaluation[T]) {
	p := &sl.trail
	if p.landing {
		p.h = min(p.h, (1-p.at)/p.tau)
	}
	if p.h /= 2; !(p.h >= pathShortest) {
		q.giveUp(s, t, e, Stalled)
		return
	}
	q.predict(t, sl, e)
}

// land takes a Newton step for F = 0 at t = 1.
func (q *part[T]) land(s int, t *track[T], sl *slot[T], e *evaluation[T]) {
	p := &sl.trail
	if t.factor >= q.lim.newton {
		t.end(MaxIterations)
		return
	}
	if !q.factorize(s, t, sl, e.x, 1) || sl.lu.SolveVecTo(q.y1, la.NoTrans, e.f) != nil {
		q.shorten(s, t, sl, e)
		return
	}
	q.stats.Newton++
	step := math.Sqrt(meanSquare(q.y1))
	if p.iteration++; !(step <= pathContraction*p.last) || p.iteration > pathCorrections {
		q.shorten(s, t, sl, e)
		return
	}
	p.last = step
	for j, d := range q.y1 {
		e.x[j] -= d
	}
}

// correct takes a corrector step, or accepts the trial point and goes on along the tangent there.
func (q *part[T]) correct(s int, t *track[T], sl *slot[T], e *evaluation[T]) {
	p := &sl.trail
	n := float64(len(e.x))
	if p.iteration == 0 {
		if t.factor >= q.lim.newton {
			t.end(MaxIterations)
			return
		}
		if !q.factorize(s, t, sl, e.x, T(p.t)) {
			q.shorten(s, t, sl, e)
			return
		}
	}
	// H into f, H_t = F - (x - a) into y2, both times H_x^-1.
	a := q.start.Row(s - q.first)
	w := T(p.t)
	for j, r := range e.f {
		d := e.x[j] - a[j]
		q.y3[j] = r - d
		e.f[j] = (1-w)*d + w*r
	}
	if sl.lu.SolveVecTo(q.y1, la.NoTrans, e.f) != nil || sl.lu.SolveVecTo(q.y2, la.NoTrans, q.y3) != nil {
		q.shorten(s, t, sl, e)
		return
	}
	q.stats.Newton++
	// (dx, dt) solves H_x dx + H_t dt = -H on the hyperplane: dx = -y1 - y2 dt, (v.dx)/n + tau dt = 0.
	dt := dot(sl.dir, q.y1) / n / (p.tau - dot(sl.dir, q.y2)/n)
	step := 0.0
	for j := range q.y1 {
		d := float64(q.y1[j]) + float64(q.y2[j])*dt
		step += d * d
	}
	step = math.Sqrt(step/n + dt*dt)
	p.iteration++
	if !(step <= pathContraction*p.last) || p.iteration > pathCorrections || p.iteration == 1 && step > p.h {
		q.shorten(s, t, sl, e)
		return
	}
	p.last = step
	if step > pathClose*p.h {
		for j := range e.x {
			e.x[j] -= q.y1[j] + q.y2[j]*T(dt)
		}
		p.t += dt
		return
	}
	// On the curve. The tangent is (-y2, 1) up to length and direction.
	for j, v := range q.y2 {
		q.y2[j] = -v
	}
	tau := normalize(q.y2)
	cos := dot(sl.dir, q.y2)/n + p.tau*tau
	if cos < 0 {
		cos, tau = -cos, -tau
		for j, v := range q.y2 {
			q.y2[j] = -v
		}
	}
	if !(cos >= pathTurn) {
		q.shorten(s, t, sl, e)
		return
	}
	copy(sl.at, e.x)
	copy(sl.dir, q.y2)
	p.at, p.tau = p.t, tau
	if p.iteration <= 3 && cos > 0.95 {
		p.h = min(2*p.h, pathLongest*max(1, float64(e.size)))
	}
	q.predict(t, sl, e)
}

// normalize scales (v, 1) to unit length and returns its second part.
func normalize[T la.Float](v []T) float64 {
	tau := 1 / math.Sqrt(1+meanSquare(v))
	for j := range v {
		v[j] *= T(tau)
	}
	return tau
}

func meanSquare[T la.Float](x []T) float64 {
	if len(x) == 0 {
		return 0
	}
	return dot(x, x) / float64(len(x))
}

func dot[T la.Float](x, y []T) float64 {
	s := 0.0
	for i, v := range x {
		s += float64(v) * float64(y[i])
	}
	return s
}
