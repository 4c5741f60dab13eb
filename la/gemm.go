package la

import (
	"context"
	"sync"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Gemm computes C = alpha*op(A)*op(B) + beta*C on p's workers (BLAS xGEMM). op(A) is m x k, op(B) k x n, C m x n.
// C must not overlap A or B; A and B may overlap. It panics if the shapes disagree or C overlaps an operand.
//
// If beta is 0, C is not read. No factor is tested for zero: a NaN or Inf in A or B reaches C even where it meets a
// zero, alpha included. A k of zero leaves beta*C.
//
// Barring overflow and underflow, the error of an element is at most (k+2)*u*(|alpha| |op(A)| |op(B)| + |beta| |C|), the
// products of absolute values, u = 2^-53 or 2^-24.
//
// The bits of element (i, j) depend on row i of op(A), column j of op(B), C's element, the scalars, k and the
// instruction set: not on m, n, the strides or the number of workers.
func Gemm[T Float](p *sched.Pool, tA, tB Trans, alpha T, a, b *Matrix[T], beta T, c *Matrix[T]) {
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
	if kb != k || c.Rows != m || c.Cols != n {
		panic(badShape)
	}
	if m == 0 || n == 0 {
		return
	}
	a.checkData()
	b.checkData()
	c.checkData()
	if k > 0 && (overlap(c, a) || overlap(c, b)) {
		panic(overlapping)
	}
	gemm(p, asm.Active[T](), tA, tB, alpha, a, b, beta, c)
}

// gemm is Gemm without checks, for the other routines of this package. C must not be empty.
func gemm[T Float](p *sched.Pool, kernels *asm.Kernels[T], tA, tB Trans, alpha T, a, b *Matrix[T], beta T, c *Matrix[T]) {
	k := a.Cols
	if tA {
		k = a.Rows
	}
	j := getGemm[T]()
	j.kernels = kernels
	j.block = blocks(j.kernels)
	j.k, j.alpha, j.beta, j.c = k, alpha, beta, *c
	j.a = operand[T]{a.Data, a.Stride, 1}
	if tA {
		j.a.rs, j.a.cs = 1, a.Stride
	}
	j.b = operand[T]{b.Data, b.Stride, 1}
	if tB {
		j.b.rs, j.b.cs = 1, b.Stride
	}
	if tasks := j.cut(p.Workers()); tasks == 1 {
		j.run(0)
	} else if err := p.For(context.Background(), tasks, j.body); err != nil {
		panic(err)
	}
	j.put()
}

// operand is op(A) or op(B): element (i, j) is data[i*rs+j*cs]; rs or cs is 1.
type operand[T Float] struct {
	data   []T
	rs, cs int
}

// A product of fewer than taskFlops multiplications for each task stays whole: 2^18 take about 8 microseconds, what
// it costs to hand a task to a worker that is awake, several times over. A variable for the tests.
var taskFlops = 1 << 18

// tasksPerWorker evens out workers that are slowed down by others, at little cost: a task packs its operands itself.
const tasksPerWorker = 4

// gemmJob is one call of Gemm. Task t computes a block of C, mb x nb, all of its sums over k.
type gemmJob[T Float] struct {
	kernels     *asm.Kernels[T]
	block       blocking
	k           int
	alpha, beta T
	a, b        operand[T]
	c           Matrix[T]
	mb, nb      int         // size of a task's block of C
	across      int         // blocks in a row of blocks
	body        func(t int) // run, bound once: a closure for every call would allocate
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
	j.a, j.b, j.c = operand[T]{}, operand[T]{}, Matrix[T]{}
	gemmJobs[typeIndex[T]()].Put(j)
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
