package la

import (
	"context"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// PackedMatrix is the second factor op(B) of many products in the order in which GemmPacked reads it: strips of columns,
// each contiguous. That saves transposing B for every product, and rows far apart or a power of two apart. The zero value
// is an empty matrix. It belongs to the kernels that were active when it was packed. Products only read it: any number
// may run at the same time.
type PackedMatrix[T Float] struct {
	kernels    *asm.Kernels[T]
	rows, cols int
	data       []T // see packStrip
	src        operand[T]
	body       func(t int) // packStrip, bound once
}

// Rows returns the number of rows of op(B).
func (q *PackedMatrix[T]) Rows() int { return q.rows }

// Cols returns the number of columns of op(B).
func (q *PackedMatrix[T]) Cols() int { return q.cols }

// Pack makes q a copy of op(B) on p's workers. It reuses q's memory if that is large enough.
func (q *PackedMatrix[T]) Pack(p *sched.Pool, t Trans, b *Matrix[T]) {
	b.checkShape()
	b.checkData()
	q.kernels = asm.Active[T]()
	q.rows, q.cols = b.Rows, b.Cols
	q.src = operand[T]{b.Data, b.Stride, 1}
	if t {
		q.rows, q.cols = b.Cols, b.Rows
		q.src.rs, q.src.cs = 1, b.Stride
	}
	if b.empty() {
		return
	}
	q.data = growAligned(q.data, q.rows*q.cols)
	if q.body == nil {
		q.body = q.packStrip
	}
	if p.Workers() == 1 || q.rows*q.cols < taskFlops {
		q.packStrips()
	} else if err := p.For(context.Background(), q.strips(), q.body); err != nil {
		panic(err)
	}
	q.src = operand[T]{}
}

// strips returns the number of strips of columns.
func (q *PackedMatrix[T]) strips() int { return (q.cols + q.kernels.NR - 1) / q.kernels.NR }

func (q *PackedMatrix[T]) packStrips() {
	for t := range q.strips() {
		q.packStrip(t)
	}
}

// packStrip packs the columns of strip t, block by block of kc rows. The strips of a block of rows follow each other, as
// wide as width says, and blocks follow each other.
func (q *PackedMatrix[T]) packStrip(t int) {
	j, w := strip(q.kernels.NR, q.kernels.Vec, q.cols, t)
	kc := share(q.rows, depth, 1)
	for pc := 0; pc < q.rows; pc += kc {
		kb := min(kc, q.rows-pc)
		packRows(q.kernels, q.data[pc*q.cols+j*kb:], w, q.src.data[pc*q.src.rs+j*q.src.cs:], q.src.rs, q.src.cs, kb, w)
	}
}

// GemmPacked computes C = alpha*op(A)*B + beta*C on p's workers, where B is the packed op(B). It is [Gemm] in everything
// else: checks, bits, scalars.
func GemmPacked[T Float](p *sched.Pool, tA Trans, alpha T, a *Matrix[T], b *PackedMatrix[T], beta T, c *Matrix[T]) {
	a.checkShape()
	if b == nil {
		panic(nilMatrix)
	}
	c.checkShape()
	m, k := a.Rows, a.Cols
	oa := operand[T]{a.Data, a.Stride, 1}
	if tA {
		m, k = k, m
		oa.rs, oa.cs = 1, a.Stride
	}
	if b.rows != k || c.Rows != m || c.Cols != b.cols {
		panic(badShape)
	}
	if m == 0 || b.cols == 0 {
		return
	}
	a.checkData()
	c.checkData()
	if k > 0 && overlap(c, a) {
		panic(overlapping)
	}
	x := product[T]{kernels: b.kernels, k: k, alpha: alpha, beta: beta, a: oa, packed: b.data, c: *c}
	x.compute(p)
}
