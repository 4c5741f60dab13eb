package nm

import (
	"context"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
	"github.com/neuralmodules/nmcore/sched"
)

// A large block is solved by sweeps of two kinds. With e(x) = f(x) forward and e(u) = d o u backward its equation is
//
//	x = base + e(x) M,  M = W or W^T.
//
// An exact sweep computes x' = base + e(x) M as it stands; F = x' - x decides whether x is the solution. Between exact sweeps,
// inner sweeps follow the change of e alone: with z what e has been multiplied so far, x += (e(x) - z) M and z = e(x). What
// is multiplied shrinks from sweep to sweep, so M may be coarse, 8-bit integers ([la.QuantizedMatrix]), four times as fast as float32: it
// spoils the change since the last exact sweep by less than a hundredth, and the next exact sweep begins from what is left.
//
// The inner sweeps may besides belong to another form of the equation. With c in the middle of the slopes of e,
//
//	s = F + (e(x+s) - e(x)) M  is  s = F + c F S + (h(x+s) - h(x)) S,  h(x) = e(x) - c x,  S = M (I - c M)^-1,
//
// whose slopes are at most half as large: half the sweeps. (In control theory this is a loop transformation.) They are the
// inner sweeps with h for e and S for M, if the first z is e(x) - c x' = h(x) - c F.
//
// A cold start x = base is where nothing has been multiplied yet, z = 0: inner sweeps come first.

// The constants of the sweeps; every one decides for a sample by itself.
const (
	innerDrop = 1.0 / 128 // of the change of e, after which M is exact enough no more
	innerMost = 32        // inner sweeps between exact ones
	cycleDrop = 0.5       // exact residuals must fall to this share from one exact sweep to the next, or others take over
)

// equation is the system of one block for a chunk of samples.
type equation[T la.Float] struct {
	f      Activation
	slopes *la.Matrix[T] // backward: d of every sample; nil forward
	base   la.Matrix[T]
	m      *la.Matrix[T]       // M as it stands,
	packed *la.PackedMatrix[T] // or packed
	inner  *factor[T]          // for the inner sweeps; nil: there are none
	c      T                   // 0: the inner sweeps are those of the equation itself
	tol    T                   // forward, times max(1, max|x|)
	tols   []T                 // backward, of each sample
}

// factor is a matrix as the inner sweeps multiply by it.
type factor[T la.Float] struct {
	coarse bool
	quick  la.QuantizedMatrix[T] // if coarse
	plain  la.PackedMatrix[T]    // if not
}

func (q *factor[T]) pack(p *sched.Pool, t la.Trans, m *la.Matrix[T]) {
	if q.coarse = innerPays[T](m.Rows); q.coarse {
		q.quick.Pack(p, t, m)
	} else {
		q.plain.Pack(p, t, m)
	}
}

// emit writes e(x) - c x of the given samples.
func (q *equation[T]) emit(y, x *la.Matrix[T], rows []int, c T) {
	if q.slopes == nil {
		apply(q.f, y.Data, x.Data)
	} else {
		for i, s := range rows[:y.Rows] {
			la.Mul(y.Row(i), x.Row(i), q.slopes.Row(s))
		}
	}
	if c != 0 {
		la.Axpy(-c, x.Data, y.Data)
	}
}

// solved says whether sample s is solved at x with max|F| = norm.
func (q *equation[T]) solved(s int, norm T, x []T) bool {
	return norm <= q.floor(s) || q.slopes == nil && q.meets(s, norm, abs(x[la.Iamax(x)]))
}

// meets is solved for an x of which max|x| = size is known.
func (q *equation[T]) meets(s int, norm, size T) bool {
	return norm <= q.floor(s) || q.slopes == nil && norm <= q.tol*size
}

// floor is the least residual that sample s is ever asked for.
func (q *equation[T]) floor(s int) T {
	if q.slopes != nil {
		return q.tols[s]
	}
	return q.tol
}

// sweeper solves equations by sweeps. The samples at work stand in the first rows of its matrices, in any order.
type sweeper[T la.Float] struct {
	rows       []int // the sample in each row
	x, y, z, g la.Matrix[T]
	q          la.QuantizedRows[T]
	last       []T // max|F| at the last exact sweep
	change     []T // max|e(x) - z|
	first      []T // the same, at the first inner sweep after it
	made       []int
	exact      int // sweeps, summed over samples
	quick      int
}

// begin sets up the samples of x that status wants solved, at the starts that x holds, and returns how many they are and how many
// of them, which come first, start cold at base.
func (s *sweeper[T]) begin(eq *equation[T], x *la.Matrix[T], status []nonlinear.Status) (n, cold int) {
	n = x.Rows
	s.rows, s.made = resize(s.rows, n), resize(s.made, n)
	s.last, s.change, s.first = resize(s.last, n), resize(s.change, n), resize(s.first, n)
	for _, m := range []*la.Matrix[T]{&s.x, &s.y, &s.z, &s.g} {
		reshape(m, n, x.Cols)
	}
	s.exact, s.quick = 0, 0
	warm := n
	for i, v := range status {
		if v != 0 {
			continue
		}
		at := cold
		if la.MaxAbsDiff(x.Row(i), eq.base.Row(i)) == 0 {
			cold++
		} else {
			warm--
			at = warm
		}
		s.rows[at] = i
	}
	if warm > cold { // close the gap of samples not wanted
		copy(s.rows[cold:], s.rows[warm:n])
	}
	n -= warm - cold
	for at, i := range s.rows[:n] {
		s.last[at], s.made[at] = inf[T](), 0
		copy(s.x.Row(at), x.Row(i))
	}
	return n, cold
}

