package optnet

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// Panic texts for misuse.
const (
	badShape    = "optnet: dimension mismatch"
	badSettings = "optnet: negative tolerance or iteration limit"
	notPrepared = "optnet: solver not prepared"
)

// QP is what a family of quadratic programs has in common. All numbers must be finite.
type QP[T la.Float] struct {
	Q *la.Matrix[T] // n x n, symmetric, positive definite on the null space of A; the lower triangle is read
	A *la.Matrix[T] // me x n, of full row rank; nil: no equalities
	B []T           // me
	G *la.Matrix[T] // mi x n; nil: no inequalities
	H []T           // mi
}

// Settings are the choices of a [Solver]; zero values are defaults.
type Settings struct {
	Tolerance     float64 // what Solution.Residual must not exceed; 0: 1e-10 (float64), 1e-5 (float32)
	MaxIterations int     // interior-point iterations of a sample; 0: 100
}

// Solver solves the programs of one family. The zero value is ready for [Solver.Prepare]; after that any number of
// goroutines may call Solve and Backward at the same time, each with a [Solution] of its own.
type Solver[T la.Float] struct {
	Settings Settings

	n, me, mi int
	prepared  bool
	bad       Status // Singular or NonFinite: what Prepare found; else 0

	// Scaled data: z = c z~, nu = f nu~, lambda = e lambda~, s = s~/e; c, f, e are powers of two.
	c, f, e []T
	k       la.Matrix[T] // [CQC  C A'F; F A C  0]
	q, a    la.Matrix[T] // views of k: CQC, F A C
	g       la.Matrix[T] // E G C
	b, h    []T          // F b, E h
	lu      la.LU[T]     // of k
	m       la.Matrix[T] // k^-1 [g'; 0]
	w       la.Matrix[T] // [g 0] k^-1 [g'; 0]
	first   la.LU[T]     // of W + I, for the starting points
	wide    la.Matrix[T] // scratch of Prepare
}

// Prepare scales, copies and factorises the family q on pool's workers; q may be changed afterwards. It must be called
// again when the data change, and alone. Data that admit no solution are not an error here: every sample gets the status
// [Singular] or [NonFinite]. It panics if the shapes disagree.
func (s *Solver[T]) Prepare(pool *sched.Pool, q *QP[T]) {
	s.shape(q)
	s.prepared = true
	if s.bad = 0; !s.finite(q) {
		s.bad = NonFinite
		return
	}
	s.scaleVariables(q)
	if s.lu.Factorize(pool, &s.k) != nil || !(s.lu.RCond() > epsilon[T]()) {
		s.bad = Singular
		return
	}
	s.reduce(pool, q)
	if !finite(s.w.Data) || !finite(s.h) {
		s.bad = NonFinite
		return
	}
	reshape(&s.wide, s.mi, s.mi)
	copy(s.wide.Data, s.w.Data)
	for i := range s.mi {
		s.wide.Row(i)[i]++
	}
	if s.first.Factorize(pool, &s.wide) != nil {
		s.bad = Singular
	}
}

func (s *Solver[T]) shape(q *QP[T]) {
	if s.Settings.MaxIterations < 0 || !(s.Settings.Tolerance >= 0) {
		panic(badSettings)
	}
	if q.Q == nil || q.Q.Rows != q.Q.Cols {
		panic(badShape)
	}
	s.n, s.me, s.mi = q.Q.Rows, 0, 0
	if q.A != nil {
		s.me = q.A.Rows
	}
	if q.G != nil {
		s.mi = q.G.Rows
	}
	if len(q.B) != s.me || len(q.H) != s.mi || q.A != nil && q.A.Cols != s.n || q.G != nil && q.G.Cols != s.n {
		panic(badShape)
	}
}

func (s *Solver[T]) finite(q *QP[T]) bool {
	for _, m := range []*la.Matrix[T]{q.Q, q.A, q.G} {
		if m != nil && !(m.NormMax() <= largest[T]()) {
			return false
		}
	}
	return finite(q.B) && finite(q.H)
}

