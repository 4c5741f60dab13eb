package nm

import (
	"context"
	"math"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
	"github.com/neuralmodules/nmcore/sched"
)

// A sparse block is solved by plain sweeps x' = base + e(x) M (see sweep.go): with so few edges a product costs little more than e
// itself. A row of the matrices here is a node, a column a sample: so an edge adds a row to a row, in vectors of samples. A sweep runs over
// tiles of rows, for each of which it computes x', how far x is from it, and e(x'), while they are in the first-level cache; tiles are
// independent and shared among the workers.

const (
	sweepTile = 64 // rows
	markEvery = 16 // sweeps, after which a sample must be on its way
	fewer     = 4  // when one column in so many is live, they move together
)

// sparseSweeper solves equations whose M is sparse.
type sparseSweeper[T la.Float] struct {
	columns []int // of the sample in each column; -1: done or given up
	live    int   // columns that are not
	made    int   // sweeps
	exact   int   // summed over samples
	mark    []T   // max|F| of each column at the last mark
	strikes []int // marks in a row at which it fell too slowly
	leaving []int // columns, in this sweep

	base, slopes   la.Matrix[T] // of the equation
	x, z           la.Matrix[T] // z = e(x)
	next, emitted  la.Matrix[T] // x' and e(x')
	diff, size     la.Matrix[T] // largest |x'-x| and |x| of each column, by tile
	largest, above []T          // over all tiles
	spare          []T
	rows           la.Matrix[T] // samples as they come

	eq   *equation[T]
	m    *la.CSR[T] // M^T: row j says what goes into node j
	body func(tile int)
}

// solve is [sweeper.solve] for an equation whose M is the transpose of m.
func (s *sparseSweeper[T]) solve(ctx context.Context, pool *sched.Pool, eq *equation[T], m *la.CSR[T], x *la.Matrix[T], status []nonlinear.Status, most int) {
	s.eq, s.m = eq, m
	if s.body == nil {
		s.body = s.tile
	}
	s.begin(x, status)
	tiles := (m.Rows() + sweepTile - 1) / sweepTile
	for s.live > 0 && ctx.Err() == nil {
		n := s.x.Cols
		reshape(&s.diff, tiles, n)
		reshape(&s.size, tiles, n)
		_ = pool.For(nil, tiles, s.body) // all or nothing: a sweep is short
		s.made++
		s.exact += s.live
		s.judge(x, status, most)
		s.x, s.next = s.next, s.x
		s.z, s.emitted = s.emitted, s.z
		if fewer*s.live <= n {
			s.compact()
		}
	}
	s.eq, s.m = nil, nil
}

// begin takes the samples of x that status wants solved, at the starts that x holds.
func (s *sparseSweeper[T]) begin(x *la.Matrix[T], status []nonlinear.Status) {
	s.columns = s.columns[:0]
	for i, v := range status {
		if v == 0 {
			s.columns = append(s.columns, i)
		}
	}
	n, k := len(s.columns), x.Cols
	s.live, s.made, s.exact = n, 0, 0
	if n == 0 {
		return
	}
	s.mark, s.strikes = resize(s.mark, n), resize(s.strikes, n)
	for i := range s.mark {
		s.mark[i] = inf[T]() // the first mark counts as a good one
	}
	s.take(&s.x, x)
	s.take(&s.base, &s.eq.base)
	for _, m := range []*la.Matrix[T]{&s.z, &s.next, &s.emitted} {
		reshape(m, k, n)
	}
	if s.eq.slopes != nil {
		s.take(&s.slopes, s.eq.slopes)
	}
	s.emit(&s.z, &s.x, 0, k)
}

// take writes the samples in the columns, rows of src, to dst.
func (s *sparseSweeper[T]) take(dst, src *la.Matrix[T]) {
	if n := len(s.columns); n < src.Rows {
		reshape(&s.rows, n, src.Cols)
		copyRows(&s.rows, src, s.columns)
		src = &s.rows
	}
	reshape(dst, src.Cols, src.Rows)
	la.TransposeTo(dst, src)
}

