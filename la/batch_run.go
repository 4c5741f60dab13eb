package la

import (
	"context"
	"sync"

	"github.com/neuralmodules/nmcore/sched"
)

// Groups are used up to batchMost rows even if they are slower. A variable for the tests.
var batchMost = 0

// A task of a batch is about batchTask floating point operations, the same for every pool.
const batchTask = 1 << 17

// interleaved reports whether matrices are factorized in groups.
func (g *groups[T]) interleaved() bool { return g.n <= max(g.k.Most, batchMost) }

// each factorizes the items of a, if it is not nil, and solves for the items of b, if it is not nil, on p's workers.
func (f *BatchLU[T]) each(p *sched.Pool, t Trans, a, dst, b *Batch[T]) {
	n := f.g.n
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
	unit := 1 // items factorized together
	j.lu, j.piv = n*padded[T](n), n
	if f.g.interleaved() {
		unit, j.lu, j.piv = f.g.k.Lanes, f.g.nt*f.g.panel(), f.g.rows()
	}
	if a != nil {
		count := (f.count + unit - 1) / unit
		if !f.done {
			count = p.Workers()
		}
		f.lu = growAligned(f.lu, count*j.lu)
		f.piv = grow(f.piv, count*j.piv)
		f.same = grow(f.same, f.g.rows())
		for i := range f.g.np {
			row := f.same[i*f.g.k.Lanes:][:f.g.k.Lanes]
			for l := range row {
				row[l] = int32(i)
			}
		}
	}
	j.step = max(1, batchTask/n/n/cols) // their product may be more than an int holds
	j.step = (j.step + unit - 1) / unit * unit
	if j.step >= f.count {
		j.run(0, 0)
	} else {
		p.ForWorker(context.Background(), (f.count+j.step-1)/j.step, j.body)
	}
	j.put()
	if a != nil {
		f.tally()
	}
}

// batchJob is one call of each; a task is step items.
type batchJob[T Float] struct {
	f         *BatchLU[T]
	t         Trans
	a, dst, b *Batch[T]
	lu, piv   int // sizes of the factors of a group or an item
	step      int
	body      func(worker, i int) // run, bound once: a closure for every call would allocate
}

func (j *batchJob[T]) run(worker, i int) {
	lo := i * j.step
	hi := min(lo+j.step, j.f.count)
	if !j.f.g.interleaved() {
		j.items(worker, lo, hi)
	} else {
		j.groups(worker, lo, hi)
	}
}

// factors returns the place for the factors of group or item u.
func (j *batchJob[T]) factors(worker, u int) (lu []T, piv []int32) {
	if !j.f.done {
		u = worker
	}
	return j.f.lu[u*j.lu:][:j.lu], j.f.piv[u*j.piv:][:j.piv]
}

// items works on items lo...hi one by one.
func (j *batchJob[T]) items(worker, lo, hi int) {
	f, n := j.f, j.f.g.n
	work := getScratch[T](luWork[T](n))
	defer work.put()
	for c := lo; c < hi; c++ {
		data, piv := j.factors(worker, c)
		lu := Matrix[T]{Rows: n, Cols: n, Stride: padded[T](n), Data: data}
		if j.a != nil {
			a := j.a.Item(c)
			Copy(&lu, &a)
			f.bad[c] = int32(factorize(nil, lu, piv, work.data))
		}
		if j.b == nil || j.b.Cols == 0 {
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
		solve(nil, lu, piv, j.t, dst)
	}
}

// groups works on items lo...hi, lo the first of a group.
func (j *batchJob[T]) groups(worker, lo, hi int) {
	f, k, n := j.f, j.f.g.k.Lanes, j.f.g.n
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
		data, rows := j.factors(worker, c/k)
		lu := factors[T]{f.g, data, rows}
		used := min(k, hi-c)
		bad, regular := f.bad[c:c+used], f.failed.Count == 0
		if j.a != nil {
			a := gather(j.a, c, k, used, work.data[panel:])
			regular = lu.factorize(&a, f.same, work.data, bad)
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
		if regular && used == k {
			continue
		}
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
