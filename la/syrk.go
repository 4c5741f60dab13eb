package la

import (
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Blocks on the diagonal of at most syrkBase rows are computed whole, larger ones are halved. 48 is up to 8 % slower at
// n = 256, 64 up to 17 % (BenchmarkSyrk, avx512 and avx2, 2026-11-25, AMD Zen 5, 2 cores of a shared server). A variable for
// the tests.
var syrkBase = 32

// Syrk computes the triangle uplo of C = alpha*op(A)*op(A)' + beta*C on p's workers (BLAS xSYRK). op(A) is n x k, C
// n x n; the other triangle of C is neither read nor written. It panics if uplo is bad, the shapes disagree or A and C
// overlap.
//
// As in [Gemm], C is not read if beta is 0, no factor is tested for zero, and the error bound is the same.
func Syrk[T Float](p *sched.Pool, uplo Uplo, t Trans, alpha T, a *Matrix[T], beta T, c *Matrix[T]) {
	checkUplo(uplo)
	a.checkShape()
	c.checkShape()
	if c.Rows != c.Cols {
		panic(notSquare)
	}
	n, k := a.Rows, a.Cols
	if t {
		n, k = k, n
	}
	if c.Rows != n {
		panic(badShape)
	}
	if n == 0 {
		return
	}
	a.checkData()
	c.checkData()
	if k > 0 && overlap(a, c) {
		panic(overlapping)
	}
	syrk(p, asm.Active[T](), uplo, t, alpha, *a, beta, *c)
}

// syrk is Syrk without checks. All but the small blocks on the diagonal is gemm.
func syrk[T Float](p *sched.Pool, k *asm.Kernels[T], uplo Uplo, t Trans, alpha T, a Matrix[T], beta T, c Matrix[T]) {
	n := c.Rows
	if n <= syrkBase {
		syrkDiagonal(p, k, uplo, t, alpha, a, beta, c)
		return
	}
	n1 := split(n, syrkBase)
	a1, a2 := rowsOf(a, t, 0, n1), rowsOf(a, t, n1, n)
	syrk(p, k, uplo, t, alpha, a1, beta, c.View(0, 0, n1, n1))
	if off := c.View(0, n1, n1, n-n1); uplo == Upper {
		gemm(p, k, t, !t, alpha, &a1, &a2, beta, &off)
	} else {
		off = c.View(n1, 0, n-n1, n1)
		gemm(p, k, t, !t, alpha, &a2, &a1, beta, &off)
	}
	syrk(p, k, uplo, t, alpha, a2, beta, c.View(n1, n1, n-n1, n-n1))
}

// syrkDiagonal is syrk for a small C. It computes in a copy: gemm writes both triangles.
func syrkDiagonal[T Float](p *sched.Pool, k *asm.Kernels[T], uplo Uplo, t Trans, alpha T, a Matrix[T], beta T, c Matrix[T]) {
	n := c.Rows
	s := getScratch[T](n * n)
	whole := Matrix[T]{Rows: n, Cols: n, Stride: n, Data: s.data}
	clear(whole.Data[:n*n])
	for i := range n {
		lo, hi := i, n
		if uplo == Lower {
			lo, hi = 0, i+1
		}
		if beta != 0 {
			copy(whole.Row(i)[lo:hi], c.Row(i)[lo:hi])
		}
	}
	gemm(p, k, t, !t, alpha, &a, &a, beta, &whole)
	for i := range n {
		lo, hi := i, n
		if uplo == Lower {
			lo, hi = 0, i+1
		}
		copy(c.Row(i)[lo:hi], whole.Row(i)[lo:hi])
	}
	s.put()
}

// rowsOf returns rows lo...hi of op(A), as a view of A.
func rowsOf[T Float](a Matrix[T], t Trans, lo, hi int) Matrix[T] {
	if t {
		return a.View(0, lo, a.Rows, hi-lo)
	}
	return a.View(lo, 0, hi-lo, a.Cols)
}
