package la

import "github.com/neuralmodules/nmcore/la/asm"

// Triangles of at most trsvBase rows are solved by one call of a kernel, larger ones are halved: 256 rows are gemvTask
// elements. Triangles without a kernel are halved down to trsvRowsBase. Variables for the tests.
var (
	trsvBase     = 256
	trsvRowsBase = 16
)

// trsv is Trsv without checks. Kernels exist for the two triangles of LU and their transposes; other triangles and a
// diagonal without safe reciprocals are solved row by row.
func trsv[T Float](k *asm.Kernels[T], uplo Uplo, t Trans, diag Diag, a Matrix[T], x []T) {
	var kernel func(n int, a *T, lda int, x *T)
	switch {
	case len(x) == 0:
		return
	case (uplo == Upper) != (diag == NonUnit) || diag == NonUnit && !invertible(a):
	case uplo == Upper && bool(t):
		kernel = k.TrsvUpperTrans
	case uplo == Upper:
		kernel = k.TrsvUpper
	case bool(t):
		kernel = k.TrsvLowerTrans
	default:
		kernel = k.TrsvLower
	}
	trsvRecursive(k, kernel, uplo, t, diag, a, x)
}

// invertible reports whether all reciprocals of A's diagonal are exact to a rounding.
func invertible[T Float](a Matrix[T]) bool {
	tiny := safeMin[T]()
	for i := range a.Rows {
		if d := abs(a.Data[i*(a.Stride+1)]); !(d >= tiny && d <= 1/tiny) {
			return false
		}
	}
	return true
}

// trsvRecursive solves with the diagonal blocks by the kernel, if there is one, and takes the rest of A by gemv.
func trsvRecursive[T Float](k *asm.Kernels[T], kernel func(n int, a *T, lda int, x *T), uplo Uplo, t Trans, diag Diag, a Matrix[T], x []T) {
	n, base := a.Rows, trsvBase
	if kernel == nil {
		base = trsvRowsBase
	}
	switch {
	case n > base:
	case kernel == nil:
		trsvRows(uplo, t, diag, a, x)
		return
	default:
		kernel(n, &a.Data[0], a.Stride, &x[0])
		return
	}
	n1 := split(n, base)
	a11, a22, off := a.View(0, 0, n1, n1), a.View(n1, n1, n-n1, n-n1), a.View(n1, 0, n-n1, n1)
	first, second := x[:n1], x[n1:]
	if uplo == Upper {
		off = a.View(0, n1, n1, n-n1)
	}
	if (uplo == Upper) != bool(t) { // the last row comes first
		a11, a22, first, second = a22, a11, second, first
	}
	trsvRecursive(k, kernel, uplo, t, diag, a11, first)
	gemv(k, t, -1, off, first, 1, second)
	trsvRecursive(k, kernel, uplo, t, diag, a22, second)
}

// trsvRows is trsv for a small triangle of any kind: A itself is used by dot products with its rows, its transpose by
// adding multiples of its rows to x.
func trsvRows[T Float](uplo Uplo, t Trans, diag Diag, a Matrix[T], x []T) {
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
		v := x[i]
		if !t {
			for j := lo; j < hi; j++ {
				v -= row[j] * x[j]
			}
		}
		if diag == NonUnit {
			v /= row[i]
		}
		x[i] = v
		if t {
			for j := lo; j < hi; j++ {
				x[j] -= v * row[j]
			}
		}
	}
}
