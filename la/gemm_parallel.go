package la

import (
	"context"
	"sync"

	"github.com/neuralmodules/nmcore/sched"
)

// A product of fewer than taskFlops multiplications for each task stays whole: 2^18 take about 8 microseconds, what
// it costs to hand a task to a worker that is awake, several times over. A variable for the tests.
var taskFlops = 1 << 18

// tasksPerWorker evens out workers that are slowed down by others, at little cost: a task packs its operands itself.
const tasksPerWorker = 4

// gemmJob is a product on several workers. Task t computes a block of C, mb x nb, all of its sums over k.
type gemmJob[T Float] struct {
	product[T]
	mb, nb int         // size of a task's block of C
	across int         // blocks in a row of blocks
	body   func(t int) // run, bound once: a closure for every call would allocate
}

var gemmJobs [2]sync.Pool // by typeIndex

func getGemm[T Float]() *gemmJob[T] {
	j, _ := gemmJobs[typeIndex[T]()].Get().(*gemmJob[T])
	if j == nil {
		j = new(gemmJob[T])
		j.body = j.run
	}
	return j
}

// put gives j back without the operands, which the free list must not keep alive.
func (j *gemmJob[T]) put() {
	j.product = product[T]{}
	gemmJobs[typeIndex[T]()].Put(j)
}

// parallel computes C on p's workers.
func (x *product[T]) parallel(p *sched.Pool) {
	j := getGemm[T]()
	j.product = *x
	if tasks := j.cut(p.Workers()); tasks == 1 {
		j.run(0)
	} else if err := p.For(context.Background(), tasks, j.body); err != nil {
		panic(err)
	}
	j.put()
}

// run computes block t of C.
func (j *gemmJob[T]) run(t int) {
	i0, j0 := t/j.across*j.mb, t%j.across*j.nb
	j.block(i0, j0, min(j.mb, j.c.Rows-i0), min(j.nb, j.c.Cols-j0))
}

// cut chooses the blocks of C and returns their number. The cut may depend on the number of workers because no bit of
// the result depends on the cut.
func (j *gemmJob[T]) cut(workers int) int {
	m, n := j.c.Rows, j.c.Cols
	down, across := 1, 1
	if workers > 1 {
		most := min(tasksPerWorker*workers, m*n/(taskFlops/max(j.k, 1)+1))
		for down*across < most {
			if m*across >= n*down { // blocks are taller than wide
				down++
			} else {
				across++
			}
		}
	}
	mr, nr := j.kernels.MR, j.kernels.NR
	j.mb = share(m, (m+down-1)/down, mr)
	j.nb = share(n, (n+across-1)/across, nr)
	j.across = (n + j.nb - 1) / j.nb
	return j.across * ((m + j.mb - 1) / j.mb)
}
