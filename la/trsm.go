package la

import (
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Triangles of at most trsmBase rows are solved row by row, larger ones are halved. In LU 8 and 16 are equal within 4%,
// 32 is 5 to 10% slower (as for luPanel). A variable for the tests.
var trsmBase = 16

// A strip of trsmStrip columns of B stays in the L1 cache while a small triangle is applied to it from the left.
const trsmStrip = 256

// Trsm overwrites B (m x n) with the solution X of op(A)*X = alpha*B (side Left, A m x m) or X*op(A) = alpha*B
// (Right, A n x n) for a triangular A, on p's workers (BLAS xTRSM). A zero on the diagonal gives Inf or NaN; if alpha
// is 0, B is not read. It panics if flags are bad, the shapes disagree or A and B overlap.
func Trsm[T Float](p *sched.Pool, side Side, uplo Uplo, t Trans, diag Diag, alpha T, a, b *Matrix[T]) {
	if side != Left && side != Right {
		panic(badSide)
	}
	checkUplo(uplo)
	checkDiag(diag)
	a.checkShape()
	b.checkShape()
	if a.Rows != a.Cols {
		panic(notSquare)
	}
	if side == Left && a.Rows != b.Rows || side == Right && a.Rows != b.Cols {
		panic(badShape)
	}
	if b.empty() {
		return
	}
	a.checkData()
	b.checkData()
	if overlap(a, b) {
		panic(overlapping)
	}
	k := asm.Active[T]()
	if alpha != 1 {
		for i := range b.Rows {
			if alpha == 0 {
				clear(b.Row(i))
			} else {
				scal(k, alpha, b.Row(i))
			}
		}
	}
	trsm(p, k, side, uplo, t, diag, *a, *b)
}

// trsm is Trsm with alpha 1 and without checks. It halves A until the triangles are small; with op(A) lower,
//
//	op(A) = [A11  0 ]      Left:  X1 = A11^-1 B1, X2 = A22^-1 (B2 - A21 X1)
//	        [A21 A22]      Right: X2 = B2 A22^-1, X1 = (B1 - X2 A21) A11^-1
//
// and with op(A) upper the same with 1 and 2 exchanged. All but the small triangles is Gemm.
func trsm[T Float](p *sched.Pool, k *asm.Kernels[T], side Side, uplo Uplo, t Trans, diag Diag, a, b Matrix[T]) {
	n := a.Rows
	if n <= trsmBase {
		if side == Right {
			for i := range b.Rows { // x op(A) = b is op(A)' x' = b'
				trsv(k, uplo, !t, diag, a, b.Row(i))
			}
		} else {
			trsmLeft(k, uplo, t, diag, a, b)
		}
		return
	}
	n1 := split(n, trsmBase)
	n2 := n - n1
	a11, a22 := a.View(0, 0, n1, n1), a.View(n1, n1, n2, n2)
	off := a.View(n1, 0, n2, n1) // the block beside the two triangles
	if uplo == Upper {
		off = a.View(0, n1, n1, n2)
	}
	var b1, b2 Matrix[T]
	if side == Left {
		b1, b2 = b.View(0, 0, n1, b.Cols), b.View(n1, 0, n2, b.Cols)
	} else {
		b1, b2 = b.View(0, 0, b.Rows, n1), b.View(0, n1, b.Rows, n2)
	}
	lower := (uplo == Lower) != bool(t)        // op(A) is lower triangular
	if first := side == Left; lower != first { // X2 comes first
		a11, a22, b1, b2 = a22, a11, b2, b1
	}
	trsm(p, k, side, uplo, t, diag, a11, b1)
	if side == Left {
		Gemm(p, t, NoTrans, -1, &off, &b1, 1, &b2)
	} else {
		Gemm(p, NoTrans, t, -1, &b1, &off, 1, &b2)
	}
	trsm(p, k, side, uplo, t, diag, a22, b2)
}

// split returns the size of the first half of n > base: the power of two times base that is at least half of n and
// less than n, so that all blocks but those at the end have full size.
func split(n, base int) int {
	h := base
	for 2*h < n {
		h *= 2
	}
	return h
}

// trsmLeft is trsm for a small A on the left: it combines rows of B, one strip of columns after the other.
func trsmLeft[T Float](k *asm.Kernels[T], uplo Uplo, t Trans, diag Diag, a, b Matrix[T]) {
	n := a.Rows
	forward := (uplo == Lower) != bool(t)
	ri, rj := a.Stride, 1 // element (i, j) of op(A) is a.Data[i*ri+j*rj]
	if t {
		ri, rj = rj, ri
	}
	for j := 0; j < b.Cols; j += trsmStrip {
		w := min(trsmStrip, b.Cols-j)
		for l := range n {
			i, lo, hi := l, 0, l // row i of op(A) beside the diagonal has elements lo...hi
			if !forward {
				i = n - 1 - l
				lo, hi = i+1, n
			}
			x := b.Data[i*b.Stride+j:][:w]
			for c := lo; c < hi; c++ {
				k.Axpy(-a.Data[i*ri+c*rj], b.Data[c*b.Stride+j:][:w], x)
			}
			if diag == NonUnit {
				divide(k, x, a.Data[i*ri+i*rj])
			}
		}
	}
}

// divide computes x /= d, by the reciprocal of d if that is exact to rounding.
func divide[T Float](k *asm.Kernels[T], x []T, d T) {
	if tiny := safeMin[T](); abs(d) >= tiny && abs(d) <= 1/tiny {
		scal(k, 1/d, x)
		return
	}
	for i := range x {
		x[i] /= d
	}
}
