package la

import (
	"context"
	"sync"

	"github.com/neuralmodules/nmcore/sched"
)

// taskFlops is the least number of multiplications of a task: 2^19 take 8 microseconds in float64, 4 in float32 (AVX-512
// kernels, AMD Zen 5, 2026-11-25), which is several times what it costs to hand a task to a worker that is awake.
// A variable for the tests.
var taskFlops = 1 << 19

// tasksPerWorker evens out workers that are slowed down by others, at little cost: a task packs its operands itself.
const tasksPerWorker = 4

// repack is how much longer than wide a task's block may be if that saves packing the same part of a transposed operand
// for several tasks.
const repack = 8

// gemmJob is a product on several workers. Task t computes a block of C, mb x nb, all of its sums over k.
type gemmJob[T Float] struct {
	product[T]
	mb, nb int                 // size of a task's block of C
	across int                 // blocks in a row of blocks
	body   func(worker, t int) // run, bound once: a closure for every call would allocate
}

var gemmJobs [2]sync.Pool // by typeIndex

func getGemm[T Float]() *gemmJob[T] {
	j, _ := gemmJobs[typeIndex[T]()].Get().(*gemmJob[T])
	if j == nil {
		j = new(gemmJob[T])
		j.body = func(_, t int) { j.run(t) }
	}
	return j
}

// put gives j back without the operands, which the free list must not keep alive.
func (j *gemmJob[T]) put() {
	j.product = product[T]{}
	gemmJobs[typeIndex[T]()].Put(j)
}

// thin is how many rows, columns or terms a product of fewer takes the time of: 3000 x 6 x 64 and 64 x 3000 x 6 take 60 to 80
// microseconds in float32 with operands from memory, 20 to 30 from the caches, as if the 6 were about 32. (2026-11-26, AMD Zen 5, 2 cores
// of a shared server.) Such a product is cut into a task for each worker, and not into more, which costs more than it evens out.
const thin = 32

func thick(n int) int { return max(n, thin) }

// alone reports whether a product is too small for more than one worker.
func alone(p *sched.Pool, m, n, k int) bool {
	return p.Workers() == 1 || m*n < 2*taskFlops/max(k, 1)
}

// compute computes C on p's workers.
func (x *product[T]) compute(p *sched.Pool) {
	if alone(p, x.c.Rows, x.c.Cols, x.k) {
		x.block(0, 0, x.c.Rows, x.c.Cols)
		return
	}
	j := getGemm[T]()
	j.product = *x
	// In order, because the tasks are alike: by halves some worker ends up with one more than its share.
	if err := p.ForInOrder(context.Background(), j.cut(p.Workers()), j.body); err != nil {
		panic(err)
	}
	j.put()
}

// run computes block t of C.
func (j *gemmJob[T]) run(t int) {
	i0, j0 := t/j.across*j.mb, t%j.across*j.nb
	j.block(i0, j0, min(j.mb, j.c.Rows-i0), min(j.nb, j.c.Cols-j0))
}

// cut chooses the blocks of C and returns their number: a multiple of workers if C is large enough, the blocks as square as
// that allows. The cut may depend on the number of workers because no bit of the result depends on the cut.
func (j *gemmJob[T]) cut(workers int) int {
	m, n := j.c.Rows, j.c.Cols
	tasks := min(tasksPerWorker*workers, m*n/(taskFlops/max(j.k, 1)+1))
	tasks = max(tasks, min(workers, thick(m)*thick(n)/(taskFlops/thick(j.k)+1)))
	if tasks > workers {
		tasks -= tasks % workers
	}
	tall, wide := m, n
	if j.a.cs != 1 {
		tall *= repack
	}
	if j.packed == nil && !j.b.readable(j.kernels, min(m, packedRows)) {
		wide *= repack
	}
	down, across := 1, max(tasks, 1)
	for d := 2; d <= tasks; d++ {
		if tasks%d == 0 && tall/d+wide*d/tasks < tall/down+wide/across {
			down, across = d, tasks/d
		}
	}
	mr, nr := j.kernels.MR, j.kernels.NR
	j.mb = share(m, (m+down-1)/down, mr)
	j.nb = shareColumns(n, (n+across-1)/across, nr)
	j.across = (n + j.nb - 1) / j.nb
	return j.across * ((m + j.mb - 1) / j.mb)
}
