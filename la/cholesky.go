package la

import (
	"math"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Cholesky is the factorization A = U' U of a symmetric positive definite matrix, U upper triangular (LAPACK xPOTRF). The
// zero value is ready. Factorize keeps the factor in storage of its own, which it reuses. Any number of goroutines may
// solve with one Cholesky at the same time; Factorize must be alone.
type Cholesky[T Float] struct {
	u    Matrix[T] // U; what is below its diagonal is arbitrary
	bad  int       // first pivot that is not positive or not finite, or -1
	norm T         // 1-norm of A
	done bool
}

// Factorize computes the factor of a copy of a on p's workers. It reads only the triangle uplo of a. If a leading minor
// is not positive, or not a number, it returns a *NotPositiveDefiniteError: Factor then holds the factor of the largest
// leading block that has one, and RCond is 0. A NaN, an Inf or an overflow anywhere in the triangle ends in such a minor:
// without an error the factor is finite. It panics if uplo is bad or a is not square.
func (f *Cholesky[T]) Factorize(p *sched.Pool, uplo Uplo, a *Matrix[T]) error {
	checkUplo(uplo)
	a.checkShape()
	if a.Rows != a.Cols {
		panic(notSquare)
	}
	a.checkData()
	n := a.Rows
	ld := padded[T](n)
	rows := (n + asm.CholRows - 1) / asm.CholRows * asm.CholRows // what the kernel needs, no more than ld
	f.u = Matrix[T]{Rows: n, Cols: n, Stride: ld, Data: grow(f.u.Data, rows*ld+asm.CholRows)}
	whole := Matrix[T]{Rows: rows, Cols: rows, Stride: ld, Data: f.u.Data}
	k := asm.Active[T]()
	copyTriangle(k, f.u, *a, uplo)
	padIdentity(whole, n)
	f.norm = symmetricNorm1(k, f.u)
	f.bad = cholesky(p, k, whole, f.u.Data[rows*ld:])
	f.done = true
	return f.err()
}

func (f *Cholesky[T]) err() error {
	if !f.done {
		panic(notFactorized)
	}
	if f.bad >= 0 {
		return &NotPositiveDefiniteError{Minor: f.bad + 1}
	}
	return nil
}

// N returns the number of rows of the factorized matrix, 0 before the first Factorize.
func (f *Cholesky[T]) N() int { return f.u.Rows }

// Factor returns U on and above the diagonal; the elements below it are arbitrary. It shares f's storage and must not be
// written.
func (f *Cholesky[T]) Factor() Matrix[T] { return f.u }

// SolveTo writes the solution X of A*X = B to dst on p's workers (LAPACK xPOTRS). dst and b are n x any; they may be the
// same matrix, but must not overlap otherwise. One column alone takes another path than several: its bits need not be
// those it has beside others. If Factorize failed it fills dst with NaN and returns Factorize's error. It panics if the
// shapes disagree or nothing was factorized.
func (f *Cholesky[T]) SolveTo(p *sched.Pool, dst, b *Matrix[T]) error {
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
	} else {
		choleskySolve(p, f.u, *dst)
	}
	return err
}

// SolveVecTo writes the solution x of A*x = b to dst. dst and b have length n and may overlap. If Factorize failed it
// fills dst with NaN and returns Factorize's error. It panics if a length is wrong or nothing was factorized.
func (f *Cholesky[T]) SolveVecTo(dst, b []T) error {
	err := f.err()
	if n := f.N(); len(dst) != n || len(b) != n {
		panic(shortVector)
	}
	if err != nil {
		fillNaN(vector(dst))
		return err
	}
	copy(dst, b)
	choleskySolveVec(f.u, dst)
	return nil
}

// LogDet returns the logarithm of A's determinant, which is positive; NaN if Factorize failed. It panics if nothing was
// factorized.
func (f *Cholesky[T]) LogDet() float64 {
	if f.err() != nil {
		return math.NaN()
	}
	s := 0.0
	for i := range f.N() {
		s += math.Log(float64(f.u.Data[i*f.u.Stride+i]))
	}
	return 2 * s
}

// RCond estimates 1/(|A| |A^-1|) in the 1-norm as [LU.RCond] does (LAPACK xPOCON). If Factorize failed or the norm of A
// overflows it is 0, for the empty matrix 1. It panics if nothing was factorized.
func (f *Cholesky[T]) RCond() T {
	if !f.done {
		panic(notFactorized)
	}
	if f.bad >= 0 {
		return 0
	}
	return rcond(f.N(), f.norm, func(_ Trans, x []T) { choleskySolveVec(f.u, x) })
}
