package la

import (
	"math"

	"github.com/neuralmodules/nmcore/sched"
)

// LU is the factorization P A = L U of a square matrix with partial pivoting: P is a permutation, L is unit lower and
// U upper triangular, and no element of L exceeds 1 by more than a rounding (LAPACK xGETRF). The zero value is ready.
// Factorize keeps the factors in storage of its own, which it reuses. Any number of goroutines may solve with one LU
// at the same time; Factorize must be alone.
type LU[T Float] struct {
	lu   Matrix[T] // U, and L without its ones
	piv  []int32   // step j exchanged rows j and piv[j]
	bad  int       // first pivot that is zero or not finite, or -1
	norm T         // 1-norm of A
	safe bool      // the diagonal of U is invertible to a rounding
	done bool

	scaled   bool // the factors are those of R A C
	row, col []T  // R and C
}

// Factorize computes the factors of a copy of a on p's workers. If a pivot is zero or not finite it returns a
// *SingularError: Factors then shows the complete factors, and RCond is 0. A NaN, an Inf or an overflow anywhere ends in
// such a pivot: without an error all factors are finite. It panics if a is not square.
func (f *LU[T]) Factorize(p *sched.Pool, a *Matrix[T]) error {
	f.prepare(a)
	f.norm, f.scaled = 0, false
	if n := a.Rows; n > 0 {
		s := getScratch[T](n)
		f.norm = copyNorm1(f.lu, *a, s.data[:n])
		s.put()
	}
	return f.factorize(p)
}

// prepare checks a and makes room for its factors.
func (f *LU[T]) prepare(a *Matrix[T]) {
	a.checkShape()
	if a.Rows != a.Cols {
		panic(notSquare)
	}
	a.checkData()
	n := a.Rows
	ld := padded[T](n)
	f.lu = Matrix[T]{Rows: n, Cols: n, Stride: ld, Data: grow(f.lu.Data, n*ld)}
	f.piv = grow(f.piv, n)
}

// factorize factors what is in f.lu.
func (f *LU[T]) factorize(p *sched.Pool) error {
	work := getScratch[T](luWork[T](f.N()))
	f.bad = factorize(p, f.lu, f.piv, work.data)
	work.put()
	f.safe = invertible(f.lu)
	f.done = true
	return f.err()
}

func (f *LU[T]) err() error {
	if !f.done {
		panic(notFactorized)
	}
	if f.bad >= 0 {
		return &SingularError{Pivot: f.bad}
	}
	return nil
}

// N returns the number of rows of the factorized matrix, 0 before the first Factorize.
func (f *LU[T]) N() int { return f.lu.Rows }

// Factors returns U on and above the diagonal and L, without its ones, below it; and the row exchanges: step j
// exchanged rows j and piv[j] >= j of A. Both share f's storage and must not be written.
func (f *LU[T]) Factors() (lu Matrix[T], piv []int32) { return f.lu, f.piv }

// SolveTo writes the solution X of op(A)*X = B to dst on p's workers (LAPACK xGETRS). dst and b are n x any; they may
// be the same matrix, but must not overlap otherwise. One column alone takes another path than several: its bits need
// not be those it has beside others. If A is singular it fills dst with NaN and returns the
// *SingularError of Factorize. It panics if the shapes disagree or nothing was factorized.
func (f *LU[T]) SolveTo(p *sched.Pool, dst *Matrix[T], t Trans, b *Matrix[T]) error {
	err := f.err()
	dst.checkShape()
	b.checkShape()
	if b.Rows != f.N() || dst.Rows != b.Rows || dst.Cols != b.Cols {
		panic(badShape)
	}
	if b.empty() {
		return err
	}
	dst.checkData()
	b.checkData()
	if !same(dst, b) {
		if overlap(dst, b) {
			panic(overlapping)
		}
		Copy(dst, b)
	}
	if err != nil {
		fillNaN(*dst)
		return err
	}
	before, after := f.scales(t)
	if f.scaled {
		scaleRows(*dst, before)
	}
	solve(p, f.lu, f.piv, t, *dst)
	if f.scaled {
		scaleRows(*dst, after)
	}
	return nil
}

// scales returns the factors of the rows of B and X: with R A C = M, A x = b is M (C^-1 x) = R b and A' x = b is
// M' (R^-1 x) = C b.
func (f *LU[T]) scales(t Trans) (b, x []T) {
	if t {
		return f.col, f.row
	}
	return f.row, f.col
}

// SolveVecTo writes the solution x of op(A)*x = b to dst. dst and b have length n and may overlap. If A is singular it
// fills dst with NaN and returns the *SingularError of Factorize. It panics if a length is wrong or nothing was
// factorized.
func (f *LU[T]) SolveVecTo(dst []T, t Trans, b []T) error {
	err := f.err()
	n := f.N()
	if len(dst) != n || len(b) != n {
		panic(shortVector)
	}
	if n == 0 {
		return err
	}
	if err != nil {
		fillNaN(Matrix[T]{Rows: n, Cols: 1, Stride: 1, Data: dst})
		return err
	}
	copy(dst, b)
	f.solveScaled(t, dst)
	return nil
}

// solveScaled overwrites x with the solution of op(A) y = x.
func (f *LU[T]) solveScaled(t Trans, x []T) {
	before, after := f.scales(t)
	if f.scaled {
		multiply(x, before)
	}
	solveVec(f.lu, f.piv, t, x, f.safe)
	if f.scaled {
		multiply(x, after)
	}
}

// LogDet returns the logarithm of the absolute value of A's determinant and its sign: -Inf and 0 if it is zero.
// It panics if nothing was factorized.
func (f *LU[T]) LogDet() (logAbs, sign float64) {
	if !f.done {
		panic(notFactorized)
	}
	sign = 1
	for i, j := range f.piv {
		d := float64(f.lu.Data[i*f.lu.Stride+i])
		if d == 0 {
			return math.Inf(-1), 0
		}
		logAbs += math.Log(math.Abs(d))
		if f.scaled {
			logAbs -= math.Log(float64(f.row[i])) + math.Log(float64(f.col[i]))
		}
		if (d < 0) != (int(j) != i) {
			sign = -sign
		}
	}
	return logAbs, sign
}

func fillNaN[T Float](m Matrix[T]) {
	for i := range m.Rows {
		row := m.Row(i)
		for j := range row {
			row[j] = T(math.NaN())
		}
	}
}

// grow returns a slice of length n, x itself if it is large enough; the elements are arbitrary.
func grow[E any](x []E, n int) []E {
	if cap(x) < n {
		return make([]E, n)
	}
	return x[:n]
}
