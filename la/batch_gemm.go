package la

import (
	"context"
	"sync"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// BatchGemm computes C = alpha*op(A)*op(B) + beta*C for every item, on p's workers; see [Gemm], whose bits an item has.
// It panics if the counts or shapes disagree or c overlaps a or b.
func BatchGemm[T Float](p *sched.Pool, tA, tB Trans, alpha T, a, b *Batch[T], beta T, c *Batch[T]) {
	a.checkShape()
	b.checkShape()
	c.checkShape()
	m, k := a.Rows, a.Cols
	if tA {
		m, k = k, m
	}
	kb, n := b.Rows, b.Cols
	if tB {
		kb, n = n, kb
	}
	if kb != k || c.Rows != m || c.Cols != n || a.Count != c.Count || b.Count != c.Count {
		panic(badShape)
	}
	if c.Count == 0 || m == 0 || n == 0 {
		return
	}
	x, y, z := a.stacked(), b.stacked(), c.stacked()
	x.checkData()
	y.checkData()
	z.checkData()
	if k > 0 && (overlap(&z, &x) || overlap(&z, &y)) {
		panic(overlapping)
	}
	j := getProducts[T]()
	j.tA, j.tB, j.alpha, j.a, j.b, j.beta, j.c = tA, tB, alpha, *a, *b, beta, *c
	j.each(p, c.Count, batchTask/m/n/max(k, 1))
}

// BatchGemv computes y = alpha*op(A)*x + beta*y for every item, on p's workers; x and y of item i are the rows i of
// the matrices x and y. See [Gemv], whose bits an item has. It panics if the counts or shapes disagree or y overlaps x
// or a.
func BatchGemv[T Float](p *sched.Pool, t Trans, alpha T, a *Batch[T], x *Matrix[T], beta T, y *Matrix[T]) {
	a.checkShape()
	x.checkShape()
	y.checkShape()
	m, n := a.Rows, a.Cols
	if t {
		m, n = n, m
	}
	if x.Rows != a.Count || x.Cols != n || y.Rows != a.Count || y.Cols != m {
		panic(badShape)
	}
	if a.Count == 0 || m == 0 {
		return
	}
	all := a.stacked()
	all.checkData()
	x.checkData()
	y.checkData()
	if n > 0 && (overlap(y, x) || overlap(y, &all)) {
		panic(overlapping)
	}
	j := getProducts[T]()
	j.vectors, j.tA, j.alpha, j.a, j.x, j.beta, j.y = true, t, alpha, *a, *x, beta, *y
	j.each(p, a.Count, batchTask/m/max(n, 1))
}

// batchProducts is one call of BatchGemm or, with vectors, of BatchGemv; a task is step items.
type batchProducts[T Float] struct {
	vectors     bool
	tA, tB      Trans
	alpha, beta T
	a, b, c     Batch[T]
	x, y        Matrix[T]
	count, step int
	body        func(i int) // run, bound once: a closure for every call would allocate
}

// each computes all items, step to a task if that is not zero, and gives j back.
func (j *batchProducts[T]) each(p *sched.Pool, count, step int) {
	j.count, j.step = count, max(1, step)
	if tasks := (count + j.step - 1) / j.step; tasks == 1 {
		j.run(0)
	} else {
		p.For(context.Background(), tasks, j.body)
	}
	j.a, j.b, j.c, j.x, j.y, j.vectors = Batch[T]{}, Batch[T]{}, Batch[T]{}, Matrix[T]{}, Matrix[T]{}, false
	productsFree[typeIndex[T]()].Put(j)
}

func (j *batchProducts[T]) run(i int) {
	k := asm.Active[T]()
	for c := i * j.step; c < min((i+1)*j.step, j.count); c++ {
		a := j.a.item(c)
		if j.vectors {
			gemv(k, j.tA, j.alpha, a, j.x.Row(c), j.beta, j.y.Row(c))
			continue
		}
		b, out := j.b.item(c), j.c.item(c)
		Gemm(nil, j.tA, j.tB, j.alpha, &a, &b, j.beta, &out) // its checks are a few nanoseconds
	}
}

var productsFree [2]sync.Pool // float32, float64

func getProducts[T Float]() *batchProducts[T] {
	j, _ := productsFree[typeIndex[T]()].Get().(*batchProducts[T])
	if j == nil {
		j = new(batchProducts[T])
		j.body = j.run
	}
	return j
}
