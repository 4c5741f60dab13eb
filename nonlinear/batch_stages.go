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

// picard sets x <- x + omega (G(x) - x) = x - omega F(x), which is G(x) for a plain sweep. Every picardWindow sweeps it estimates the
// rate of contraction; when two estimates in a row say that the budget will not suffice, or when
// the iterates leave the finite numbers, Newton takes over at the best iterate.
func (p *part[T]) picard(s int, t *track[T], e *evaluation[T]) {
	if t.sweeps > 0 && t.sweeps%picardWindow == 0 {
		gain := math.Log(float64(t.mark / e.norm)) // of a window
		need := picardWindow * math.Log(float64(e.norm/e.tol)) / gain
		if gain > 0 && need <= float64(p.lim.picard-t.sweeps) {
			t.strikes = 0
		} else {
			t.strikes++
		}
		t.mark = e.norm
	}
	if !e.finite || t.strikes >= picardStrikes || t.sweeps >= p.lim.picard {
		if p.plain(t) {
			p.subtract(e)
		}
		switch {
		case p.lim.newton > 0 && p.linear:
			t.stage = refine
		case p.lim.newton > 0:
			t.stage = newton
		case !e.finite:
			t.end(NonFinite)
		case t.strikes >= picardStrikes:
			t.end(Stalled)
		default:
			t.end(MaxIterations)
		}
		if t.stage != done {
			if e.finite && e.norm <= t.best {
				p.advance(s, t, e)
			} else {
				copy(e.x, p.x.Row(s))
			}
		}
		return
	}
	t.sweeps++
	p.stats.Picard++
	if !p.plain(t) {
		la.Axpy(-T(p.lim.damping), e.f, e.x)
	}
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
// small already, the tolerance is below what rounding allows.
func (p *part[T]) newton(s int, t *track[T], e *evaluation[T]) {
	sl := p.slotOf(t)
	if !sl.started {
		sl.started, sl.least, sl.idle, sl.halved, sl.last = true, e.norm, 0, 0, 0
	} else if !e.finite {
		if sl.halved++; sl.halved > halvings {
			p.startPath(s, t, e)
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
		if sl.least <= sqrtEps[T]()*max(1, e.size) {
			t.end(Stalled) // rounding: no path would come closer
			return
		}
		p.startPath(s, t, e)
		return
	}
	last := sl.last
	sl.last = e.norm
	// Near the root the last factors reduce |F| about as much again as the last step did. Where that is enough, they serve. (Two
	// such steps instead of a factorisation do not pay: measured for n = 8 to 50, 2026-11-25, AMD Zen 5, 2 cores of a shared server.)
	if rate := e.norm / last; sl.holds == forward && rate < 1 && rate*e.norm <= newtonLast*e.tol {
		t.wants = kept
		return
	}
	if t.factor >= p.lim.newton {
		t.end(MaxIterations)
		return
	}
	t.wants = fresh
}

// stepped takes the Newton step that newton asked for.
func (p *part[T]) stepped(s int, t *track[T], e *evaluation[T], ok bool) {
	if !ok {
		p.startPath(s, t, e)
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
