package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

const (
	picardWindow  = 8    // sweeps between two estimates of the contraction rate
	picardStrikes = 2    // estimates in a row that foretell failure before Picard gives up
	newtonIdle    = 5    // Newton steps in a row without progress before Newton gives up
	newtonDrop    = 0.9  // progress: |F| falls below this share of the least so far
	halvings      = 10   // of a Newton step whose end is not finite
	refineDrop    = 0.25 // a stale factorisation that reduces |F| less than this is replaced
)

// picard sets x <- x + omega (G(x) - x) = x - omega F(x). Every picardWindow sweeps it estimates the
// rate of contraction; when two estimates in a row say that the budget will not suffice, or when
// the iterates leave the finite numbers, Newton takes over at the best iterate.
func (b *Batch[T]) picard(s int, t *track[T], e *evaluation[T]) {
	if t.sweeps > 0 && t.sweeps%picardWindow == 0 {
		rate := math.Pow(float64(e.norm/t.mark), 1./picardWindow)
		need := math.Log(float64(e.tol/e.norm)) / math.Log(rate)
		if rate < 1 && need <= float64(b.lim.picard-t.sweeps) {
			t.strikes = 0
		} else {
			t.strikes++
		}
		t.mark = e.norm
	}
	if !e.finite || t.strikes >= picardStrikes || t.sweeps >= b.lim.picard {
		switch {
		case b.lim.newton > 0 && b.linear:
			t.stage = refine
		case b.lim.newton > 0:
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
				b.advance(s, t, e)
			} else {
				copy(e.x, b.x.Row(s))
			}
		}
		return
	}
	t.sweeps++
	b.stats.Picard++
	omega := T(b.lim.damping)
	for j, r := range e.f {
		e.x[j] -= omega * r
	}
}

// slot is what a sample holds once it needs a factorisation.
type slot[T la.Float] struct {
	lu    la.LU[T]
	holds factors

	vec     la.Matrix[T]
	at, dir []T // accepted point; Newton direction, or the path's tangent

	started bool
	least   T // Newton: least |F| since the stage began
	idle    int
	halved  int
	last    T // refine: |F| before the step

	trail pathState
}

// factors says which matrix a slot's factorisation belongs to.
type factors uint8

const (
	nothing factors = iota // none, or one of no further use
	forward                // the Jacobian of Solve's system, one step before the solution
	adjoint                // the Jacobian of SolveAdjoint's system
)

// slotOf returns the sample's slot, taking the next free one at first.
func (b *Batch[T]) slotOf(t *track[T]) *slot[T] {
	if t.slot < 0 {
		if b.used == len(b.slots) {
			b.slots = append(b.slots, slot[T]{})
		}
		t.slot = b.used
		b.used++
		sl := &b.slots[t.slot]
		n := b.x.Cols
		fitMatrix(&b.jac, n, n)
		fitMatrix(&b.scratch, 3, n)
		b.y1, b.y2, b.y3 = b.scratch.Row(0), b.scratch.Row(1), b.scratch.Row(2)
		fitMatrix(&sl.vec, 2, n)
		sl.at, sl.dir = sl.vec.Row(0), sl.vec.Row(1)
		sl.started, sl.idle, sl.holds = false, 0, nothing
	}
	return &b.slots[t.slot]
}

// factorize factors (1-w) I + w J, with J the Jacobian of sample s at x. It reports failure for a
// singular matrix.
func (b *Batch[T]) factorize(s int, t *track[T], sl *slot[T], x []T, w T) bool {
	n := b.x.Cols
	b.sys.Jacobian(&b.jac, x, s)
	if w != 1 {
		for i := range n {
			row := b.jac.Row(i)
			for j := range row {
				row[j] *= w
			}
			row[i] += 1 - w
		}
	}
	t.factor++
	b.stats.Factorizations++
	sl.holds = nothing
	if sl.lu.Factorize(nil, &b.jac) != nil {
		return false
	}
	if w == 1 {
		sl.holds = forward
		if b.linear {
			sl.holds = adjoint
		}
	}
	return true
}

// newton takes full Newton steps, shortened only where F is not finite. A monotone line search
// would converge less often here: it stalls at singular points that full steps leave (math.md 4.4).
// Without progress for newtonIdle steps, or at a singular Jacobian, the path takes over; but where |F| is
// small already, the tolerance is below what rounding allows.
func (b *Batch[T]) newton(s int, t *track[T], e *evaluation[T]) {
	sl := b.slotOf(t)
	if !sl.started {
		sl.started, sl.least, sl.idle, sl.halved = true, e.norm, 0, 0
	} else if !e.finite {
		if sl.halved++; sl.halved > halvings {
			b.startPath(s, t, e)
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
		b.startPath(s, t, e)
		return
	}
	if t.factor >= b.lim.newton {
		t.end(MaxIterations)
		return
	}
	if !b.factorize(s, t, sl, e.x, 1) || sl.lu.SolveVecTo(sl.dir, la.NoTrans, e.f) != nil {
		b.startPath(s, t, e)
		return
	}
	b.stats.Newton++
	for j, d := range sl.dir {
		sl.at[j] = e.x[j]
		e.x[j] -= d
	}
}

// refine solves a linear system by x <- x - M F(x), with M the inverse of a factorisation that the
// slot holds: Solve's, transposed and one step stale, or one of its own, made here if the first
// is missing or reduces |F| too little.
func (b *Batch[T]) refine(s int, t *track[T], e *evaluation[T]) {
	sl := b.slotOf(t)
	if !sl.started {
		sl.started, sl.last = true, T(math.Inf(1))
	}
	if sl.holds == nothing || !(e.norm < refineDrop*sl.last) { // strict, or 0 would do for ever where no tolerance is met
		switch {
		case sl.holds == adjoint && sl.idle > 0:
			t.end(Stalled)
			return
		case t.factor >= b.lim.newton:
			t.end(MaxIterations)
			return
		}
		if sl.holds != nothing && !(e.norm <= t.best) {
			// Start over from the best iterate with new factors.
			sl.holds = nothing
			copy(e.x, b.x.Row(s))
			return
		}
		if !b.factorize(s, t, sl, e.x, 1) {
			t.end(Singular)
			return
		}
		sl.idle = 1
	}
	op := la.Trans(sl.holds == forward)
	if sl.lu.SolveVecTo(sl.dir, op, e.f) != nil {
		t.end(Singular)
		return
	}
	b.stats.Newton++
	sl.last = e.norm
	for j, d := range sl.dir {
		e.x[j] -= d
	}
}
