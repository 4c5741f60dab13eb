package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

const (
	picardWindow  = 8    // sweeps between two estimates of the contraction rate
	picardStrikes = 2    // estimates in a row that foretell failure before Picard gives up
	newtonIdle    = 5    // Newton steps in a row without progress before Newton gives up
	newtonLast    = 0.1  // share of the tolerance that a step with old factors must promise
	newtonDrop    = 0.9  // progress: |F| falls below this share of the least so far
	halvings      = 10   // of a Newton step whose end is not finite
	refineDrop    = 0.25 // a stale factorisation that reduces |F| less than this is replaced
)

// picard sets x <- x + omega (G(x) - x) = x - omega F(x), which is G(x) for a plain sweep. When the budget will not suffice, or when
// the iterates leave the finite numbers, Newton takes over at the best iterate.
func (p *part[T]) picard(s int, t *track[T], e *evaluation[T]) {
	if why := p.hopeless(t, e); why != 0 {
		if p.plain(t) {
			p.subtract(e)
		}
		p.giveUp(s, t, e, why)
		return
	}
	t.sweeps++
	p.stats.Picard++
	if !p.plain(t) {
		la.Axpy(-T(p.lim.damping), e.f, e.x)
	}
}

// hopeless says with which status a fixed-point iteration has failed, 0 if it has not. Every picardWindow sweeps it estimates the
// rate of contraction; two estimates in a row that say that the budget will not suffice are a failure.
func (p *part[T]) hopeless(t *track[T], e *evaluation[T]) Status {
	budget := p.sweepsOf(t)
	if t.sweeps > 0 && t.sweeps%picardWindow == 0 {
		gain := math.Log(float64(t.mark / e.norm)) // of a window
		need := picardWindow * math.Log(float64(e.norm/e.tol)) / gain
		if gain > 0 && need <= float64(budget-t.sweeps) {
			t.strikes = 0
		} else {
			t.strikes++
		}
		t.mark = e.norm
	}
	switch {
	case !e.finite:
		return NonFinite
	case t.strikes >= picardStrikes:
		return Stalled
	case t.sweeps >= budget:
		return MaxIterations
	}
	return 0
}

// sweepsOf is how many sweeps the sample may make.
func (p *part[T]) sweepsOf(t *track[T]) int {
	if t.warming {
		return min(warmUp, p.lim.picard)
	}
	return p.lim.picard
}

// slot is what a sample holds once it needs a factorisation.
type slot[T la.Float] struct {
	holds factors
	group *factorized[T] // where they are, with the number in the group
	item  int
	lu    la.LU[T] // or here, if group is nil

	vec     la.Matrix[T]
	at, dir []T // accepted point; Newton direction, or the path's tangent

	started bool
	least   T // Newton: least |F| since the stage began
	forcing T // Krylov: share of |F| that the last step left
	idle    int
	halved  int
	last    T // |F| before the step

	trail pathState
}

// factors says which matrix a slot's factorisation belongs to.
type factors uint8

const (
	nothing factors = iota // none, or one of no further use
	forward                // the Jacobian of Solve's system, a step or two before the solution
	adjoint                // the Jacobian of SolveAdjoint's system
)

// drop gives up the factors.
func (sl *slot[T]) drop() {
	if sl.group != nil {
		sl.group.holders--
	}
	sl.holds, sl.group = nothing, nil
}

// slotOf returns the sample's slot, taking the next free one at first.
func (p *part[T]) slotOf(t *track[T]) *slot[T] {
	if t.slot < 0 {
		if p.used == len(p.slots) {
			p.slots = append(p.slots, slot[T]{})
		}
		t.slot = p.used
		p.used++
		sl := &p.slots[t.slot]
		fitMatrix(&sl.vec, 2, p.x.Cols)
		sl.at, sl.dir = sl.vec.Row(0), sl.vec.Row(1)
		sl.started, sl.idle, sl.holds, sl.group = false, 0, nothing, nil
	}
	return &p.slots[t.slot]
}

// factorize factors (1-w) I + w J for the path, with J the Jacobian of sample s at x. It reports failure for a
// singular matrix.
func (p *part[T]) factorize(s int, t *track[T], sl *slot[T], x []T, w T) bool {
	n := p.x.Cols
	fitMatrix(&p.single, n, n)
	p.sys.Jacobian(&p.single, x, s)
	if w != 1 {
		for i := range n {
			row := p.single.Row(i)
			for j := range row {
				row[j] *= w
			}
			row[i] += 1 - w
		}
	}
	t.factor++
	p.stats.Factorizations++
	sl.drop()
	if sl.lu.Factorize(nil, &p.single) != nil {
		return false
	}
	if w == 1 {
		sl.holds = forward
	}
	return true
}

