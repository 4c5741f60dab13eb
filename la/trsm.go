package la

import (
	"slices"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Triangles of at most trsmBase rows are solved by the kernel, larger ones are halved. A variable for the tests.
var trsmBase = 64

// trsmCall bounds the multiplications of one call of the kernel: about 20 microseconds. A variable for the tests.
var trsmCall = 1 << 20

// trsmStrip is what the columns given to a call of the kernel are a multiple of: its own strips are 24 or 48 wide.
const trsmStrip = 48

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

// trsm is Trsm with alpha 1 and without checks; B must not be empty.
func trsm[T Float](p *sched.Pool, k *asm.Kernels[T], side Side, uplo Uplo, t Trans, diag Diag, a, b Matrix[T]) {
	var s *scratch[T]
	j := getStrips(stripTrsm, k, a, b)
	j.side, j.uplo, j.t, j.rows = side, uplo, t, side == Right
	if diag == NonUnit {
		s = getScratch[T](a.Rows)
		j.dinv = s.data[:a.Rows]
		reciprocals(j.dinv, a)
	}
	j.do(p, a.Rows*a.Rows/2)
	s.put()
}

// reciprocals writes the reciprocals of A's diagonal to dinv; 0 for those that are not exact to a rounding.
func reciprocals[T Float](dinv []T, a Matrix[T]) {
	tiny := safeMin[T]()
	for i := range dinv {
		d := a.Data[i*a.Stride+i]
		dinv[i] = 1 / d
		if m := abs(d); !(m >= tiny && m <= 1/tiny) {
			dinv[i] = 0
		}
	}
}

// trsmRecursive is trsm on this goroutine with the reciprocals of the diagonal, nil if that is all ones. It halves A until the triangles
// are small; with op(A) lower,
//
//	op(A) = [A11  0 ]      Left:  X1 = A11^-1 B1, X2 = A22^-1 (B2 - A21 X1)
//	        [A21 A22]      Right: X2 = B2 A22^-1, X1 = (B1 - X2 A21) A11^-1
//
// and with op(A) upper the same with 1 and 2 exchanged. All but the small triangles is Gemm.
func trsmRecursive[T Float](k *asm.Kernels[T], side Side, uplo Uplo, t Trans, dinv []T, a, b Matrix[T]) {
	n := a.Rows
	lower := (uplo == Lower) != bool(t) // op(A) is lower triangular
	if n <= trsmBase {
		switch {
		case dinv != nil && slices.Contains(dinv, 0):
			trsmCareful(k, side, uplo, t, a, b)
		case side == Left:
			trsmColumns(k, a, t, !lower, dinv, b)
		default:
			trsmRows(k, a, t, lower, dinv, b)
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
	var d1, d2 []T
	if dinv != nil {
		d1, d2 = dinv[:n1], dinv[n1:]
	}
	var b1, b2 Matrix[T]
	if side == Left {
		b1, b2 = b.View(0, 0, n1, b.Cols), b.View(n1, 0, n2, b.Cols)
	} else {
		b1, b2 = b.View(0, 0, b.Rows, n1), b.View(0, n1, b.Rows, n2)
	}
	if first := side == Left; lower != first { // X2 comes first
		a11, a22, b1, b2, d1, d2 = a22, a11, b2, b1, d2, d1
	}
	trsmRecursive(k, side, uplo, t, d1, a11, b1)
	if side == Left {
		gemm(nil, k, t, NoTrans, -1, &off, &b1, 1, &b2)
	} else {
		gemm(nil, k, NoTrans, t, -1, &b1, &off, 1, &b2)
	}
	trsmRecursive(k, side, uplo, t, d2, a22, b2)
}

// trsmColumns overwrites B by the kernel: as many rows as op(A) has columns with the solution for the triangle on top of
// op(A), the others with what remains of them. reverse means that op(A) is a square upper triangle: the last row comes first.
func trsmColumns[T Float](k *asm.Kernels[T], a Matrix[T], t Trans, reverse bool, dinv []T, b Matrix[T]) {
	m, n := a.Rows, a.Cols
	rs, cs := a.Stride, 1 // element (i, j) of op(A) is a.Data[i*rs+j*cs]
	if t {
		m, n, rs, cs = n, m, cs, rs
	}
	l, first, ldb := &a.Data[0], 0, b.Stride
	var d *T
	if dinv != nil {
		d = &dinv[0]
	}
	ds := 1
	if reverse {
		l, first = &a.Data[(n-1)*(a.Stride+1)], (n-1)*ldb
		rs, cs, ldb, ds = -rs, -cs, -ldb, -1
		if d != nil {
			d = &dinv[n-1]
		}
	}
	step := max(1, trsmCall/(m*n)/trsmStrip) * trsmStrip
	for j := 0; j < b.Cols; j += step {
		k.Trsm(m, n, min(step, b.Cols-j), l, rs, cs, d, ds, &b.Data[first+j], ldb)
	}
}

// trsmRows solves X op(A) = B, that is op(A)' X' = B', on transposed strips of B. reverse means that op(A)' is upper.
func trsmRows[T Float](k *asm.Kernels[T], a Matrix[T], t Trans, reverse bool, dinv []T, b Matrix[T]) {
	n := a.Rows
	s := getScratch[T](n * trsmStrip)
	for i := 0; i < b.Rows; i += trsmStrip {
		w := min(trsmStrip, b.Rows-i)
		x := Matrix[T]{Rows: n, Cols: w, Stride: trsmStrip, Data: s.data}
		strip := b.Data[i*b.Stride:]
		transpose(x.Data, trsmStrip, strip, b.Stride, w, n)
		trsmColumns(k, a, !t, reverse, dinv, x)
		transpose(strip, b.Stride, x.Data, trsmStrip, n, w)
	}
	s.put()
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

// trsmCareful is trsm for a small A with elements on its diagonal that have no safe reciprocal, row after row.
func trsmCareful[T Float](k *asm.Kernels[T], side Side, uplo Uplo, t Trans, a, b Matrix[T]) {
	if side == Right {
		for i := range b.Rows { // x op(A) = b is op(A)' x' = b'
			trsv(k, uplo, !t, NonUnit, a, b.Row(i))
		}
		return
	}
	n := a.Rows
	rs, cs := a.Stride, 1
	if t {
		rs, cs = cs, rs
	}
	for l := range n {
		i, lo, hi := l, 0, l // row i of op(A) beside the diagonal has elements lo...hi
		if (uplo == Upper) != bool(t) {
			i = n - 1 - l
			lo, hi = i+1, n
		}
		x := b.Row(i)
		for c := lo; c < hi; c++ {
			axpy(k, -a.Data[i*rs+c*cs], b.Row(c), x)
		}
		divide(k, x, a.Data[i*rs+i*cs])
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
