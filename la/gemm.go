package la

import (
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
	if small(p, tA, tB, alpha, a, b, beta, c) {
		return
	}
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
	x := product[T]{kernels: kernels, k: a.Cols, alpha: alpha, beta: beta, c: *c}
	x.a = operand[T]{a.Data, a.Stride, 1}
	if tA {
		x.k = a.Rows
		x.a.rs, x.a.cs = 1, a.Stride
	}
	x.b = operand[T]{b.Data, b.Stride, 1}
	if tB {
		x.b.rs, x.b.cs = 1, b.Stride
	}
	switch {
	case p.Workers() > 1 && c.Rows*c.Cols >= 2*taskFlops/max(x.k, 1):
		x.parallel(p)
	case !x.direct():
		x.block(0, 0, c.Rows, c.Cols)
	}
}
