package kernels

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// tiny is a factor that lets an update be repeated a million times, and still shows in a float32.
const tiny = 0x1p-10

func vector64[T la.Float](x []T) blas64.Vector {
	return blas64.Vector{N: len(x), Inc: 1, Data: any(x).([]float64)}
}

func vector32[T la.Float](x []T) blas32.Vector {
	return blas32.Vector{N: len(x), Inc: 1, Data: any(x).([]float32)}
}

// reduction is a number computed from n elements; err judges it. Rounding errors of a sum grow with the root of n.
func reduction[T la.Float](n int, ours, gonum64, gonum32 func() float64, err func(got float64) float64) problem {
	of := func(f func() float64) task {
		got := math.NaN()
		return task{run: func() { got = f() }, err: func() float64 { return err(got) / math.Sqrt(float64(n)) }}
	}
	gonum := gonum64
	if unitRoundoff[T]() > 0x1p-53 {
		gonum = gonum32
	}
	return problem{
		ours: func(*sched.Pool) task { return of(ours) },
		lib:  Gonum,
		base: func() task { return of(gonum) },
	}
}

func dot[T la.Float](s Shape, src *source[T]) problem {
	x, y := src.vector(s.N), src.vector(s.N)
	return reduction[T](s.N, func() float64 { return float64(la.Dot(x, y)) },
		func() float64 { return blas64.Dot(vector64(x), vector64(y)) },
		func() float64 { return float64(blas32.Dot(vector32(x), vector32(y))) },
		func(got float64) float64 {
			want := dotSum(x, column(y))
			return ratio[T](got-want.value, want.size)
		})
}

func nrm2[T la.Float](s Shape, src *source[T]) problem {
	x := src.vector(s.N)
	return reduction[T](s.N, func() float64 { return float64(la.Nrm2(x)) },
		func() float64 { return blas64.Nrm2(vector64(x)) },
		func() float64 { return float64(blas32.Nrm2(vector32(x))) },
		func(got float64) float64 {
			want := math.Sqrt(dotSum(x, column(x)).value)
			return ratio[T](got-want, want)
		})
}

func asum[T la.Float](s Shape, src *source[T]) problem {
	x := src.vector(s.N)
	return reduction[T](s.N, func() float64 { return float64(la.Asum(x)) },
		func() float64 { return blas64.Asum(vector64(x)) },
		func() float64 { return float64(blas32.Asum(vector32(x))) },
		func(got float64) float64 {
			want := dotSum(x, column(signs(x))).value
			return ratio[T](got-want, want)
		})
}

// signs returns 1 for each element of x, -1 where it is negative.
func signs[T la.Float](x []T) []T {
	s := make([]T, len(x))
	for i, v := range x {
		s[i] = T(math.Copysign(1, float64(v)))
	}
	return s
}

func iamax[T la.Float](s Shape, src *source[T]) problem {
	x := src.vector(s.N)
	return reduction[T](s.N, func() float64 { return float64(la.Iamax(x)) },
		func() float64 { return float64(blas64.Iamax(vector64(x))) },
		func() float64 { return float64(blas32.Iamax(vector32(x))) },
		func(got float64) float64 {
			want := 0
			for i, v := range x {
				if math.Abs(float64(v)) > math.Abs(float64(x[want])) {
					want = i
				}
			}
			if got != float64(want) {
				return math.Inf(1)
			}
			return 0
		})
}

// axpy is y += tiny*x.
func axpy[T la.Float](s Shape, src *source[T]) problem {
	x, y, before := src.vector(s.N), aligned[T](s.N), src.vector(s.N)
	updated := func(run func()) task {
		copy(y, before)
		return task{run: run, err: func() float64 {
			want := make([]sum, s.N)
			for i := range want {
				want[i] = dotSum([]T{before[i], x[i]}, []sum{{value: 1, size: 1}, {value: tiny, size: tiny}})
			}
			return rowwise[T](column(y), want)
		}}
	}
	return problem{
		ours: func(*sched.Pool) task { return updated(func() { la.Axpy(tiny, x, y) }) },
		lib:  Gonum,
		base: func() task {
			if _, ok := any(x).([]float64); ok {
				return updated(func() { blas64.Axpy(tiny, vector64(x), vector64(y)) })
			}
			return updated(func() { blas32.Axpy(tiny, vector32(x), vector32(y)) })
		},
	}
}

// scal is x *= -1.
func scal[T la.Float](s Shape, src *source[T]) problem {
	x, before := aligned[T](s.N), src.vector(s.N)
	scaled := func(run func()) task {
		copy(x, before)
		return task{run: run, err: func() float64 {
			want := column(before)
			for i := range want {
				want[i].value = -want[i].value
			}
			return rowwise[T](column(x), want)
		}}
	}
	return problem{
		ours: func(*sched.Pool) task { return scaled(func() { la.Scal(-1, x) }) },
		lib:  Gonum,
		base: func() task {
			if _, ok := any(x).([]float64); ok {
				return scaled(func() { blas64.Scal(-1, vector64(x)) })
			}
			return scaled(func() { blas32.Scal(-1, vector32(x)) })
		},
	}
}

