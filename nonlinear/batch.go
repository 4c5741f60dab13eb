package nonlinear

import (
	"context"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// System is a batch of systems F_s(x) = x - G_s(x) = 0 with one structure. A sample
// is a row; rows are named by their index in the matrix given to [Batch.Solve].
// The methods must not keep what they are given. With a pool in [BatchSettings] they are called from several goroutines at
// once, for different rows; otherwise from the solving goroutine only.
type System[T la.Float] interface {
	// Size is the number of unknowns of one sample.
	Size() int
	// Map sets row i of g to G of sample rows[i] at row i of x; g and x are len(rows) x Size.
	// Row i of g must depend on row i of x and on rows[i] only, to the bit.
	Map(g, x *la.Matrix[T], rows []int)
	// Jacobian sets jac[i][j] = dF_i/dx_j, that is I - dG/dx, of sample row at x; jac is Size x Size.
	Jacobian(jac *la.Matrix[T], x []T, row int)
	// Tolerance is what max|F| of the sample must not exceed; norm is max|x|. It must not fall as norm grows.
	Tolerance(row int, norm T) T
}

// Jacobians is a [System] that gives the Jacobians of several samples at once, and may use that G is known there. The batch then
// calls it instead of Jacobian, but for continuation.
type Jacobians[T la.Float] interface {
	System[T]
	// Jacobians sets item i of jac to the Jacobian of F for sample rows[i] at row i of x, where G is about row i of g, to
	// rounding of x. The items are without padding.
	Jacobians(jac *la.Batch[T], x, g *la.Matrix[T], rows []int)
}

// Products is a [System] that multiplies by its Jacobians without forming them, which [ByKrylov] needs.
type Products[T la.Float] interface {
	System[T]
	// Products sets row i of jv to J v, with J the Jacobian of F for sample rows[i] at row i of x and v row i of v; all three are
	// len(rows) x Size. Row i of jv must depend on row i of x and v and on rows[i] only, to the bit.
	Products(jv, v, x *la.Matrix[T], rows []int)
}

// BatchSettings are the choices of a [Batch]; the zero value of a field means its default.
type BatchSettings struct {
	// Method is the stage that samples begin with. Where it fails the others follow, unless Strict is set.
	Method BatchMethod
	// Strict ends a sample whose first stage fails: with the status Stalled, Singular, NonFinite or MaxIterations.
	Strict bool
	// PicardAbove: with ByCost, systems of more unknowns start with Picard sweeps, others with Newton.
	// 0 means 32, a negative value Picard first at every size.
	PicardAbove int
	// MaxPicard bounds the Picard sweeps and Anderson steps of a sample. 0 means twice the number of unknowns,
	// at least 64 and at most 400 (about the cost of a Newton solve); negative means none.
	MaxPicard int
	// MaxNewton bounds the factorisations of a sample. 0 means 400 (with spectral radius 3, 4 of 100 systems of 300 unknowns need more
	// than 200); negative means none.
	MaxNewton int
	// Damping is the factor omega in (0, 1] of x <- x + omega (G(x) - x). 0 means 1.
	Damping float64
	// Pool are the workers that solve the samples, which changes no bit; nil: the calling goroutine.
	Pool *sched.Pool
	// Forget gives up the factorisations as soon as they have served, for solves without a [Batch.SolveAdjoint] after
	// them: less memory, and less of it touched.
	Forget bool
}

// BatchStats are sums over the samples of one solve.
type BatchStats struct {
	Picard         int // sweeps
	Anderson       int // steps
	Newton         int // Newton, continuation and refinement steps, those counted by Chord included
	Chord          int // steps with the factors of an earlier iterate, in an adjoint those of its forward solve
	Krylov         int // products with Jacobians
	Factorizations int
	Fallbacks      int // of samples, from one stage to the next
	Unconverged    int
}

func (s *BatchStats) add(t BatchStats) {
	s.Picard += t.Picard
	s.Anderson += t.Anderson
	s.Newton += t.Newton
	s.Chord += t.Chord
	s.Krylov += t.Krylov
	s.Factorizations += t.Factorizations
	s.Fallbacks += t.Fallbacks
	s.Unconverged += t.Unconverged
}

// Batch solves many systems of one structure, each sample for itself: every decision and
// every bit of a sample depends on that sample alone, so that a batch of one gives what a
// row of a larger one gives. Samples that are done drop out of the calls of [System.Map].
//
// A sample goes through stages until one converges: Picard sweeps (large systems), Newton,
// and continuation along the path of x - (1-t) x0 - t G(x) = 0 from its start at t = 0
// to a root at t = 1; [BatchMethod] begins elsewhere. Samples go in parts of [batchPart], whatever the number of workers, and the
// Newton steps of a part are factorised and solved together by [la.BatchLU]; steps make do with the factors of an earlier
// iterate, where these promise to reach the tolerance for less than new ones cost.
//
// The zero value is ready. A Batch owns its storage and allocates nothing once it has seen a
// batch as large and as hard, but for the error of a singular matrix. It holds 3 vectors a sample, 2 more and about two
// factorisations for each that needed Newton, and up to 2^16 numbers of Jacobians a part (16 Jacobians up to 128 unknowns, one
// beyond, if that is more), 12 vectors for each sample that came to Anderson, 34 for each that came to Krylov; with
// Forget all this for one part a worker. It is not safe for concurrent use.
type Batch[T la.Float] struct {
	parts      []part[T] // one for each batchPart samples; with Forget one for each worker
	iterations []int     // of each sample
	shape      [2]int    // samples and unknowns that the parts hold factors of

	// The solve under way.
	ctx    context.Context
	sys    System[T]
	jacs   Jacobians[T] // sys, if it is one
	prods  Products[T]  // likewise
	x      *la.Matrix[T]
	status []Status
	lim    limits
	linear bool                // SolveAdjoint: F is linear, its Jacobian constant
	body   func(worker, i int) // run, bound once: a closure for every solve would allocate
}

// batchPart is how many samples are solved together: enough for the matrix product in Map, for one matrix per lane in BatchLU, and
// for what a round costs whatever the samples: 8 x 8 systems take 4 % longer in parts of 64, 5 % less in parts of 256, others
// 1 to 3 % (1,024 systems, 2026-11-25, AMD Zen 5, 2 cores of a shared server).
const batchPart = 128

// limits are BatchSettings with the defaults filled in.
type limits struct {
	first          stage // of Solve; SolveAdjoint has refine for newton and path
	warm           bool  // sweeps before the first factorisation
	krylov         bool  // Newton steps by products at first
	patience       int   // steps with old factors that a factorisation may save
	picard, newton int
	damping        float64
	pool           *sched.Pool
	strict, forget bool
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
		v.MaxNewton = 400
	}
	if v.Damping == 0 {
		v.Damping = 1
	}
	if !(v.Damping > 0 && v.Damping <= 1) {
		panic(badDamping)
	}
	l := limits{picard: v.MaxPicard, newton: v.MaxNewton, damping: v.Damping, pool: v.Pool, strict: v.Strict, forget: v.Forget}
	l.choose(v.Method, size, size > v.PicardAbove)
	return l
}

