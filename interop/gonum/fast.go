package gonum

import (
	"unsafe"

	"gonum.org/v1/gonum/blas"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// Each function below does the work of one routine with la and returns true, or does nothing and returns false: when an
// argument is bad, when there is nothing to do or alpha is zero, when la has no such form (increments, operands that
// overlap), and when la would be slower. gonum's own routine then decides everything, the panic included.

func gemm[T la.Float](p *sched.Pool, tA, tB blas.Transpose, m, n, k int, alpha T, a []T, lda int, b []T, ldb int, beta T, c []T, ldc int) bool {
	opA, okA := trans(tA)
	opB, okB := trans(tB)
	if !okA || !okB || alpha == 0 || !limits.gemm(opA, opB, m, n, k) {
		return false
	}
	am, an := transposed(opA, m, k)
	bm, bn := transposed(opB, k, n)
	ma, okA := matrix(am, an, a, lda)
	mb, okB := matrix(bm, bn, b, ldb)
	mc, okC := matrix(m, n, c, ldc)
	if !okA || !okB || !okC || overlap(&mc, &ma) || overlap(&mc, &mb) {
		return false
	}
	la.Gemm(p, opA, opB, alpha, &ma, &mb, beta, &mc)
	return true
}

func trsm[T la.Float](p *sched.Pool, s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha T, a []T, lda int, b []T, ldb int) bool {
	op, okT := trans(tA)
	uplo, okU := triangle(ul)
	diag, okD := diagonal(d)
	if !okT || !okU || !okD || alpha == 0 {
		return false
	}
	side, order := la.Left, m
	switch s {
	case blas.Left:
	case blas.Right:
		side, order = la.Right, n
	default:
		return false
	}
	if !limits.trsm(side, m, n) {
		return false
	}
	ma, okA := matrix(order, order, a, lda)
	mb, okB := matrix(m, n, b, ldb)
	if !okA || !okB || overlap(&ma, &mb) {
		return false
	}
	la.Trsm(p, side, uplo, op, diag, alpha, &ma, &mb)
	return true
}

func gemv[T la.Float](p *sched.Pool, tA blas.Transpose, m, n int, alpha T, a []T, lda int, x []T, incX int, beta T, y []T, incY int) bool {
	op, okT := trans(tA)
	ma, okA := matrix(m, n, a, lda)
	ly, lx := transposed(op, m, n)
	if !okT || !okA || alpha == 0 || !limits.gemv(op, m, n) || !vector(lx, x, incX) || !vector(ly, y, incY) {
		return false
	}
	la.Gemv(p, op, alpha, &ma, x[:lx], beta, y[:ly])
	return true
}

func ger[T la.Float](m, n int, alpha T, x []T, incX int, y []T, incY int, a []T, lda int) bool {
	ma, ok := matrix(m, n, a, lda)
	if !ok || alpha == 0 || n < limits.ger || !vector(m, x, incX) || !vector(n, y, incY) {
		return false
	}
	la.Ger(alpha, x[:m], y[:n], &ma)
	return true
}

func trsv[T la.Float](ul blas.Uplo, tA blas.Transpose, d blas.Diag, n int, a []T, lda int, x []T, incX int) bool {
	op, okT := trans(tA)
	uplo, okU := triangle(ul)
	diag, okD := diagonal(d)
	ma, okA := matrix(n, n, a, lda)
	if !okT || !okU || !okD || !okA || n < limits.trsv || !vector(n, x, incX) {
		return false
	}
	la.Trsv(uplo, op, diag, &ma, x[:n])
	return true
}

func dot[T la.Float](n int, x []T, incX int, y []T, incY int) (T, bool) {
	if n < limits.vector || !vector(n, x, incX) || !vector(n, y, incY) {
		return 0, false
	}
	return la.Dot(x[:n], y[:n]), true
}

func axpy[T la.Float](n int, alpha T, x []T, incX int, y []T, incY int) bool {
	if n < limits.vector || alpha == 0 || !vector(n, x, incX) || !vector(n, y, incY) {
		return false
	}
	la.Axpy(alpha, x[:n], y[:n])
	return true
}

func scal[T la.Float](n int, alpha T, x []T, incX int) bool {
	if n < limits.vector || alpha == 0 || !vector(n, x, incX) {
		return false
	}
	la.Scal(alpha, x[:n])
	return true
}

func nrm2[T la.Float](n int, x []T, incX int) (T, bool) {
	if n < limits.norm || !vector(n, x, incX) {
		return 0, false
	}
	return la.Nrm2(x[:n]), true
}

// matrix returns the m x n matrix at the start of data, and whether there is one with at least one element.
func matrix[T la.Float](m, n int, data []T, ld int) (la.Matrix[T], bool) {
	if m <= 0 || n <= 0 || ld < n || len(data) < (m-1)*ld+n {
		return la.Matrix[T]{}, false
	}
	return la.Matrix[T]{Rows: m, Cols: n, Stride: ld, Data: data}, true
}

// vector reports whether x starts with n > 0 contiguous elements.
func vector[T la.Float](n int, x []T, inc int) bool { return inc == 1 && n > 0 && len(x) >= n }

func trans(t blas.Transpose) (la.Trans, bool) {
	switch t {
	case blas.NoTrans:
		return la.NoTrans, true
	case blas.Trans, blas.ConjTrans:
		return la.Transpose, true
	}
	return la.NoTrans, false
}

// transposed returns the shape of op(A) for an A of m x n.
func transposed(op la.Trans, m, n int) (rows, cols int) {
	if op == la.Transpose {
		return n, m
	}
	return m, n
}

func triangle(u blas.Uplo) (la.Uplo, bool) {
	switch u {
	case blas.Lower:
		return la.Lower, true
	case blas.Upper:
		return la.Upper, true
	}
	return 0, false
}

func diagonal(d blas.Diag) (la.Diag, bool) {
	switch d {
	case blas.NonUnit:
		return la.NonUnit, true
	case blas.Unit:
		return la.Unit, true
	}
	return 0, false
}

// overlap reports whether la could take a and b for overlapping, which it refuses and gonum does not.
func overlap[T la.Float](a, b *la.Matrix[T]) bool {
	size := unsafe.Sizeof(*new(T))
	pa, pb := uintptr(unsafe.Pointer(&a.Data[0])), uintptr(unsafe.Pointer(&b.Data[0]))
	if pa > pb {
		a, b, pa, pb = b, a, pb, pa
	}
	d := int((pb - pa) / size)
	if d >= (a.Rows-1)*a.Stride+a.Cols {
		return false
	}
	column := d % a.Stride // of b's first element, in rows of a
	return a.Stride != b.Stride || column < a.Cols || column+b.Cols > a.Stride
}
