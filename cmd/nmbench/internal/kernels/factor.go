package kernels

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// gonum has no LAPACK for float32.

// lu is P A = L U, whose rows are exchanged at nearly every step.
func lu[T la.Float](s Shape, src *source[T]) problem {
	a, w := src.matrix(s.N, s.N), nanMatrix[T](s.N, s.N)
	return inPlace(a, w, func(p *sched.Pool) task {
		f := new(la.LU[T])
		return task{run: func() { _ = f.Factorize(p, a) }, err: func() float64 {
			lu, piv := f.Factors()
			return luError(a, &lu, func(i int) int { return int(piv[i]) })
		}}
	}, func() task {
		to, piv := general64(w), make([]int, s.N)
		return task{run: func() { lapack64.Getrf(to, piv) }, err: func() float64 {
			return luError(a, w, func(i int) int { return piv[i] })
		}}
	})
}

// cholesky is A = U' U.
func cholesky[T la.Float](s Shape, src *source[T]) problem {
	a, w := src.positive(s.N), nanMatrix[T](s.N, s.N)
	return inPlace(a, w, func(p *sched.Pool) task {
		f := new(la.Cholesky[T])
		triangle := func() {
			for i := range s.N {
				copy(w.Row(i)[i:], a.Row(i)[i:])
			}
		}
		return task{run: func() { _ = f.Factorize(p, la.Upper, a) }, base: triangle, err: func() float64 {
			u := f.Factor()
			return choleskyError(a, &u)
		}}
	}, func() task {
		to := general64(w)
		symmetric := blas64.Symmetric{Uplo: blas.Upper, N: s.N, Stride: to.Stride, Data: to.Data}
		return task{run: func() { lapack64.Potrf(symmetric) }, err: func() float64 { return choleskyError(a, w) }}
	})
}

// qr is A = Q R.
func qr[T la.Float](s Shape, src *source[T]) problem {
	a, w, column := src.matrix(s.M, s.N), nanMatrix[T](s.M, s.N), la.NewMatrix[T](s.M, 1)
	return inPlace(a, w, func(p *sched.Pool) task {
		f := new(la.QR[T])
		return task{run: func() { f.Factorize(p, a) }, err: func() float64 {
			r := la.NewMatrix[T](min(s.M, s.N), s.N)
			f.RTo(r)
			return qrError(a, r, column, func() { f.QMulTo(p, column, la.NoTrans, column) })
		}}
	}, func() task {
		to, tau, work := general64(w), make([]float64, min(s.M, s.N)), make([]float64, 64*s.N)
		return task{run: func() { lapack64.Geqrf(to, tau, work, len(work)) }, err: func() float64 {
			return qrError(a, w, column, func() {
				lapack64.Ormqr(blas.Left, blas.NoTrans, to, tau, general64(column), work, len(work))
			})
		}}
	})
}

// inPlace is a factorization of a, without the time of copying a. Ours copies a itself, all of it unless its task says
// otherwise; the one of gonum, which there is for float64, works on w.
func inPlace[T la.Float](a, w *la.Matrix[T], ours func(p *sched.Pool) task, gonum func() task) problem {
	copied := func() { la.Copy(w, a) }
	q := problem{ours: func(p *sched.Pool) task {
		t := ours(p)
		if t.base == nil {
			t.base = copied
		}
		return t
	}}
	if _, ok := any(a).(*la.Matrix[float64]); ok {
		q.lib, q.base = Gonum, func() task {
			t := gonum()
			factorize := t.run
			t.run, t.base = func() { copied(); factorize() }, copied
			return t
		}
	}
	return q
}

// solve is A X = B with the factors, into X beside B.
func solve[T la.Float](s Shape, src *source[T]) problem {
	a, b, x := src.dominant(s.M), src.matrix(s.M, s.N), nanMatrix[T](s.M, s.N)
	checked := func(run func()) task {
		poison(x.Data)
		return task{run: run, err: func() float64 { return solveError(a, x, b) }}
	}
	q := problem{ours: func(p *sched.Pool) task {
		f := new(la.LU[T])
		_ = f.Factorize(p, a)
		if s.N == 1 {
			return checked(func() { _ = f.SolveVecTo(x.Data, la.NoTrans, b.Data) })
		}
		return checked(func() { _ = f.SolveTo(p, x, la.NoTrans, b) })
	}}
	if a64, ok := any(a).(*la.Matrix[float64]); ok {
		q.lib, q.base = Gonum, func() task {
			lu, piv, to := la.NewMatrix[float64](s.M, s.M), make([]int, s.M), general64(x)
			la.Copy(lu, a64)
			lapack64.Getrf(general64(lu), piv)
			return checked(func() {
				copy(x.Data, b.Data)
				lapack64.Getrs(blas.NoTrans, general64(lu), to, piv)
			})
		}
	}
	return q
}

