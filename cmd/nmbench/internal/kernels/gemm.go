package kernels

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// problem is one operation on the operands of one shape.
type problem struct {
	ours func(p *sched.Pool) task // for the active kernels
	lib  string                   // the other one; empty: none
	base func() task
}

// product is C = op(A)*op(B) + beta*C.
func product[T la.Float](tA, tB la.Trans, beta T) func(s Shape, src *source[T]) problem {
	return func(s Shape, src *source[T]) problem {
		oriented := func(t la.Trans, rows, cols int) *la.Matrix[T] {
			if t == la.Transpose {
				rows, cols = cols, rows
			}
			return src.matrix(rows, cols)
		}
		a, b, c := oriented(tA, s.M, s.K), oriented(tB, s.K, s.N), nanMatrix[T](s.M, s.N)
		prepared := func(run func()) task {
			if beta == 0 {
				poison(c.Data)
			} else {
				clear(c.Data)
			}
			return task{run: run, err: func() float64 {
				t := testVector(s.N)
				return rowwise[T](times(la.NoTrans, c, t), times(tA, a, times(tB, b, t)))
			}}
		}
		return problem{
			ours: func(p *sched.Pool) task {
				return prepared(func() { la.Gemm(p, tA, tB, 1, a, b, beta, c) })
			},
			lib: Gonum,
			base: func() task {
				if _, ok := any(c).(*la.Matrix[float64]); ok {
					a, b, c := general64(a), general64(b), general64(c)
					return prepared(func() { blas64.Gemm(flag(tA), flag(tB), 1, a, b, float64(beta), c) })
				}
				a, b, c := general32(a), general32(b), general32(c)
				return prepared(func() { blas32.Gemm(flag(tA), flag(tB), 1, a, b, float32(beta), c) })
			},
		}
	}
}

// triangular is the solution of A X = B (Left, m unknowns each) or X A = B for a unit triangle A.
func triangular[T la.Float](side la.Side, u la.Uplo) func(s Shape, src *source[T]) problem {
	return func(s Shape, src *source[T]) problem {
		order := s.M
		if side == la.Right {
			order = s.N
		}
		a, b, x := src.unitTriangle(order, u), src.matrix(s.M, s.N), nanMatrix[T](s.M, s.N)
		prepared := func(run func()) task {
			reset := func() { copy(x.Data, b.Data) }
			reset()
			return task{run: run, reset: reset, err: func() float64 {
				t := testVector(s.N)
				want := times(la.NoTrans, b, t)
				if side == la.Left {
					return normwise[T](want, times(la.NoTrans, a, times(la.NoTrans, x, t)))
				}
				return normwise[T](want, times(la.NoTrans, x, times(la.NoTrans, a, t)))
			}}
		}
		return problem{
			ours: func(p *sched.Pool) task {
				return prepared(func() { la.Trsm(p, side, u, la.NoTrans, la.Unit, 1, a, x) })
			},
			lib: Gonum,
			base: func() task {
				at, triangle := blas.Left, blas.Lower
				if side == la.Right {
					at = blas.Right
				}
				if u == la.Upper {
					triangle = blas.Upper
				}
				if _, ok := any(x).(*la.Matrix[float64]); ok {
					a, x := general64(a), general64(x)
					tri := blas64.Triangular{Uplo: triangle, Diag: blas.Unit, N: a.Rows, Stride: a.Stride, Data: a.Data}
					return prepared(func() { blas64.Trsm(at, blas.NoTrans, 1, tri, x) })
				}
				a, x := general32(a), general32(x)
				tri := blas32.Triangular{Uplo: triangle, Diag: blas.Unit, N: a.Rows, Stride: a.Stride, Data: a.Data}
				return prepared(func() { blas32.Trsm(at, blas.NoTrans, 1, tri, x) })
			},
		}
	}
}

func flag(t la.Trans) blas.Transpose {
	if t == la.Transpose {
		return blas.Trans
	}
	return blas.NoTrans
}

// general64 is a, whose T is float64, for gonum; it shares the elements.
func general64[T la.Float](a *la.Matrix[T]) blas64.General {
	return blas64.General{Rows: a.Rows, Cols: a.Cols, Stride: a.Stride, Data: any(a.Data).([]float64)}
}

// general32 is a, whose T is float32, for gonum; it shares the elements.
func general32[T la.Float](a *la.Matrix[T]) blas32.General {
	return blas32.General{Rows: a.Rows, Cols: a.Cols, Stride: a.Stride, Data: any(a.Data).([]float32)}
}
