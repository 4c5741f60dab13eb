package la

import (
	"context"
	"sync"
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// A product of a matrix and a vector is cut into tasks of about gemvTask elements, the same for every pool. So many are
// also the most that one kernel call works on: 256 KiB of float64 in memory take it about 25 microseconds.
const gemvTask = 1 << 15

// The most terms that a kernel sums in one call; the sums of long rows and columns are cut there. A transposed product
// passes over few rows at a time, so that their cache lines and pages stay close by from one strip of columns to the next:
// of 16, 32, 64 and 128 rows, 64 are the best or level at n = 1000 (BenchmarkLevel2, avx512, 2026-11-25, AMD Zen 5, 2 cores
// of a shared server).
const (
	gemvDepth  = gemvTask / 8
	gemvtDepth = 64
)

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
	apart(y, a)
	k := asm.Active[T]()
	step := gemvWidth(t, max(n, 1))
	if m <= step || p.Workers() == 1 {
		gemv(k, t, alpha, *a, x, beta, y)
		return
	}
	j := getGemv[T]()
	j.kernels, j.t, j.alpha, j.a, j.x, j.beta, j.y, j.step = k, t, alpha, *a, x, beta, y, step
	p.For(context.Background(), (m+step-1)/step, j.body)
	j.put()
}

// gemv is Gemv on this goroutine and without checks. The bits of an element of y do not depend on the others computed in
// the same call.
func gemv[T Float](k *asm.Kernels[T], t Trans, alpha T, a Matrix[T], x []T, beta T, y []T) {
	if beta != 0 && beta != 1 {
		scal(k, beta, y)
	}
	if len(x) == 0 {
		if beta == 0 {
			clear(y)
		}
		return
	}
	depth := gemvDepth
	if t {
		depth = gemvtDepth
	}
	depth = min(depth, len(x))
	width := gemvWidth(t, depth)
	for l := 0; l < len(x); l += depth {
		d := min(depth, len(x)-l)
		load := beta != 0 || l > 0
		for i := 0; i < len(y); i += width {
			w := min(width, len(y)-i)
			if t {
				k.GemvT(d, w, alpha, &a.Data[l*a.Stride+i], a.Stride, &x[l], &y[i], load)
			} else {
				k.Gemv(w, d, alpha, &a.Data[i*a.Stride+l], a.Stride, &x[l], &y[i], load)
			}
		}
	}
}

// gemvWidth is the number of elements of y, sums of depth terms each, that make a task: whole turns of the kernels.
func gemvWidth(t Trans, depth int) int {
	turn := 8 // rows
	if t {
		turn = 128 // columns
	}
	return max(turn, gemvTask/depth&^(turn-1))
}

// gemvJob is one call of Gemv on several workers; task i computes y[i*step:(i+1)*step].
type gemvJob[T Float] struct {
	kernels     *asm.Kernels[T]
	t           Trans
	alpha, beta T
	a           Matrix[T]
	x, y        []T
	step        int
	body        func(i int) // run, bound once: a closure for every call would allocate
}

func (j *gemvJob[T]) run(i int) {
	lo := i * j.step
	n := min(j.step, len(j.y)-lo)
	part := Matrix[T]{Rows: n, Cols: j.a.Cols, Stride: j.a.Stride}
	if len(j.x) > 0 {
		if j.t {
			part = j.a.View(0, lo, j.a.Rows, n)
		} else {
			part = j.a.View(lo, 0, n, j.a.Cols)
		}
	}
	gemv(j.kernels, j.t, j.alpha, part, j.x, j.beta, j.y[lo:lo+n])
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
	j.kernels, j.a, j.x, j.y = nil, Matrix[T]{}, nil, nil
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
	apart(x, a)
	apart(y, a)
	k := asm.Active[T]()
	width := min(len(y), gemvTask)
	height := gemvTask / width
	for i := 0; i < len(x); i += height {
		for j := 0; j < len(y); j += width {
			k.Ger(min(height, len(x)-i), min(width, len(y)-j), alpha, &x[i], &y[j], &a.Data[i*a.Stride+j], a.Stride)
		}
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
	apart(x, a)
	trsv(asm.Active[T](), uplo, t, diag, *a, x)
}

// trsvBlock is the number of rows of the diagonal blocks of a triangular solve, which a kernel of its own solves; the rest of
// the work is gemv's. With 64, n = 100 takes 5 to 18% longer (BenchmarkLevel2, avx512, 2026-11-25, AMD Zen 5, 2 cores of
// a shared server); 128 is also about the most that gemvTask allows.
const trsvBlock = 128

// trsv is Trsv without checks. Rows of A are contiguous, so A itself takes from a block of x what the unknowns before it
// contribute, its transpose takes the contribution of a block from all that is left of x.
func trsv[T Float](k *asm.Kernels[T], uplo Uplo, t Trans, diag Diag, a Matrix[T], x []T) {
	corner := k.TrsvL
	switch {
	case uplo == Lower && bool(t):
		corner = k.TrsvLT
	case uplo == Upper && !bool(t):
		corner = k.TrsvU
	case uplo == Upper:
		corner = k.TrsvUT
	}
	n := a.Rows
	if n <= trsvBlock {
		corner(n, &a.Data[0], a.Stride, &x[0], diag == Unit)
		return
	}
	forward := (uplo == Lower) != bool(t) // op(A) is lower triangular
	for done := 0; done < n; done += trsvBlock {
		b := min(trsvBlock, n-done)
		i := done
		if !forward {
			i = n - done - b
		}
		lo, hi := 0, i // A's columns beside the diagonal block
		if uplo == Upper {
			lo, hi = i+b, n
		}
		beside := Matrix[T]{Rows: b, Cols: hi - lo, Stride: a.Stride}
		if lo < hi {
			beside = a.View(i, lo, b, hi-lo)
		}
		if !t {
			gemv(k, NoTrans, -1, beside, x[lo:hi], 1, x[i:i+b])
		}
		corner(b, &a.Data[i*a.Stride+i], a.Stride, &x[i], diag == Unit)
		if t {
			gemv(k, Transpose, -1, beside, x[i:i+b], 1, x[lo:hi])
		}
	}
}