// solve solves eq for the samples whose status is zero, from the starts in x. On return the rows of x of solved samples are e(x) of the
// solution, if backward, and the solution, if forward, and their status is Converged; all else is untouched. most bounds the sweeps of a
// sample. Whatever happens to a sample depends on that sample alone.
func (s *sweeper[T]) solve(ctx context.Context, pool *sched.Pool, eq *equation[T], x *la.Matrix[T], status []nonlinear.Status, most int) {
	n, cold := s.begin(eq, x, status)
	if eq.inner != nil && cold > 0 {
		s.hold(cold, &s.z)
		clear(s.z.Data)
		s.follow(pool, eq, cold)
	}
	for n > 0 && ctx.Err() == nil {
		n = s.sweep(pool, eq, n, x, status, most)
		if eq.inner != nil {
			s.follow(pool, eq, n)
		}
	}
}

// hold cuts the matrices to n rows.
func (s *sweeper[T]) hold(n int, ms ...*la.Matrix[T]) {
	for _, m := range ms {
		m.Rows, m.Data = n, m.Data[:n*m.Cols]
	}
}

// sweep makes the exact sweep of n samples and returns how many go on.
func (s *sweeper[T]) sweep(pool *sched.Pool, eq *equation[T], n int, x *la.Matrix[T], status []nonlinear.Status, most int) int {
	s.hold(n, &s.x, &s.y, &s.z, &s.g)
	eq.emit(&s.z, &s.x, s.rows, 0)
	for i, sample := range s.rows[:n] {
		copy(s.g.Row(i), eq.base.Row(sample))
	}
	if eq.packed != nil {
		la.GemmPacked(pool, la.NoTrans, 1, &s.z, eq.packed, 1, &s.g)
	} else {
		la.Gemm(pool, la.NoTrans, la.NoTrans, 1, &s.z, eq.m, 1, &s.g)
	}
	s.exact += n
	for i := n - 1; i >= 0; i-- { // from the end: where many leave, few rows move
		sample := s.rows[i]
		norm := la.MaxAbsDiff(s.x.Row(i), s.g.Row(i))
		done := eq.solved(sample, norm, s.x.Row(i))
		switch {
		case done && eq.slopes == nil:
			copy(x.Row(sample), s.x.Row(i))
		case done:
			copy(x.Row(sample), s.z.Row(i))
		}
		if done {
			status[sample] = nonlinear.Converged
		}
		s.made[i]++
		if done || s.made[i] >= most || !(norm <= cycleDrop*s.last[i]) {
			n--
			s.rows[i], s.last[i], s.made[i] = s.rows[n], s.last[n], s.made[n]
			if i < n {
				copy(s.z.Row(i), s.z.Row(n))
				copy(s.g.Row(i), s.g.Row(n))
			}
			continue
		}
		s.last[i] = norm
	}
	s.x, s.g = s.g, s.x
	return n
}

// follow makes the inner sweeps of n samples.
func (s *sweeper[T]) follow(pool *sched.Pool, eq *equation[T], n int) {
	s.hold(n, &s.x, &s.y, &s.z)
	if eq.c != 0 {
		la.Axpy(-eq.c, s.x.Data, s.z.Data)
	}
	var drop T
	if eq.inner.coarse {
		drop = innerDrop
	}
	for made := 0; n > 0 && made < innerMost; made++ {
		s.hold(n, &s.x, &s.y, &s.z)
		eq.emit(&s.y, &s.x, s.rows, eq.c)
		s.multiply(pool, eq.inner, n)
		s.quick += n
		for i := n - 1; i >= 0; i-- {
			v := s.change[i]
			s.made[i]++
			if made == 0 {
				s.first[i] = v
			}
			if !(v > drop*s.first[i] && v > eq.floor(s.rows[i])/2 && v <= 4*s.first[i]) {
				n--
				s.leave(i, n)
			}
		}
	}
}

// multiply adds (y - z) M to x and y - z, as far as it was multiplied, to z.
func (s *sweeper[T]) multiply(pool *sched.Pool, m *factor[T], n int) {
	if m.coarse {
		s.q.Set(&s.y, &s.z, s.change[:n])
		la.GemmQuantized(pool, &s.q, &m.quick, &s.x)
		return
	}
	for i := range n {
		s.change[i] = la.MaxAbsDiff(s.y.Row(i), s.z.Row(i))
	}
	la.Scal(-1, s.z.Data)
	la.Axpy(1, s.y.Data, s.z.Data)
	la.GemmPacked(pool, la.NoTrans, 1, &s.z, &m.plain, 1, &s.x)
	s.y, s.z = s.z, s.y
}

// leave takes row i out of the inner sweeps: it changes places with row j, the last one.
func (s *sweeper[T]) leave(i, j int) {
	if i == j {
		return
	}
	a, b, free := s.x.Row(i), s.x.Row(j), s.y.Row(j)
	copy(free, a)
	copy(a, b)
	copy(b, free)
	copy(s.z.Row(i), s.z.Row(j))
	s.rows[i], s.rows[j] = s.rows[j], s.rows[i]
	s.last[i], s.last[j] = s.last[j], s.last[i]
	s.made[i], s.made[j] = s.made[j], s.made[i]
	s.first[i], s.change[i] = s.first[j], s.change[j]
}