// trsv is L x = b for a unit triangle.
func trsv[T la.Float](s Shape, src *source[T]) problem {
	a, b, x := src.unitTriangle(s.M, la.Lower), src.vector(s.M), aligned[T](s.M)
	solved := func(run func()) task {
		reset := func() { copy(x, b) }
		reset()
		return task{run: run, reset: reset, err: func() float64 {
			return normwise[T](column(b), times(la.NoTrans, a, column(x)))
		}}
	}
	return problem{
		ours: func(*sched.Pool) task {
			return solved(func() { la.Trsv(la.Lower, la.NoTrans, la.Unit, a, x) })
		},
		lib: Gonum,
		base: func() task {
			if _, ok := any(x).([]float64); ok {
				a := general64(a)
				t := blas64.Triangular{Uplo: blas.Lower, Diag: blas.Unit, N: a.Rows, Stride: a.Stride, Data: a.Data}
				return solved(func() { blas64.Trsv(blas.NoTrans, t, vector64(x)) })
			}
			a := general32(a)
			t := blas32.Triangular{Uplo: blas.Lower, Diag: blas.Unit, N: a.Rows, Stride: a.Stride, Data: a.Data}
			return solved(func() { blas32.Trsv(blas.NoTrans, t, vector32(x)) })
		},
	}
}

// gemv is y = op(A)*x.
func gemv[T la.Float](t la.Trans) func(s Shape, src *source[T]) problem {
	return func(s Shape, src *source[T]) problem {
		a, x, y := src.matrix(s.M, s.N), src.vector(s.N), aligned[T](s.M)
		written := func(run func()) task {
			poison(y)
			return task{run: run, err: func() float64 { return rowwise[T](column(y), times(t, a, column(x))) }}
		}
		return problem{
			ours: func(p *sched.Pool) task {
				return written(func() { la.Gemv(p, t, 1, a, x, 0, y) })
			},
			lib: Gonum,
			base: func() task {
				if _, ok := any(x).([]float64); ok {
					return written(func() { blas64.Gemv(flag(t), 1, general64(a), vector64(x), 0, vector64(y)) })
				}
				return written(func() { blas32.Gemv(flag(t), 1, general32(a), vector32(x), 0, vector32(y)) })
			},
		}
	}
}

// ger is A += tiny*x*y'.
func ger[T la.Float](s Shape, src *source[T]) problem {
	a, before, x, y := nanMatrix[T](s.M, s.N), src.matrix(s.M, s.N), src.vector(s.M), src.vector(s.N)
	updated := func(run func()) task {
		la.Copy(a, before)
		return task{run: run, err: func() float64 {
			t := testVector(s.N)
			want, yt := times(la.NoTrans, before, t), dotSum(y, t)
			for i, v := range x {
				want[i].value += tiny * float64(v) * yt.value
				want[i].size += tiny * math.Abs(float64(v)) * yt.size
			}
			return rowwise[T](times(la.NoTrans, a, t), want)
		}}
	}
	return problem{
		ours: func(*sched.Pool) task { return updated(func() { la.Ger(tiny, x, y, a) }) },
		lib:  Gonum,
		base: func() task {
			if _, ok := any(x).([]float64); ok {
				return updated(func() { blas64.Ger(tiny, vector64(x), vector64(y), general64(a)) })
			}
			return updated(func() { blas32.Ger(tiny, vector32(x), vector32(y), general32(a)) })
		},
	}
}

// elementwise is dst = f(src) over arguments from [-5, 5), beside a loop over what want computes with package math.
func elementwise[T la.Float](f func(dst, src []T), want func(float64) float64) func(s Shape, src *source[T]) problem {
	return func(s Shape, src *source[T]) problem {
		x, y := src.vector(s.N), aligned[T](s.N)
		for i := range x {
			x[i] *= 10
		}
		written := func(run func()) task {
			poison(y)
			return task{run: run, err: func() float64 { return ulps(y, x, want) }}
		}
		return problem{
			ours: func(*sched.Pool) task { return written(func() { f(y, x) }) },
			lib:  GoMath,
			base: func() task {
				return written(func() {
					for i, v := range x {
						y[i] = T(want(float64(v)))
					}
				})
			},
		}
	}
}

func sigmoid(x float64) float64  { return 1 / (1 + math.Exp(-x)) }
func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }
func relu(x float64) float64     { return max(x, 0) }
