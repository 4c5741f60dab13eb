package la

import (
	"context"
	"sync"

	"github.com/neuralmodules/nmcore/sched"
)

// Matrices up to batchInterleaved rows are factorized in groups, one matrix to a vector lane, larger ones one by one.
// A variable for the tests.
var batchInterleaved = 128

// A task of a batch is about batchTask floating point operations, the same for every pool.
const batchTask = 1 << 17

// each factorizes the items of a, if it is not nil, and solves for the items of b, if it is not nil, on p's workers.
func (f *BatchLU[T]) each(p *sched.Pool, t Trans, a, dst, b *Batch[T]) {
	n := f.n
	if f.count == 0 || n == 0 || a == nil && b.Cols == 0 {
		return
	}
	j := getBatch[T]()
	j.f, j.t, j.a, j.dst, j.b = f, t, a, dst, b
	cols := 0
	if a != nil {
		cols += n
	}
	if b != nil {
		cols += b.Cols
	}
	j.step = max(1, batchTask/n/n/cols) // their product may be more than an int holds
	if f.g.k != nil {
		k := f.g.k.Lanes
		j.step = (j.step + k - 1) / k * k
	}
	p.For(context.Background(), (f.count+j.step-1)/j.step, j.body)
	j.put()
}

// batchJob is one call of each; a task is step items.
type batchJob[T Float] struct {
	f         *BatchLU[T]
	t         Trans
	a, dst, b *Batch[T]
	step      int
	body      func(i int) // run, bound once: a closure for every call would allocate
}

func (j *batchJob[T]) run(i int) {
	lo := i * j.step
	hi := min(lo+j.step, j.f.count)
	if j.f.g.k == nil {
		j.items(lo, hi)
	} else {
		j.groups(lo, hi)
	}
}

// items works on items lo...hi one by one.
func (j *batchJob[T]) items(lo, hi int) {
	f, n := j.f, j.f.n
	work := getScratch[T](luWork[T](n))
	defer work.put()
	for c := lo; c < hi; c++ {
		lu, piv := f.lu.Item(c), f.piv[c*n:(c+1)*n]
		if j.a != nil {
			a := j.a.Item(c)
			Copy(&lu, &a)
			f.bad[c] = int32(factorize(nil, lu, piv, work.data))
		}
		if j.b == nil {
			continue
		}
		dst, b := j.dst.Item(c), j.b.Item(c)
		if f.bad[c] >= 0 {
			fillNaN(dst)
			continue
		}
		if !same(&dst, &b) {
			Copy(&dst, &b)
		}
		if !dst.empty() {
			solve(nil, lu, piv, j.t, dst)
		}
	}
}

// groups works on items lo...hi, lo the first of a group.
func (j *batchJob[T]) groups(lo, hi int) {
	f, k, n := j.f, j.f.g.k.Lanes, j.f.n
	cols := 0
	if j.a != nil {
		cols = n
	}
	if j.b != nil {
		cols = max(cols, j.b.Cols)
	}
	panel, stage := f.g.panel(), 0
	if hi%k != 0 { // the last group is not full
		stage = k * n * cols
	}
	work := getScratch[T](panel + stage)
	defer work.put()
	for c := lo; c < hi; c += k {
		g := c / k
		lu := factors[T]{f.g, f.lu.Data[g*f.g.nt*panel:][:f.g.nt*panel], f.piv[g*f.g.rows():][:f.g.rows()]}
		used := min(k, hi-c)
		bad := f.bad[c : c+used]
		if j.a != nil {
			a := gather(j.a, c, k, used, work.data[panel:])
			lu.factorize(&a, f.same, work.data, bad)
		}
		if j.b == nil || j.b.Cols == 0 {
			continue
		}
		b := gather(j.b, c, k, used, work.data[panel:])
		x := b
		if used == k {
			x = gather(j.dst, c, k, used, nil)
		}
		lu.solve(j.t, &x, &b, f.same, work.data)
		for l := range used {
			dst := j.dst.Item(c + l)
			if used < k {
				Copy(&dst, &Matrix[T]{Rows: n, Cols: x.cols, Stride: x.stride, Data: x.data[l*x.item:]})
			}
			if bad[l] >= 0 {
				fillNaN(dst)
			}
		}
	}
}

// gather returns items c... of b as the lanes of a group: in place if there are enough, or copies in stage, with the last
// one repeated.
func gather[T Float](b *Batch[T], c, k, used int, stage []T) lanes[T] {
	n := b.Rows
	if used == k {
		return lanes[T]{b.Data[c*n*b.Stride:], b.Cols, n * b.Stride, b.Stride}
	}
	x := lanes[T]{stage, b.Cols, n * b.Cols, b.Cols}
	for l := range k {
		src := b.Item(c + min(l, used-1))
		Copy(&Matrix[T]{Rows: n, Cols: b.Cols, Stride: b.Cols, Data: stage[l*x.item:]}, &src)
	}
	return x
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
	j.f, j.a, j.dst, j.b = nil, nil, nil, nil
	batchJobs[typeIndex[T]()].Put(j)
}
