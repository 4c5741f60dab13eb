package nonlinear

import (
	"context"
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// System is a batch of systems F_s(x) = x - G_s(x) = 0 with one structure. A sample
// is a row; rows are named by their index in the matrix given to [Batch.Solve].
// The methods are called from the solving goroutine only and must not keep what they are given.
type System[T la.Float] interface {
	// Size is the number of unknowns of one sample.
	Size() int
	// Map sets row i of g to G of sample rows[i] at row i of x; g and x are len(rows) x Size.
	// Row i of g must depend on row i of x and on rows[i] only, to the bit.
	Map(g, x *la.Matrix[T], rows []int)
	// Jacobian sets jac[i][j] = dF_i/dx_j, that is I - dG/dx, of sample row at x; jac is Size x Size.
	Jacobian(jac *la.Matrix[T], x []T, row int)
	// Tolerance is what max|F| of the sample must not exceed; norm is max|x|.
	Tolerance(row int, norm T) T
}

// BatchSettings are the choices of a [Batch]; the zero value of a field means its default.
type BatchSettings struct {
	// PicardAbove: systems of more unknowns start with Picard sweeps, others with Newton.
	// 0 means 32, a negative value Picard first at every size.
	PicardAbove int
	// MaxPicard bounds the Picard sweeps of a sample. 0 means twice the number of unknowns,
	// at least 64 and at most 400 (about the cost of a Newton solve); negative means none.
	MaxPicard int
	// MaxNewton bounds the factorisations of a sample. 0 means 200; negative means none.
	MaxNewton int
	// Damping is the factor omega in (0, 1] of x <- x + omega (G(x) - x). 0 means 1.
	Damping float64
}

// BatchStats are sums over the samples of one solve.
type BatchStats struct {
	Picard         int // sweeps
	Newton         int // Newton, continuation and refinement steps
	Factorizations int
	Unconverged    int
}

// Batch solves many systems of one structure, each sample for itself: every decision and
// every bit of a sample depends on that sample alone, so that a batch of one gives what a
// row of a larger one gives. Samples that are done drop out of the calls of [System.Map].
//
// A sample goes through stages until one converges: Picard sweeps (large systems), Newton,
// and continuation along the path of x - (1-t) x0 - t G(x) = 0 from its start at t = 0
// to a root at t = 1.
//
// The zero value is ready. A Batch owns its storage and allocates nothing once it has seen a
// batch as large and as hard, but for the error of a singular matrix; it holds 3 vectors a sample, and one factorisation and 2 vectors
// more for each sample that needed Newton. It is not safe for concurrent use.
type Batch[T la.Float] struct {
	sys System[T] // set during a solve only
	x   *la.Matrix[T]
	lim limits

	linear bool // SolveAdjoint: F is linear, its Jacobian constant

	tracks     []track[T]
	slots      []slot[T]
	used       int // slots taken since the last Solve began
	rows       []int
	trial, img la.Matrix[T] // compact: row i belongs to sample rows[i]
	start      la.Matrix[T]
	jac        la.Matrix[T]
	scratch    la.Matrix[T]
	y1, y2, y3 []T // rows of scratch
	stats      BatchStats
}

// limits are BatchSettings with the defaults filled in.
type limits struct {
	picardFirst    bool
	picard, newton int
	damping        float64
}

func (s *BatchSettings) limits(size int) limits {
	var v BatchSettings
	if s != nil {
		v = *s
	}
	if v.PicardAbove == 0 {
		v.PicardAbove = 32
	}
	if v.MaxPicard == 0 {
		v.MaxPicard = min(max(2*size, 64), 400)
	}
	if v.MaxNewton == 0 {
		v.MaxNewton = 200
	}
	if v.Damping == 0 {
		v.Damping = 1
	}
	if !(v.Damping > 0 && v.Damping <= 1) {
		panic(badDamping)
	}
	return limits{picardFirst: size > v.PicardAbove && v.MaxPicard > 0 || v.MaxNewton < 0,
		picard: v.MaxPicard, newton: v.MaxNewton, damping: v.Damping}
}

type stage uint8

const (
	done stage = iota
	picard
	newton
	path
	refine
)

// track is the progress of one sample.
type track[T la.Float] struct {
	stage          stage
	status         Status
	slot           int // index in Batch.slots, -1: none
	sweeps, factor int
	best           T // max|F| at the sample's row of x, which always holds its best iterate

	// Picard: residual at the last mark, and how many marks in a row foretold failure.
	mark    T
	strikes int
}

// evaluation is F at a trial point, as the stages see it.
type evaluation[T la.Float] struct {
	x, f   []T // f = x - G(x); both may be overwritten by the next trial point
	norm   T   // max|f|, NaN or Inf if any entry is
	size   T   // max|x|
	tol    T
	finite bool
}

// Solve solves sys for every row of x, from the starts that x holds. On return x holds the best
// iterate of each sample, status its outcome: Converged if and only if the residual computed at
// the returned row meets sys.Tolerance. x may be a view with a stride. A nil ctx never ends, a
// nil set means the defaults. It panics if the shapes disagree.
func (b *Batch[T]) Solve(ctx context.Context, sys System[T], x *la.Matrix[T], status []Status, set *BatchSettings) BatchStats {
	b.begin(sys, x, status, set)
	b.linear = false
	b.used = 0
	first := newton
	if b.lim.picardFirst {
		first = picard
	}
	for s := range b.tracks {
		b.tracks[s] = track[T]{stage: first, slot: -1}
	}
	return b.drive(ctx, status)
}

// SolveAdjoint solves the linear systems sys whose Jacobians are the transposes of those at the
// solution of the last [Batch.Solve] (same samples, same unknowns). A sample whose Solve
// factorised uses that factorisation, transposed; it is one step stale, so the result is refined
// against sys until it meets sys.Tolerance. The others start with Picard sweeps (which sum the
// Neumann series) or, if small, with a factorisation of their own. If the last Solve had another
// shape, no factorisation is reused. Everything else is as for Solve.
func (b *Batch[T]) SolveAdjoint(ctx context.Context, sys System[T], x *la.Matrix[T], status []Status, set *BatchSettings) BatchStats {
	old := len(b.tracks)
	size := b.start.Cols
	b.begin(sys, x, status, set)
	b.linear = true
	if old != x.Rows || size != x.Cols {
		b.used = 0
		clear(b.tracks)
		for s := range b.tracks {
			b.tracks[s].slot = -1
		}
	}
	for i := range b.slots[:b.used] {
		b.slots[i].started, b.slots[i].idle = false, 0
	}
	for s := range b.tracks {
		t := track[T]{stage: refine, slot: b.tracks[s].slot}
		if t.slot < 0 || b.slots[t.slot].holds == nothing {
			if b.lim.picardFirst {
				t.stage = picard
			}
		}
		b.tracks[s] = t
	}
	return b.drive(ctx, status)
}

// begin checks the arguments and fits the storage.
func (b *Batch[T]) begin(sys System[T], x *la.Matrix[T], status []Status, set *BatchSettings) {
	if sys == nil {
		panic(nilProblem)
	}
	n := sys.Size()
	if n < 0 {
		panic(badSize)
	}
	if x == nil || x.Rows < 0 || x.Cols != n || x.Stride < x.Cols ||
		x.Rows > 0 && len(x.Data) < (x.Rows-1)*x.Stride+n {
		panic(badMatrix)
	}
	if len(status) != x.Rows {
		panic(badStatus)
	}
	b.sys, b.x, b.lim = sys, x, set.limits(n)
	b.stats = BatchStats{}
	b.tracks = fit(b.tracks, x.Rows)
	b.rows = fit(b.rows, x.Rows)
	fitMatrix(&b.trial, x.Rows, n)
	fitMatrix(&b.img, x.Rows, n)
	fitMatrix(&b.start, x.Rows, n)
	for s := range x.Rows {
		b.rows[s] = s
		copy(b.trial.Row(s), x.Row(s))
		copy(b.start.Row(s), x.Row(s))
	}
}

// drive is the one loop of all stages: one call of Map for the samples still at work, then each
// sample's stage looks at its residual and writes its next trial point or ends.
func (b *Batch[T]) drive(ctx context.Context, status []Status) BatchStats {
	defer func() { b.sys, b.x = nil, nil }()
	b.rows = b.rows[:b.x.Rows]
	ended := func() bool { return ctx != nil && ctx.Err() != nil }
	for round := 0; len(b.rows) > 0 && !ended(); round++ {
		k := len(b.rows)
		b.trial.Rows, b.img.Rows = k, k
		b.sys.Map(&b.img, &b.trial, b.rows)
		left := 0
		for i, s := range b.rows {
			t := &b.tracks[s]
			if ended() { // a factorisation may stand between two samples
				break
			}
			e := b.residual(s, i)
			if round == 0 {
				t.best, t.mark = e.norm, e.norm
			}
			switch {
			case round == 0 && !e.finite:
				t.end(NonFinite)
			case e.finite && e.norm <= e.tol:
				copy(b.x.Row(s), e.x)
				t.best = e.norm
				t.end(Converged)
			default:
				if e.norm < t.best {
					copy(b.x.Row(s), e.x)
					t.best = e.norm
				}
				b.advance(s, t, &e)
			}
			if t.stage != done {
				if left != i {
					copy(b.trial.Row(left), e.x)
				}
				b.rows[left] = s
				left++
			}
		}
		b.rows = b.rows[:left]
	}
	for s := range status {
		status[s] = b.tracks[s].status
		if b.tracks[s].stage != done {
			status[s] = Cancelled
		}
		if status[s] != Converged {
			b.stats.Unconverged++
		}
	}
	return b.stats
}

// residual turns row i of img from G into F and measures it.
func (b *Batch[T]) residual(s, i int) evaluation[T] {
	e := evaluation[T]{x: b.trial.Row(i), f: b.img.Row(i)}
	// Signs are as good as random: two bounds that rarely move are several times as fast as an absolute value, whose
	// branch cannot be foretold.
	var lowF, highF, lowX, highX T
	for j, v := range e.x {
		r := v - e.f[j]
		e.f[j] = r
		if r > highF {
			highF = r
		}
		if r < lowF {
			lowF = r
		}
		if v > highX {
			highX = v
		}
		if v < lowX {
			lowX = v
		}
		if r != r {
			e.norm, e.size, e.tol = r, r, r
			return e
		}
	}
	e.norm, e.size = max(highF, -lowF), max(highX, -lowX)
	e.finite = !math.IsInf(float64(e.norm), 0)
	e.tol = b.sys.Tolerance(s, e.size)
	return e
}

// advance writes the next trial point of sample s over e.x, changing stages until one goes on
// or the sample ends.
func (b *Batch[T]) advance(s int, t *track[T], e *evaluation[T]) {
	switch t.stage {
	case picard:
		b.picard(s, t, e)
	case newton:
		b.newton(s, t, e)
	case path:
		b.path(s, t, e)
	case refine:
		b.refine(s, t, e)
	}
}

func (t *track[T]) end(s Status) { t.stage, t.status = done, s }