// scaleVariables chooses c and f and forms k and b.
func (s *Solver[T]) scaleVariables(q *QP[T]) {
	n := s.n
	s.c, s.f, s.b = grow(s.c, n), grow(s.f, s.me), grow(s.b, s.me)
	reshape(&s.k, n+s.me, n+s.me)
	clear(s.k.Data)
	s.q, s.a = s.k.View(0, 0, n, n), s.k.View(n, 0, s.me, n)
	for j := range n {
		s.c[j] = power(1 / sqrt(q.Q.At(j, j)))
	}
	for i := range n {
		row := q.Q.Row(i)
		for j := range i + 1 {
			v := s.c[i] * row[j] * s.c[j]
			s.k.Row(i)[j], s.k.Row(j)[i] = v, v
		}
	}
	for i := range s.me {
		row := s.a.Row(i)
		for j, v := range q.A.Row(i) {
			row[j] = v * s.c[j]
		}
		s.f[i] = power(1 / maxAbs(row))
		la.Scal(s.f[i], row)
		for j, v := range row {
			s.k.Row(j)[n+i] = v
		}
		s.b[i] = s.f[i] * q.B[i]
	}
}

// reduce chooses e and forms g, h, m and w.
func (s *Solver[T]) reduce(pool *sched.Pool, q *QP[T]) {
	n, mi := s.n, s.mi
	s.e, s.h = grow(s.e, mi), grow(s.h, mi)
	reshape(&s.g, mi, n)
	reshape(&s.m, n+s.me, mi)
	reshape(&s.w, mi, mi)
	clear(s.m.Data)
	for i := range mi {
		row := s.g.Row(i)
		for j, v := range q.G.Row(i) {
			row[j] = v * s.c[j]
			s.m.Row(j)[i] = row[j]
		}
	}
	// Prepare has seen to it that k is regular.
	_ = s.lu.SolveTo(pool, &s.m, la.NoTrans, &s.m)
	top := s.m.View(0, 0, n, mi)
	la.Gemm(pool, la.NoTrans, la.NoTrans, 1, &s.g, &top, 0, &s.w)
	s.scaleInequalities()
	for i, e := range s.e {
		s.h[i] = e * q.H[i]
		la.Scal(e, s.g.Row(i))
		wi := s.w.Row(i)
		for j := range i + 1 { // rounding has left W a little unsymmetric
			v := (wi[j] + s.w.Row(j)[i]) / 2 * e * s.e[j]
			wi[j], s.w.Row(j)[i] = v, v
		}
	}
	for i := range s.m.Rows {
		row := s.m.Row(i)
		for j, e := range s.e {
			row[j] *= e
		}
	}
}

// scaleInequalities chooses e for a unit diagonal of W. W_ii/|g_i|^2, the reciprocal curvature along g_i, is at least 1/n
// since CQC has a unit diagonal; but where the equalities leave nothing of it (g_i in the row space of A) it is mere rounding,
// so it is bounded from below.
func (s *Solver[T]) scaleInequalities() {
	floor := sqrt(epsilon[T]())
	for i := range s.mi {
		norm := la.Nrm2(s.g.Row(i))
		s.e[i] = power(1 / (norm * sqrt(max(floor, s.w.At(i, i)/norm/norm))))
	}
}

func (s *Solver[T]) tolerance() T {
	switch {
	case s.Settings.Tolerance > 0:
		return T(s.Settings.Tolerance)
	case isFloat32[T]():
		return 1e-5
	default:
		return 1e-10
	}
}

func (s *Solver[T]) maxIterations() int {
	if s.Settings.MaxIterations > 0 {
		return s.Settings.MaxIterations
	}
	return 100
}

// unscale writes x[i]*by[i] to dst.
func unscale[T la.Float](dst, x, by []T) {
	for i, v := range x {
		dst[i] = v * by[i]
	}
}

func fillNaN[T la.Float](x []T) {
	for i := range x {
		x[i] = T(math.NaN())
	}
}