// newton takes full Newton steps, shortened only where F is not finite. A monotone line search
// would converge less often here: it stalls at singular points that full steps leave (math.md 4.4).
// Without progress for newtonIdle steps, or at a singular Jacobian, the path takes over; but where |F| is
// small already, the tolerance is below what rounding allows. While the factors at hand promise to reach the tolerance in few
// enough steps they are kept: near the root each of them reduces |F| about as much again as the last step did.
func (p *part[T]) newton(s int, t *track[T], e *evaluation[T]) {
	sl := p.slotOf(t)
	if !sl.started {
		sl.started, sl.least, sl.idle, sl.halved, sl.last, sl.forcing = true, e.norm, 0, 0, 0, 0
	} else if !e.finite {
		if sl.halved++; sl.halved > halvings {
			p.giveUp(s, t, e, NonFinite)
			return
		}
		for j, d := range sl.dir {
			sl.dir[j] = d / 2
			e.x[j] = sl.at[j] - sl.dir[j]
		}
		return
	} else if sl.halved = 0; e.norm < newtonDrop*sl.least {
		sl.least, sl.idle = e.norm, 0
	} else if sl.idle++; sl.idle >= newtonIdle {
		// The size is that of the best iterate: steps that lead nowhere may lead far.
		if sl.least <= sqrtEps[T]()*max(1, maxAbs(p.x.Row(s))) {
			t.end(Stalled) // rounding: no path would come closer
			return
		}
		p.giveUp(s, t, e, Stalled)
		return
	}
	gain := math.Log(float64(sl.last / e.norm))
	need := math.Log(float64(e.norm / (newtonLast * e.tol)))
	switch {
	case sl.holds == forward && need <= gain*float64(p.lim.patience):
		t.wants = kept
	case p.lim.krylov:
		sl.forcing = forcing(sl.forcing, e.norm, sl.last, e.tol)
		t.wants = inexact
	case t.factor >= p.lim.newton:
		t.end(MaxIterations)
	default:
		t.wants = fresh
	}
	sl.last = e.norm
}

// stepped takes the Newton step that newton asked for.
func (p *part[T]) stepped(s int, t *track[T], e *evaluation[T], ok bool) {
	if !ok {
		p.giveUp(s, t, e, Singular)
		return
	}
	sl := &p.slots[t.slot]
	p.stats.Newton++
	copy(sl.dir, e.f)
	copy(sl.at, e.x)
	la.Axpy(-1, e.f, e.x)
}

// refine solves a linear system by x <- x - M F(x), with M the inverse of a factorisation that the
// slot holds: Solve's, transposed and a step or two stale, or one of its own, made here if the first
// is missing or reduces |F| too little.
func (p *part[T]) refine(s int, t *track[T], e *evaluation[T]) {
	sl := p.slotOf(t)
	if !sl.started {
		sl.started, sl.last = true, T(math.Inf(1))
	}
	if p.lim.krylov && sl.holds == nothing && e.norm < refineDrop*sl.last {
		sl.forcing = max(krylovLast*e.tol/e.norm, eps[T]())
		sl.last = e.norm
		t.wants = inexact
		return
	}
	t.wants = kept
	if sl.holds == nothing || !(e.norm < refineDrop*sl.last) { // strict, or 0 would do for ever where no tolerance is met
		switch {
		case sl.holds == adjoint && sl.idle > 0:
			t.end(Stalled)
			t.wants = none
			return
		case t.factor >= p.lim.newton:
			t.end(MaxIterations)
			t.wants = none
			return
		}
		if sl.holds != nothing && !(e.norm <= t.best) {
			// Start over from the best iterate with new factors.
			sl.drop()
			copy(e.x, p.x.Row(s))
			t.wants = none
			return
		}
		t.wants = fresh
		sl.idle = 1
	}
	sl.last = e.norm
}

// refined takes the step that refine asked for.
func (p *part[T]) refined(t *track[T], e *evaluation[T], ok bool) {
	if !ok {
		t.end(Singular)
		return
	}
	p.stats.Newton++
	la.Axpy(-1, e.f, e.x)
}
