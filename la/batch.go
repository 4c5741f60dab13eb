package la

import (
	"github.com/neuralmodules/nmcore/la/asm"
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

// item is Item for an item that is known to exist; the data go on beyond it.
func (b *Batch[T]) item(c int) Matrix[T] {
	return Matrix[T]{Rows: b.Rows, Cols: b.Cols, Stride: b.Stride, Data: b.Data[min(c*b.Rows*b.Stride, len(b.Data)):]}
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

// BatchLU is the LU factorization of every item of a batch. Items do not influence each other: an item has the bits of a
// batch of its own. Small matrices are factorized side by side, one in every lane of the processor's vectors: fewer
// items than lanes, of which there are 16 at most, take as long as that many. The zero value is ready; storage is
// reused, also for a batch of another size. Any number of goroutines may solve with one BatchLU at the same time;
// Factorize and SolveOnceTo must be alone.
type BatchLU[T Float] struct {
	g      groups[T]
	lu     []T     // the factors of all groups or items; or one for each worker if none are kept
	piv    []int32 // their rows or exchanges
	same   []int32 // the rows of a group without exchanges
	bad    []int32 // first pivot of each item that is zero or not finite, or -1
	failed BatchError
	count  int
	done   bool // there are factors of all items
}

// Factorize computes the factors of copies of all items on p's workers. If items are singular it returns a
// *BatchError, and Pivot tells which; the others are complete. It panics if the items are not square.
func (f *BatchLU[T]) Factorize(p *sched.Pool, a *Batch[T]) error {
	a.checkSquare()
	f.reset(a)
	f.done = true
	f.each(p, NoTrans, a, nil, nil)
	return f.err()
}

// SolveTo writes the solutions X of op(A)*X = B, item by item, to dst on p's workers. dst and b have as many items as
// the factorized batch, n x any each; they may be the same batch, but must not overlap otherwise. The items of dst
// whose matrix is singular are filled with NaN, and SolveTo returns the *BatchError of Factorize. It panics if the
// shapes disagree or there are no factors.
func (f *BatchLU[T]) SolveTo(p *sched.Pool, dst *Batch[T], t Trans, b *Batch[T]) error {
	if !f.done {
		panic(notFactorized)
	}
	checkSides(f.count, f.g.n, dst, b)
	f.each(p, t, nil, dst, b)
	return f.err()
}

// SolveOnceTo is Factorize and SolveTo in one, with the same bits, for matrices that are solved with once: the factors
// stay in the cache and are not kept. SolveTo then panics. dst must not overlap a.
func (f *BatchLU[T]) SolveOnceTo(p *sched.Pool, dst *Batch[T], t Trans, a, b *Batch[T]) error {
	a.checkSquare()
	checkSides(a.Count, a.Rows, dst, b)
	if x, m := dst.stacked(), a.stacked(); !x.empty() && overlap(&x, &m) {
		panic(overlapping)
	}
	f.reset(a)
	f.each(p, t, a, dst, b)
	return f.err()
}

// reset prepares for the items of a.
func (f *BatchLU[T]) reset(a *Batch[T]) {
	f.count, f.done, f.failed = a.Count, false, BatchError{}
	f.g = newGroups(&asm.Active[T]().Batch, a.Rows)
	f.bad = grow(f.bad, a.Count)
	for i := range f.bad {
		f.bad[i] = -1
	}
}

// checkSquare panics if b is no batch of square matrices.
func (b *Batch[T]) checkSquare() {
	b.checkShape()
	if b.Rows != b.Cols {
		panic(notSquare)
	}
	m := b.stacked()
	m.checkData()
}

// checkSides panics if dst and b are no solutions and right-hand sides of count systems of order n.
func checkSides[T Float](count, n int, dst, b *Batch[T]) {
	dst.checkShape()
	b.checkShape()
	if b.Count != count || b.Rows != n || dst.Count != count || dst.Rows != n || dst.Cols != b.Cols {
		panic(badShape)
	}
	x, y := dst.stacked(), b.stacked()
	x.checkData()
	y.checkData()
	if !x.empty() && !same(&x, &y) && overlap(&x, &y) {
		panic(overlapping)
	}
}

// Pivot returns the first pivot of item i that is zero or not finite, or -1 if the item was factorized. It panics if
// there is no such item.
func (f *BatchLU[T]) Pivot(i int) int {
	if uint(i) >= uint(len(f.bad)) {
		panic(outOfRange)
	}
	return int(f.bad[i])
}

// tally counts the items that failed.
func (f *BatchLU[T]) tally() {
	for i, bad := range f.bad {
		if bad >= 0 {
			if f.failed.Count == 0 {
				f.failed.First = i
			}
			f.failed.Count++
		}
	}
}

func (f *BatchLU[T]) err() error {
	if f.failed.Count == 0 {
		return nil
	}
	e := f.failed
	return &e
}
