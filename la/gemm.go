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
	// Small products would take as long to get to the kernel as the kernel takes: a few nanoseconds of checks, none of which
	// divides or may overflow. What is wrong, not small, or only perhaps right (operands that interleave, a stride of B that
	// may be critical) is looked at closely in gemmChecked.
	ra, rb, rc := reach(a), reach(b), reach(c)
	kernels := asm.Active[T]()
	if ra == 0 || rb == 0 || rc == 0 || bool(tB) {
		gemmChecked(p, tA, tB, alpha, a, b, beta, c)
		return
	}
	m, k, rsa, csa := a.Rows, a.Cols, a.Stride, 1
	if tA {
		m, k, rsa, csa = k, m, 1, a.Stride
	}
	n := b.Cols
	if b.Rows != k || c.Rows != m || c.Cols != n || k > depth || m*k > directSize || m*n*k > taskFlops ||
		m > conflictTiles*kernels.MR && b.Stride%64 == 0 || !apart(a, ra, c, rc) || !apart(b, rb, c, rc) {
		gemmChecked(p, tA, tB, alpha, a, b, beta, c)
		return
	}
	if n > kernels.NR {
		byStrips(kernels, m, n, k, alpha, &a.Data[0], rsa, csa, b.Data, b.Stride, beta, c.Data, c.Stride)
		return
	}
	kernels.Gemm(k, &a.Data[0], rsa, csa, &b.Data[0], b.Stride, &b.Data[0], &c.Data[0], c.Stride, m, n, alpha, beta)
}

// gemmChecked is Gemm for any product.
func gemmChecked[T Float](p *sched.Pool, tA, tB Trans, alpha T, a, b *Matrix[T], beta T, c *Matrix[T]) {
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
	m, n, k := c.Rows, c.Cols, a.Cols
	oa, ob := operand[T]{a.Data, a.Stride, 1}, operand[T]{b.Data, b.Stride, 1}
	if tA {
		k, oa.rs, oa.cs = a.Rows, 1, a.Stride
	}
	if tB {
		ob.rs, ob.cs = 1, b.Stride
	}
	if alone(p, m, n, k) && ob.readable(kernels, m) && k > 0 && k <= depth && m*k <= directSize && k*n <= directSize {
		byStrips(kernels, m, n, k, alpha, &oa.data[0], oa.rs, oa.cs, ob.data, ob.rs, beta, c.Data, c.Stride)
		return
	}
	x := product[T]{kernels: kernels, k: k, alpha: alpha, beta: beta, a: oa, b: ob, c: *c}
	x.compute(p)
}
