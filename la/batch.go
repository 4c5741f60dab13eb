package la

import (
	"context"
	"sync"

	"github.com/neuralmodules/nmcore/sched"
)

// Batch is Count matrices of one shape, one after the other: element (i, j) of item c is
// Data[(c*Rows+i)*Stride+j]. Elements of Data beyond the columns are padding.
type Batch[T Float] struct {
	Count, Rows, Cols, Stride int
	Data                      []T
}

// NewBatch returns count zero matrices with Stride equal to cols. It panics if an argument is negative or
// their product is not an int.
func NewBatch[T Float](count, rows, cols int) *Batch[T] {
	checkSizes(count, rows)
	checkSizes(count*rows, cols)
	return &Batch[T]{Count: count, Rows: rows, Cols: cols, Stride: cols, Data: make([]T, count*rows*cols)}
}

// Item returns matrix c; it shares the batch's storage. It panics if there is no such item.
func (b *Batch[T]) Item(c int) Matrix[T] {
	if uint(c) >= uint(b.Count) {
		panic(outOfRange)
	}
	m := b.stacked()
	return m.View(c*b.Rows, 0, b.Rows, b.Cols)
}

// stacked returns the items one above the other as one matrix.
func (b *Batch[T]) stacked() Matrix[T] {
	return Matrix[T]{Rows: b.Count * b.Rows, Cols: b.Cols, Stride: b.Stride, Data: b.Data}
}

// checkShape panics if b is nil or its sizes or stride are wrong.
func (b *Batch[T]) checkShape() {
	if b == nil {
		panic(nilMatrix)
	}
	checkSizes(b.Count, b.Rows)
	m := b.stacked()
	m.checkShape()
}

// BatchLU is the LU factorization of every item of a batch. Items do not influence each other: each has the bits of a
// batch of its own. The zero value is ready; storage is reused. Any number of goroutines may solve with one BatchLU
// at the same time; Factorize must be alone.
type BatchLU[T Float] struct {
	lu   Batch[T]
	piv  []int32 // n for each item
	bad  []int32 // first pivot of each item that is zero or not finite, or -1
	done bool
}

// Factorize computes the factors of copies of all items on p's workers. If items are singular it returns a
// *BatchError, and Pivot tells which; the others are complete. It panics if the items are not square.
func (f *BatchLU[T]) Factorize(p *sched.Pool, a *Batch[T]) error {
	a.checkShape()
	if a.Rows != a.Cols {
		panic(notSquare)
	}
	m := a.stacked()
	m.checkData()
	n := a.Rows
	ld := padded[T](n)
	f.lu = Batch[T]{Count: a.Count, Rows: n, Cols: n, Stride: ld, Data: grow(f.lu.Data, a.Count*n*ld)}
	f.piv = grow(f.piv, a.Count*n)
	f.bad = grow(f.bad, a.Count)
	for i := range f.bad {
		f.bad[i] = -1
	}
	f.done = true
	f.each(p, batchFactorize, NoTrans, &f.lu, a)
	return f.err()
}

// Pivot returns the first pivot of item i that is zero or not finite, or -1 if the item was factorized. It panics if
// there is no such item.
func (f *BatchLU[T]) Pivot(i int) int {
	if uint(i) >= uint(len(f.bad)) {
		panic(outOfRange)
	}
	return int(f.bad[i])
}

func (f *BatchLU[T]) err() error {
	count, first := 0, 0
	for i, bad := range f.bad {
		if bad >= 0 {
			if count == 0 {
				first = i
			}
			count++
		}
	}
	if count == 0 {
		return nil
	}
	return &BatchError{Count: count, First: first}
}

// SolveTo writes the solutions X of op(A)*X = B, item by item, to dst on p's workers. dst and b have as many items as
// the factorized batch, n x any each; they may be the same batch, but must not overlap otherwise. The items of dst
// whose matrix is singular are filled with NaN, and SolveTo returns the *BatchError of Factorize. It panics if the
// shapes disagree or nothing was factorized.
func (f *BatchLU[T]) SolveTo(p *sched.Pool, dst *Batch[T], t Trans, b *Batch[T]) error {
	dst.checkShape()
	b.checkShape()
	if !f.done {
		panic(notFactorized)
	}
	if b.Count != f.lu.Count || b.Rows != f.lu.Rows || dst.Count != b.Count || dst.Rows != b.Rows || dst.Cols != b.Cols {
		panic(badShape)
	}
	x, y := dst.stacked(), b.stacked()
	x.checkData()
	y.checkData()
	if !x.empty() && !same(&x, &y) && overlap(&x, &y) {
		panic(overlapping)
	}
	f.each(p, batchSolve, t, dst, b)
	return f.err()
}

// A task of a batch is about batchTask floating point operations, the same for every pool.
const batchTask = 1 << 17

// each runs op on all items on p's workers.
func (f *BatchLU[T]) each(p *sched.Pool, op batchOp, t Trans, dst, src *Batch[T]) {
	n := f.lu.Rows
	if f.lu.Count == 0 || n == 0 || src.Cols == 0 {
		return
	}
	j := getBatch[T]()
	j.f, j.op, j.t, j.dst, j.src = f, op, t, *dst, *src
	j.step = max(1, batchTask/n/n/src.Cols) // their product may be more than an int holds
	p.For(context.Background(), (f.lu.Count+j.step-1)/j.step, j.body)
	j.put()
}

type batchOp byte

const (
	batchFactorize batchOp = iota // dst is f's own storage, src the matrices
	batchSolve
)

// batchJob is one call of each; a task is step items.
type batchJob[T Float] struct {
	f        *BatchLU[T]
	op       batchOp
	t        Trans
	dst, src Batch[T]
	step     int
	body     func(i int) // run, bound once: a closure for every call would allocate
}

func (j *batchJob[T]) run(i int) {
	f, n := j.f, j.f.lu.Rows
	work := getScratch[T](luWork[T](n))
	defer work.put()
	for c := i * j.step; c < min((i+1)*j.step, f.lu.Count); c++ {
		dst, src := j.dst.Item(c), j.src.Item(c)
		if !same(&dst, &src) {
			Copy(&dst, &src)
		}
		lu, piv := f.lu.Item(c), f.piv[c*n:(c+1)*n]
		switch {
		case j.op == batchFactorize:
			f.bad[c] = int32(factorize(nil, lu, piv, work.data))
		case f.bad[c] >= 0:
			fillNaN(dst)
		default:
			solve(nil, lu, piv, j.t, dst)
		}
	}
}

var batchJobs [2]sync.Pool // float32, float64

func getBatch[T Float]() *batchJob[T] {
	j, _ := batchJobs[typeIndex[T]()].Get().(*batchJob[T])
	if j == nil {
		j = new(batchJob[T])
		j.body = j.run
	}
	return j
}

// put gives j back without the operands, which the free list must not keep alive.
func (j *batchJob[T]) put() {
	j.f, j.dst, j.src = nil, Batch[T]{}, Batch[T]{}
	batchJobs[typeIndex[T]()].Put(j)
}