// Solve solves sys for every row of x, from the starts that x holds. On return x holds the best
// iterate of each sample, status its outcome: Converged if and only if the residual computed at
// the returned row meets sys.Tolerance. x may be a view with a stride. A nil ctx never ends, a
// nil set means the defaults. It panics if the shapes disagree.
func (b *Batch[T]) Solve(ctx context.Context, sys System[T], x *la.Matrix[T], status []Status, set *BatchSettings) BatchStats {
	b.linear = false
	return b.solve(ctx, sys, x, status, set)
}

// SolveAdjoint solves the linear systems sys whose Jacobians are the transposes of those at the
// solution of the last [Batch.Solve] (same samples, same unknowns, no Forget). A sample whose Solve
// factorised uses that factorisation, transposed; it is a step or two stale, so the result is refined
// against sys until it meets sys.Tolerance. The others start as set says: with Picard sweeps (which sum the
// Neumann series), Anderson steps or GMRES, or with a factorisation of their own, which is also what follows where those fail. If
// the last Solve had another shape, no factorisation is reused. Everything else is as for Solve.
func (b *Batch[T]) SolveAdjoint(ctx context.Context, sys System[T], x *la.Matrix[T], status []Status, set *BatchSettings) BatchStats {
	b.linear = true
	return b.solve(ctx, sys, x, status, set)
}

// Reset gives up what the last [Batch.Solve] left for [Batch.SolveAdjoint]; storage is kept.
func (b *Batch[T]) Reset() {
	for i := range b.parts {
		b.parts[i].forget()
	}
	b.shape = [2]int{}
}

// Iterations returns how many sweeps and steps the sample took in the last solve.
func (b *Batch[T]) Iterations(sample int) int { return b.iterations[sample] }

// solve checks the arguments and runs the parts.
func (b *Batch[T]) solve(ctx context.Context, sys System[T], x *la.Matrix[T], status []Status, set *BatchSettings) BatchStats {
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
	b.ctx, b.sys, b.x, b.status, b.lim = ctx, sys, x, status, set.limits(n)
	b.jacs, _ = sys.(Jacobians[T])
	b.prods, _ = sys.(Products[T])
	if b.prods == nil {
		b.lim.krylov = false
	}
	defer func() {
		b.ctx, b.sys, b.jacs, b.prods, b.x, b.status, b.lim.pool = nil, nil, nil, nil, nil, nil, nil
	}()
	b.iterations = fit(b.iterations, x.Rows)
	clear(b.iterations)
	count := (x.Rows + batchPart - 1) / batchPart
	parts := count
	if b.lim.forget {
		parts = b.lim.pool.Workers()
	}
	if len(b.parts) < parts {
		b.parts = append(b.parts, make([]part[T], parts-len(b.parts))...)
	}
	if shape := [2]int{x.Rows, n}; !b.linear || b.lim.forget || shape != b.shape {
		for i := range b.parts {
			b.parts[i].forget()
		}
		b.shape = shape
	}
	for i := range b.parts {
		b.parts[i].stats = BatchStats{}
	}
	if b.body == nil {
		b.body = b.run
	}
	for s := range status {
		status[s] = Cancelled
	}
	// The samples of parts that are not begun are Cancelled, as they stand.
	if b.lim.pool == nil {
		for i := 0; i < count && (ctx == nil || ctx.Err() == nil); i++ {
			b.run(0, i)
		}
	} else {
		_ = b.lim.pool.ForWorker(ctx, count, b.body)
	}
	if b.lim.forget {
		b.shape = [2]int{}
	}
	var sum BatchStats
	for i := range b.parts {
		sum.add(b.parts[i].stats)
	}
	for _, v := range status {
		if v != Converged {
			sum.Unconverged++
		}
	}
	return sum
}

// run solves part i.
func (b *Batch[T]) run(worker, i int) {
	which := i
	if b.lim.forget {
		which = worker
	}
	p := &b.parts[which]
	if b.lim.forget {
		p.forget()
	}
	p.Batch = b
	p.begin(i*batchPart, min(batchPart, b.x.Rows-i*batchPart))
	p.drive()
	p.Batch = nil
}
