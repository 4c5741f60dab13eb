package la

import (
	"context"
	"sync"
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// A product of a matrix and a vector is cut into tasks of about gemvTask elements, the same for every pool.
const gemvTask = 1 << 15

// Gemv computes y = alpha*op(A)*x + beta*y on p's workers (BLAS xGEMV). A is m x n; x and y have the lengths of
// op(A)'s columns and rows. If beta is 0, y is not read.
// It panics if the shapes disagree or y overlaps x or A.
func Gemv[T Float](p *sched.Pool, t Trans, alpha T, a *Matrix[T], x []T, beta T, y []T) {
	a.checkShape()
	m, n := a.Rows, a.Cols
	if t {
		m, n = n, m
	}
	if len(x) != n || len(y) != m {
		panic(shortVector)
	}
	if m == 0 {
		return
	}
	a.checkData()
	disjoint(x, y)
	if v := vector(y); n > 0 && overlap(&v, a) {
		panic(overlapping)
	}
	j := getGemv[T]()
	j.t, j.alpha, j.a, j.x, j.beta, j.y = t, alpha, *a, x, beta, y
	j.step = max(64, gemvTask/max(n, 1)&^63) // a multiple of every vector width: a cut changes no bit
	if m <= j.step {
		j.run(0)
	} else {
		p.For(context.Background(), (m+j.step-1)/j.step, j.body)
	}
	j.put()
}

// gemvJob is one call of Gemv; task i computes y[i*step:(i+1)*step].
type gemvJob[T Float] struct {
	t           Trans
	alpha, beta T
	a           Matrix[T]
	x, y        []T
	step        int
	body        func(i int) // run, bound once: a closure for every call would allocate
}

func (j *gemvJob[T]) run(i int) {
	lo := i * j.step
	hi := min(lo+j.step, len(j.y))
	y := j.y[lo:hi]
	if !j.t {
		for i := range y {
			s := j.alpha * Dot(j.a.Row(lo+i), j.x)
			if j.beta != 0 {
				s += j.beta * y[i]
			}
			y[i] = s
		}
		return
	}
	if j.beta == 0 {
		clear(y)
	} else {
		Scal(j.beta, y)
	}
	for l, v := range j.x {
		Axpy(j.alpha*v, j.a.Row(l)[lo:hi], y)
	}
}

var gemvJobs [2]sync.Pool // float32, float64

func getGemv[T Float]() *gemvJob[T] {
	j, _ := gemvJobs[typeIndex[T]()].Get().(*gemvJob[T])
	if j == nil {
		j = new(gemvJob[T])
		j.body = j.run
	}
	return j
}

// put gives j back without the operands, which the free list must not keep alive.
func (j *gemvJob[T]) put() {
	j.a, j.x, j.y = Matrix[T]{}, nil, nil
	gemvJobs[typeIndex[T]()].Put(j)
}

// typeIndex is 0 for float32 and 1 for float64; the compiler folds it.
func typeIndex[T Float]() int { return int(unsafe.Sizeof(*new(T))) / 8 }

// Ger computes A += alpha*x*y' (BLAS xGER). A is len(x) x len(y).
// It panics if the shapes disagree or A overlaps x or y.
func Ger[T Float](alpha T, x, y []T, a *Matrix[T]) {
	a.checkShape()
	if len(x) != a.Rows || len(y) != a.Cols {
		panic(shortVector)
	}
	if a.empty() {
		return
	}
	a.checkData()
	if u, v := vector(x), vector(y); overlap(&u, a) || overlap(&v, a) {
		panic(overlapping)
	}
	k := asm.Active[T]()
	for i, v := range x {
		axpy(k, alpha*v, y, a.Row(i))
	}
}

// Trsv solves op(A)*y = x for a triangular n x n matrix A and overwrites x with y (BLAS xTRSV). A zero on the
// diagonal gives Inf or NaN. It panics if flags are bad, the shapes disagree or x overlaps A.
func Trsv[T Float](uplo Uplo, t Trans, diag Diag, a *Matrix[T], x []T) {
	checkUplo(uplo)
	checkDiag(diag)
	a.checkShape()
	if a.Rows != a.Cols {
		panic(notSquare)
	}
	if len(x) != a.Rows {
		panic(shortVector)
	}
	if a.Rows == 0 {
		return
	}
	a.checkData()
	if v := vector(x); overlap(&v, a) {
		panic(overlapping)
	}
	trsv(asm.Active[T](), uplo, t, diag, *a, x)
}
