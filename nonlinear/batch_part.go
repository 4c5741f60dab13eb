package nonlinear

import (
	"github.com/neuralmodules/nmcore/la"
)

// part is the samples that are solved together, one worker's work. Samples have their numbers in the whole batch; what is
// kept for each of them here starts at first.
type part[T la.Float] struct {
	*Batch[T] // during a solve only

	first      int
	tracks     []track[T]
	slots      []slot[T]
	used       int          // slots taken since the last Solve began
	rows       []int        // samples at work
	trial      la.Matrix[T] // compact: row i belongs to sample rows[i]
	img        la.Matrix[T] // likewise
	start      la.Matrix[T] // row s-first is where sample s began
	scratch    la.Matrix[T] // of the path
	y1, y2, y3 []T          // rows of scratch
	single     la.Matrix[T] // a Jacobian of the path
	mixers     []mixer[T]
	mixed      int // mixers taken
	stats      BatchStats

	shared shared[T]
	krylov krylovSpace[T]
	at     evaluation[T] // whose solve has just been made
}

type stage uint8

const (
	done stage = iota
	picard
	anderson
	newton
	path
	refine
)

// track is the progress of one sample.
type track[T la.Float] struct {
	stage          stage
	wants          wish
	status         Status
	slot, mixer    int // indices in part.slots and part.mixers, -1: none
	sweeps, factor int
	warming        bool // the sweeps are those before the first factorisation
	pathed         bool // it was on the path
	best           T    // max|F| at the sample's row of x, which always holds its best iterate

	// Picard and Anderson: residual at the last mark, and how many marks in a row foretold failure.
	mark    T
	strikes int
	reach   T // bounds max|x| at the next plain sweep
}

// evaluation is F at a trial point, as the stages see it.
type evaluation[T la.Float] struct {
	x, f   []T // f = x - G(x); both may be overwritten by the next trial point
	norm   T   // max|f|, NaN or Inf if any entry is
	size   T   // max|x|
	tol    T
	finite bool
}

// forget lets go of all factorisations.
func (p *part[T]) forget() {
	p.used = 0
	p.tracks = p.tracks[:0]
	p.shared.release()
}

// begin fits the storage and puts the samples first to first+count on their first stage.
func (p *part[T]) begin(first, count int) {
	n := p.x.Cols
	p.mixed = 0
	p.first = first
	p.rows = fit(p.rows, count)
	fitMatrix(&p.trial, count, n)
	fitMatrix(&p.img, count, n)
	fitMatrix(&p.start, count, n)
	if len(p.tracks) != count { // nothing is known of these samples
		p.tracks = fit(p.tracks, count)
		for i := range p.tracks {
			p.tracks[i].slot = -1
		}
	}
	for i := range p.slots[:p.used] {
		p.slots[i].started, p.slots[i].idle = false, 0
	}
	for i := range p.rows {
		s := first + i
		p.rows[i] = s
		copy(p.trial.Row(i), p.x.Row(s))
		copy(p.start.Row(i), p.x.Row(s))
		t := track[T]{stage: p.lim.first, slot: p.tracks[i].slot, mixer: -1}
		bare := t.slot < 0 || p.slots[t.slot].holds == nothing
		switch {
		case p.linear && !(bare && t.stage < newton):
			t.stage = refine
		case t.stage == newton && p.lim.warm && p.lim.picard > 0:
			t.stage, t.warming = picard, true
		}
		p.tracks[i] = t
	}
}

func (p *part[T]) ended() bool { return p.ctx != nil && p.ctx.Err() != nil }

// drive is the one loop of all stages: one call of Map for the samples still at work; each sample's stage looks at its
// residual and writes its next trial point, asks for a linear solve, or ends; then the linear solves, all together.
func (p *part[T]) drive() {
	for round := 0; len(p.rows) > 0 && !p.ended(); round++ {
		k := len(p.rows)
		p.trial.Rows, p.img.Rows = k, k
		p.sys.Map(&p.img, &p.trial, p.rows)
		for i, s := range p.rows {
			t := &p.tracks[s-p.first]
			if t.sweeps > 0 && p.sweeping(s, i, t) {
				continue
			}
			e := p.residual(s, i)
			if round == 0 {
				t.best, t.mark = e.norm, e.norm
			}
			switch {
			case round == 0 && !e.finite:
				t.end(NonFinite)
			case e.finite && e.norm <= e.tol:
				copy(p.x.Row(s), e.x)
				t.best = e.norm
				t.end(Converged)
			default:
				if e.norm < t.best {
					copy(p.x.Row(s), e.x)
					t.best = e.norm
				}
				p.iterations[s]++
				p.advance(s, t, &e)
			}
		}
		p.serve()
		p.compact()
	}
	for i := range p.tracks {
		if t := &p.tracks[i]; t.stage == done {
			p.status[p.first+i] = t.status
		}
	}
}

