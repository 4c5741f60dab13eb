package la

import (
	"math"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// QR is the factorization A = Q R of an m x n matrix by Householder reflections: Q is m x m and orthogonal, R is m x n and
// zero below its diagonal (LAPACK xGEQRF). The zero value is ready. Factorize keeps the factors in storage of its own,
// which it reuses. Any number of goroutines may use one QR at the same time; Factorize must be alone.
type QR[T Float] struct {
	r    Matrix[T] // R; what is below its diagonal is arbitrary
	q    reflectors[T]
	bad  int // first column that depends on those before it, or -1; n if m < n
	done bool
}

// Factorize computes the factors of a copy of a on p's workers. Nothing overflows unless R itself comes
// near. NaN and Inf reach the factors.
func (f *QR[T]) Factorize(p *sched.Pool, a *Matrix[T]) {
	a.check()
	m, n := a.Rows, a.Cols
	ld := padded[T](n)
	f.r = Matrix[T]{Rows: m, Cols: n, Stride: ld, Data: grow(f.r.Data, m*ld)}
	Copy(&f.r, a)
	f.q.resize(m, min(m, n))
	qrBlocked(p, f.r, &f.q)
	f.bad = -1
	if m >= n {
		f.bad = dependentColumn(asm.Active[T](), f.r)
	}
	f.done = true
}

// Dims returns the numbers of rows and columns of the factorized matrix, 0 before the first Factorize.
func (f *QR[T]) Dims() (rows, cols int) { return f.r.Rows, f.r.Cols }

// SolveTo solves with an A of full column rank, m >= n, on p's workers (LAPACK xGELS):
//
//	NoTrans:   least squares. X (n x any) minimizes |A X - B| for every column of B (m x any).
//	Transpose: the least norm. X (m x any) is the smallest solution of A' X = B (n x any).
//
// So a matrix with m < n is solved by factorizing its transpose. dst and b may overlap in any way. One column alone takes
// another path than several: its bits need not be those it has beside others.
//
// If, to working precision, a column of A depends on those before it, or R is not finite, it fills dst with NaN and
// returns a *SingularError with the first such column. A rank that is merely close to deficient is seen by [QR.RCond]. It panics
// if m < n, the shapes disagree or nothing was factorized.
func (f *QR[T]) SolveTo(p *sched.Pool, dst *Matrix[T], t Trans, b *Matrix[T]) error {
	f.checkTall()
	dst.checkShape()
	b.checkShape()
	m, n := f.Dims()
	rows, brows := n, m
	if t {
		rows, brows = m, n
	}
	if b.Rows != brows || dst.Rows != rows || dst.Cols != b.Cols {
		panic(badShape)
	}
	dst.checkData()
	b.checkData()
	if f.bad >= 0 {
		fillNaN(*dst)
		return &SingularError{Pivot: f.bad}
	}
	if dst.empty() {
		return nil
	}
	ld := padded[T](b.Cols)
	if b.Cols == 1 {
		ld = 1
	}
	s := getScratch[T](m * ld)
	x := Matrix[T]{Rows: m, Cols: b.Cols, Stride: ld, Data: s.data}
	for i := range b.Rows {
		copy(x.Row(i), b.Row(i))
	}
	top, r := x.View(0, 0, n, x.Cols), f.r.View(0, 0, n, n)
	k := asm.Active[T]()
	if !t {
		f.q.apply(p, k, Transpose, x)
		if n > 0 {
			qrSolve(p, k, NoTrans, r, top)
		}
	} else {
		for i := n; i < m; i++ {
			clear(x.Row(i))
		}
		if n > 0 {
			qrSolve(p, k, Transpose, r, top)
		}
		f.q.apply(p, k, NoTrans, x)
	}
	for i := range rows {
		copy(dst.Row(i), x.Row(i))
	}
	s.put()
	return nil
}

// QMulTo writes op(Q)*B to dst on p's workers (LAPACK xORMQR). dst and b are m x any; they may be the same matrix, but must
// not overlap otherwise. It panics if the shapes disagree or nothing was factorized.
func (f *QR[T]) QMulTo(p *sched.Pool, dst *Matrix[T], t Trans, b *Matrix[T]) {
	f.checkDone()
	dst.checkShape()
	b.checkShape()
	if b.Rows != f.r.Rows || dst.Rows != b.Rows || dst.Cols != b.Cols {
		panic(badShape)
	}
	if b.empty() {
		return
	}
	dst.checkData()
	b.checkData()
	if !same(dst, b) {
		if overlap(dst, b) {
			panic(overlapping)
		}
		Copy(dst, b)
	}
	f.q.apply(p, asm.Active[T](), t, *dst)
}

// QTo writes the first columns of Q to dst, which is m x any number up to m, on p's workers (LAPACK xORGQR): with n columns
// the thin Q, with m all of it. It panics if the shape is wrong or nothing was factorized.
func (f *QR[T]) QTo(p *sched.Pool, dst *Matrix[T]) {
	f.checkDone()
	dst.checkShape()
	if dst.Rows != f.r.Rows || dst.Cols > dst.Rows {
		panic(badShape)
	}
	if dst.empty() {
		return
	}
	dst.checkData()
	for i := range dst.Rows {
		row := dst.Row(i)
		clear(row)
		if i < len(row) {
			row[i] = 1
		}
	}
	f.q.form(p, asm.Active[T](), *dst)
}

// RTo writes the rows of R that are not zero to dst, min(m, n) x n. It panics if the shape is wrong or nothing was
// factorized.
func (f *QR[T]) RTo(dst *Matrix[T]) {
	f.checkDone()
	dst.checkShape()
	if dst.Rows != min(f.r.Rows, f.r.Cols) || dst.Cols != f.r.Cols {
		panic(badShape)
	}
	dst.checkData()
	for i := range dst.Rows {
		row := dst.Row(i)
		clear(row[:i])
		copy(row[i:], f.r.Row(i)[i:])
	}
}

// RCond estimates 1/(|R| |R^-1|) in the 1-norm as [LU.RCond] does: for a square A it is within a factor n of A's, and
// R has A's 2-norm condition. If SolveTo finds A rank deficient or the norm overflows it is 0, without columns 1. It
// panics if m < n or nothing was factorized.
func (f *QR[T]) RCond() T {
	f.checkTall()
	if f.bad >= 0 {
		return 0
	}
	n := f.r.Cols
	r := f.r.View(0, 0, n, n)
	k := asm.Active[T]()
	return rcond(n, triangleNorm1(k, r), func(t Trans, x []T) { trsv(k, Upper, t, NonUnit, r, x) })
}

func (f *QR[T]) checkDone() {
	if !f.done {
		panic(notFactorized)
	}
}

func (f *QR[T]) checkTall() {
	f.checkDone()
	if f.r.Rows < f.r.Cols {
		panic(badShape)
	}
}

// qrSolve overwrites B with the solution of op(R) X = B; one column is contiguous.
func qrSolve[T Float](p *sched.Pool, k *asm.Kernels[T], t Trans, r, b Matrix[T]) {
	if b.Cols == 1 {
		trsv(k, Upper, t, NonUnit, r, b.Data)
	} else {
		trsm(p, k, Left, Upper, t, NonUnit, r, b)
	}
}

// dependentColumn returns the first column j of an upper triangular R whose diagonal element is not finite or a rounding
// error beside the column, or -1. A rounding error is 4 sqrt(m) u times the 2-norm of the column: R(j, j) then has no
// correct digit.
func dependentColumn[T Float](k *asm.Kernels[T], r Matrix[T]) int {
	n := r.Cols
	s := getScratch[T](2 * n)
	defer s.put()
	sum, column := s.data[:n], s.data[n:2*n]
	clear(sum)
	tol := 4 * eps[T]() * T(math.Sqrt(float64(r.Rows)))
	for j := range n {
		row := r.Row(j)[j:]
		addAbs(k, row, sum[j:])
		d := abs(row[0])
		if d > tol*sum[j] { // the 1-norm, which costs less, is no smaller
			continue
		}
		for i := range j + 1 {
			column[i] = r.Data[i*r.Stride+j]
		}
		if !(d > tol*Nrm2(column[:j+1])) || d-d != 0 {
			return j
		}
	}
	return -1
}