// choleskySolve is A X = B with the factor, into X beside B.
func choleskySolve[T la.Float](s Shape, src *source[T]) problem {
	a, b, x := src.positive(s.M), src.matrix(s.M, s.N), nanMatrix[T](s.M, s.N)
	checked := func(run func()) task {
		poison(x.Data)
		return task{run: run, err: func() float64 { return solveError(a, x, b) }}
	}
	q := problem{ours: func(p *sched.Pool) task {
		f := new(la.Cholesky[T])
		_ = f.Factorize(p, la.Upper, a)
		return checked(func() { _ = f.SolveTo(p, x, b) })
	}}
	if a64, ok := any(a).(*la.Matrix[float64]); ok {
		q.lib, q.base = Gonum, func() task {
			w, to := la.NewMatrix[float64](s.M, s.M), general64(x)
			la.Copy(w, a64)
			u, _ := lapack64.Potrf(blas64.Symmetric{Uplo: blas.Upper, N: s.M, Stride: w.Stride, Data: w.Data})
			return checked(func() {
				copy(x.Data, b.Data)
				lapack64.Potrs(u, to)
			})
		}
	}
	return q
}

// batchFactor is P A = L U for every item.
func batchFactor[T la.Float](s Shape, src *source[T]) problem { return batch(s, src, factorOnly) }

// batchKept is batchFactor and then A x = b for every item.
func batchKept[T la.Float](s Shape, src *source[T]) problem { return batch(s, src, factorThenSolve) }

// batchSolve is A x = b for every item, factors included but not kept.
func batchSolve[T la.Float](s Shape, src *source[T]) problem { return batch(s, src, solveOnce) }

type batchWork int

const (
	factorOnly batchWork = iota
	factorThenSolve
	solveOnce
)

func batch[T la.Float](s Shape, src *source[T], work batchWork) problem {
	a := src.batch(s.Batch, s.N)
	b := &la.Batch[T]{Count: s.Batch, Rows: s.N, Cols: 1, Stride: 1, Data: src.vector(s.Batch * s.N)}
	x := &la.Batch[T]{Count: s.Batch, Rows: s.N, Cols: 1, Stride: 1, Data: aligned[T](s.Batch * s.N)}
	checked := func(run, answer func()) task {
		poison(x.Data)
		return task{run: run, err: func() (worst float64) {
			answer()
			for c := range s.Batch {
				a, x, b := a.Item(c), x.Item(c), b.Item(c)
				worst = larger(worst, solveError(&a, &x, &b))
			}
			return worst
		}}
	}
	q := problem{ours: func(p *sched.Pool) task {
		f := new(la.BatchLU[T])
		answer := func() { _ = f.SolveTo(p, x, la.NoTrans, b) }
		switch work {
		case factorThenSolve:
			return checked(func() { _ = f.Factorize(p, a); answer() }, func() {})
		case solveOnce:
			return checked(func() { _ = f.SolveOnceTo(p, x, la.NoTrans, a, b) }, func() {})
		}
		return checked(func() { _ = f.Factorize(p, a) }, answer)
	}}
	a64, ok := any(a).(*la.Batch[float64])
	if !ok {
		return q
	}
	q.lib, q.base = Gonum, func() task {
		lu, x64, piv := la.NewBatch[float64](s.Batch, s.N, s.N), any(x).(*la.Batch[float64]), make([]int, s.Batch*s.N)
		each := func(do func(lu, x blas64.General, piv []int)) {
			for c := range s.Batch {
				lu, x := lu.Item(c), x64.Item(c)
				do(general64(&lu), general64(&x), piv[c*s.N:(c+1)*s.N])
			}
		}
		getrf := func(lu, _ blas64.General, piv []int) { lapack64.Getrf(lu, piv) }
		getrs := func(lu, x blas64.General, piv []int) { lapack64.Getrs(blas.NoTrans, lu, x, piv) }
		run := func() {
			copy(lu.Data, a64.Data)
			if work != factorOnly {
				copy(x.Data, b.Data)
				each(func(lu, x blas64.General, piv []int) { getrf(lu, x, piv); getrs(lu, x, piv) })
			} else {
				each(getrf)
			}
		}
		return checked(run, func() {
			if work == factorOnly {
				copy(x.Data, b.Data)
				each(getrs)
			}
		})
	}
	return q
}