// compact closes the gaps that samples have left which are done. The next trial points of plain Picard sweeps stand in img; where
// all samples make such sweeps, img becomes trial.
func (p *part[T]) compact() {
	plain := true
	for _, s := range p.rows {
		t := &p.tracks[s-p.first]
		plain = plain && (t.stage == done || p.plain(t))
	}
	left := 0
	for i, s := range p.rows {
		t := &p.tracks[s-p.first]
		switch {
		case t.stage == done:
			if p.lim.forget && t.slot >= 0 {
				p.slots[t.slot].drop()
			}
			continue
		case plain && left != i:
			copy(p.img.Row(left), p.img.Row(i))
		case !plain && p.plain(t):
			copy(p.trial.Row(left), p.img.Row(i))
		case !plain && left != i:
			copy(p.trial.Row(left), p.trial.Row(i))
		}
		p.rows[left] = s
		left++
	}
	p.rows = p.rows[:left]
	if plain {
		p.trial, p.img = p.img, p.trial
	}
}

// residual measures F of row i and, but for plain Picard sweeps, which go on to G itself, turns row i of img from G into F.
func (p *part[T]) residual(s, i int) evaluation[T] {
	e := evaluation[T]{x: p.trial.Row(i), f: p.img.Row(i)}
	e.norm = la.MaxAbsDiff(e.x, e.f)
	e.finite = e.norm-e.norm == 0
	if len(e.x) > 0 {
		v := e.x[la.Iamax(e.x)]
		e.size = max(v, -v)
	}
	if t := &p.tracks[s-p.first]; p.plain(t) {
		t.reach = e.size + e.norm
	} else {
		p.subtract(&e)
	}
	if e.norm != e.norm {
		e.tol = e.norm
		return e
	}
	e.tol = p.sys.Tolerance(s, e.size)
	return e
}

// sweeping makes one more plain sweep of row i, if nothing speaks against it: the last one came closer to a solution, but not close
// enough, and no estimate is due. A sweep moves x by F, so the size of x is bounded without looking.
func (p *part[T]) sweeping(s, i int, t *track[T]) bool {
	if !p.plain(t) || t.sweeps%picardWindow == 0 || t.sweeps >= p.sweepsOf(t) {
		return false
	}
	x := p.trial.Row(i)
	norm := la.MaxAbsDiff(x, p.img.Row(i))
	if !(norm < t.best && norm > p.sys.Tolerance(s, t.reach)) {
		return false
	}
	copy(p.x.Row(s), x)
	t.best = norm
	t.reach += norm
	t.sweeps++
	p.stats.Picard++
	p.iterations[s]++
	return true
}

// plain says whether the sample's next trial point is G at this one.
func (p *part[T]) plain(t *track[T]) bool { return t.stage == picard && p.lim.damping == 1 }

// subtract turns e.f from G into F.
func (p *part[T]) subtract(e *evaluation[T]) {
	la.Scal(-1, e.f)
	la.Axpy(1, e.x, e.f)
}

// advance writes the next trial point of sample s over e.x, changing stages until one goes on
// or the sample ends.
func (p *part[T]) advance(s int, t *track[T], e *evaluation[T]) {
	switch t.stage {
	case picard:
		p.picard(s, t, e)
	case anderson:
		p.anderson(s, t, e)
	case newton:
		p.newton(s, t, e)
	case path:
		p.path(s, t, e)
	case refine:
		p.refine(s, t, e)
	}
}

// giveUp leaves the sample's stage, which failed by why: for the next one, if that is allowed and there is one.
func (p *part[T]) giveUp(s int, t *track[T], e *evaluation[T], why Status) {
	last := t.stage == newton && t.pathed || t.stage == path && p.lim.first != path
	if last || p.lim.strict && !t.warming || p.lim.newton < 0 {
		t.end(why)
		return
	}
	if !t.warming {
		p.stats.Fallbacks++
	}
	t.warming = false
	switch {
	case t.stage == newton:
		p.startPath(s, t, e)
		return
	case p.linear:
		t.stage = refine
	default:
		t.stage = newton
	}
	if t.slot >= 0 {
		p.slots[t.slot].started = false
	}
	if e.finite && e.norm <= t.best {
		p.advance(s, t, e)
	} else {
		copy(e.x, p.x.Row(s))
	}
}

func (t *track[T]) end(s Status) { t.stage, t.status = done, s }