// emit writes rows lo to hi-1 of y = e(x).
func (s *sparseSweeper[T]) emit(y, x *la.Matrix[T], lo, hi int) {
	from, to := lo*x.Cols, hi*x.Cols
	if s.eq.slopes == nil {
		apply(s.eq.f, y.Data[from:to], x.Data[from:to])
	} else {
		la.Mul(y.Data[from:to], x.Data[from:to], s.slopes.Data[from:to])
	}
}

// tile sweeps one tile.
func (s *sparseSweeper[T]) tile(t int) {
	n := s.x.Cols
	lo := t * sweepTile
	hi := min(lo+sweepTile, s.x.Rows)
	x, next := s.x.View(lo, 0, hi-lo, n), s.next.View(lo, 0, hi-lo, n)
	copy(next.Data, s.base.Data[lo*n:hi*n])
	s.m.AddRows(1, lo, hi, &s.z, &next)
	la.MaxAbsColumns(s.diff.Row(t), s.size.Row(t), &x, &next)
	s.emit(&s.emitted, &s.next, lo, hi)
}

// judge ends the samples that are solved at x and gives up those that do not get there.
func (s *sparseSweeper[T]) judge(x *la.Matrix[T], status []nonlinear.Status, most int) {
	n := s.x.Cols
	s.largest, s.above, s.spare = resize(s.largest, n), resize(s.above, n), resize(s.spare, n)
	la.MaxAbsColumns(s.spare, s.largest, &s.diff, &s.diff)
	la.MaxAbsColumns(s.spare, s.above, &s.size, &s.size)
	s.leaving = s.leaving[:0]
	for j, sample := range s.columns {
		if sample < 0 {
			continue
		}
		norm := s.largest[j]
		switch {
		case s.eq.meets(sample, norm, s.above[j]):
			status[sample] = nonlinear.Converged
			s.leaving = append(s.leaving, j)
		case s.hopeless(j, norm, most):
			s.columns[j] = -1
			s.live--
		}
	}
	if len(s.leaving) == 0 {
		return
	}
	from := &s.x
	if s.eq.slopes != nil {
		from = &s.z
	}
	for lo := 0; lo < from.Rows; lo += sweepTile { // whose cache lines serve all that leave
		tile := from.Data[lo*n : min(lo+sweepTile, from.Rows)*n]
		for _, j := range s.leaving {
			to := x.Row(s.columns[j])[lo:]
			for k, at := 0, j; at < len(tile); k, at = k+1, at+n {
				to[k] = tile[at]
			}
		}
	}
	for _, j := range s.leaving {
		s.columns[j] = -1
	}
	s.live -= len(s.leaving)
}

// hopeless says whether the sample in column j, whose max|F| is norm, is not to be solved by the sweeps it has left.
func (s *sparseSweeper[T]) hopeless(j int, norm T, most int) bool {
	if s.made >= most || !(norm <= math.MaxFloat32) {
		return true
	}
	if s.made%markEvery != 0 {
		return false
	}
	fall := math.Log(float64(s.mark[j]/norm)) / markEvery // a sweep
	left := math.Log(float64(norm / s.eq.floor(s.columns[j])))
	s.mark[j] = norm
	if fall*float64(most-s.made) > left {
		s.strikes[j] = 0
		return false
	}
	s.strikes[j]++
	return s.strikes[j] > 1
}

// compact moves the live columns together.
func (s *sparseSweeper[T]) compact() {
	keep := s.leaving[:0]
	for j, sample := range s.columns {
		if sample < 0 {
			continue
		}
		at := len(keep)
		s.columns[at], s.mark[at], s.strikes[at] = sample, s.mark[j], s.strikes[j]
		keep = append(keep, j)
	}
	s.leaving, s.columns = keep, s.columns[:len(keep)]
	for _, m := range []*la.Matrix[T]{&s.x, &s.z, &s.base, &s.slopes} {
		if m == &s.slopes && s.eq.slopes == nil {
			continue
		}
		to := 0
		for k := range m.Rows {
			row := m.Row(k)
			for _, j := range keep {
				m.Data[to] = row[j]
				to++
			}
		}
		reshape(m, m.Rows, len(keep))
	}
	reshape(&s.next, s.x.Rows, len(keep))
	reshape(&s.emitted, s.x.Rows, len(keep))
}
