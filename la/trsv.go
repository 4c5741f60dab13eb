package la

import "github.com/neuralmodules/nmcore/la/asm"

// Triangles of at most trsvBase rows are solved by one call of a kernel, larger ones are halved: 512 rows take some 20
// microseconds from the second-level cache. A variable for the tests.
var trsvBase = 512

// trsv is Trsv without checks. Kernels exist for the two triangles of LU and their transposes; a diagonal without safe
// reciprocals takes the other way.
func trsv[T Float](k *asm.Kernels[T], uplo Uplo, t Trans, diag Diag, a Matrix[T], x []T) {
	if len(x) == 0 {
		return
	}
	if (uplo == Upper) != (diag == NonUnit) || diag == NonUnit && !invertible(a) {
		trsvRows(k, uplo, t, diag, a, x)
		return
	}
	solve := k.TrsvLower
	switch {
	case uplo == Upper && bool(t):
		solve = k.TrsvUpperTrans
	case uplo == Upper:
		solve = k.TrsvUpper
	case bool(t):
		solve = k.TrsvLowerTrans
	}
	trsvRecursive(k, solve, uplo, t, a, x)
}

// invertible reports whether all reciprocals of A's diagonal are exact to a rounding.
func invertible[T Float](a Matrix[T]) bool {
	tiny := safeMin[T]()
	for i := 0; i < len(a.Data); i += a.Stride + 1 {
		if d := abs(a.Data[i]); !(d >= tiny && d <= 1/tiny) {
			return false
		}
	}
	return true
}

// trsvRecursive solves by kernel calls on the diagonal blocks.
func trsvRecursive[T Float](k *asm.Kernels[T], solve func(n int, a *T, lda int, x *T), uplo Uplo, t Trans, a Matrix[T], x []T) {
	n := a.Rows
	if n <= trsvBase {
		solve(n, &a.Data[0], a.Stride, &x[0])
		return
	}
	n1 := split(n, trsvBase)
	a11, a22, off := a.View(0, 0, n1, n1), a.View(n1, n1, n-n1, n-n1), a.View(n1, 0, n-n1, n1)
	first, second := x[:n1], x[n1:]
	if uplo == Upper {
		off = a.View(0, n1, n1, n-n1)
	}
	if (uplo == Upper) != bool(t) { // the last row comes first
		a11, a22, first, second = a22, a11, second, first
	}
	trsvRecursive(k, solve, uplo, t, a11, first)
	for i := range off.Rows {
		if t {
			axpy(k, -first[i], off.Row(i), second)
		} else {
			second[i] -= dot(k, off.Row(i), first)
		}
	}
	trsvRecursive(k, solve, uplo, t, a22, second)
}

// trsvRows is trsv for every triangle. Rows of A are contiguous, so A itself is used by dot products with its rows, its
// transpose by adding multiples of its rows to x.
func trsvRows[T Float](k *asm.Kernels[T], uplo Uplo, t Trans, diag Diag, a Matrix[T], x []T) {
	n := a.Rows
	forward := (uplo == Lower) != bool(t) // op(A) is lower triangular
	for l := range n {
		i := l
		if !forward {
			i = n - 1 - l
		}
		row := a.Data[i*a.Stride : i*a.Stride+n]
		lo, hi := 0, i // A's elements beside the diagonal in row i
		if uplo == Upper {
			lo, hi = i+1, n
		}
		if !t {
			x[i] -= dot(k, row[lo:hi], x[lo:hi])
		}
		if diag == NonUnit {
			x[i] /= row[i]
		}
		if t {
			axpy(k, -x[i], row[lo:hi], x[lo:hi])
		}
	}
}
