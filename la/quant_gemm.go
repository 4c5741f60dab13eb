package la

import (
	"context"
	"sync"

	"github.com/neuralmodules/nmcore/sched"
)

// quantTile is how many groups times rows one call of the kernel may take, so that it is short.
const quantTile = 48 << 10

// quantTask is how many times the multiplications of a float product make a task worth while.
const quantTask = 4

// quantJob is a quantized product on several workers. Task t computes a block of C.
type quantJob[T Float] struct {
	a      QuantizedRows[T]
	b      QuantizedMatrix[T]
	c      Matrix[T]
	mb, nb int         // rows and strips of a block
	across int         // blocks in a row of blocks
	body   func(t int) // run, bound once: a closure for every call would allocate
}

var quantJobs [2]sync.Pool // by typeIndex

// GemmQuantized computes C += A*B on p's workers. A*B is the product of the matrices of integers, exact, times the scale of the
// row and then that of the column, each rounded; where B has more than 16 Ki rows that holds for blocks of fewer rows, which
// are added one after the other. It panics if the shapes disagree.
//
// The bits of element (i, j) depend on row i of A, column j of B and C's element alone: not on m, n, the number of workers or
// the instruction set.
func GemmQuantized[T Float](p *sched.Pool, a *QuantizedRows[T], b *QuantizedMatrix[T], c *Matrix[T]) {
	if a == nil || b == nil {
		panic(nilMatrix)
	}
	c.checkShape()
	if a.cols != b.rows || c.Rows != a.rows || c.Cols != b.cols {
		panic(badShape)
	}
	if c.empty() || a.cols == 0 {
		return
	}
	c.checkData()
	m, n := c.Rows, c.Cols
	if alone(p, m, n, (a.cols+quantTask-1)/quantTask) {
		quantBlock(a, b, c, 0, m, 0, b.strips())
		return
	}
	j, _ := quantJobs[typeIndex[T]()].Get().(*quantJob[T])
	if j == nil {
		j = new(quantJob[T])
		j.body = j.run
	}
	j.a, j.b, j.c = *a, *b, *c
	if err := p.For(context.Background(), j.cut(p.Workers()), j.body); err != nil {
		panic(err)
	}
	j.a, j.b, j.c = QuantizedRows[T]{}, QuantizedMatrix[T]{}, Matrix[T]{} // the free list must not keep them alive
	quantJobs[typeIndex[T]()].Put(j)
}

// cut chooses the blocks of C and returns their number: blocks of strips, of rows too if the strips are few. It may depend on
// the number of workers because no bit of the result depends on the cut.
func (j *quantJob[T]) cut(workers int) int {
	m, strips := j.c.Rows, j.b.strips()
	tasks := min(tasksPerWorker*workers, m*j.c.Cols/(quantTask*taskFlops/j.a.cols+1))
	j.nb = share(strips, (strips+tasks-1)/tasks, 1)
	j.across = (strips + j.nb - 1) / j.nb
	down := (tasks + j.across - 1) / j.across
	j.mb = share(m, (m+down-1)/down, j.b.kernels.MR)
	return j.across * ((m + j.mb - 1) / j.mb)
}

// run computes block t of C.
func (j *quantJob[T]) run(t int) {
	i0, s0 := t/j.across*j.mb, t%j.across*j.nb
	quantBlock(&j.a, &j.b, &j.c, i0, min(i0+j.mb, j.c.Rows), s0, min(s0+j.nb, j.b.strips()))
}

// quantBlock computes rows i0 to i1-1 of the columns of strips s0 to s1-1, strip by strip of B, of which one stays in the
// first-level cache or comes from the second.
func quantBlock[T Float](a *QuantizedRows[T], b *QuantizedMatrix[T], c *Matrix[T], i0, i1, s0, s1 int) {
	k := &b.kernels.Quant
	for g := 0; g < b.groups; g += b.depth {
		depth := min(b.depth, b.groups-g)
		step := max(b.kernels.MR, quantTile/depth/b.kernels.MR*b.kernels.MR)
		start := b.start[g/b.depth*b.ldstart:]
		for s := s0; s < s1; s++ {
			j, w := strip(k.NR, k.Vec, b.cols, s)
			panel := b.data[g*b.cols+j*depth:]
			next := depth * w // the strip that follows
			if s+1 == s1 {
				next = 0
			}
			for i := i0; i < i1; i += step {
				k.Gemm(depth, &a.data[i*a.stride+g], a.stride, 1, &panel[0], w, &panel[next], &c.Data[i*c.Stride+j], c.Stride,
					min(step, i1-i), w, &start[j], &a.scale[i], &b.scale[j])
			}
		}
	}
}
