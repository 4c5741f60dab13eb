package nm

import "github.com/neuralmodules/nmcore/la"

// maxPMatrix bounds the order IsPMatrix accepts: it does 2^n small eliminations.
const maxPMatrix = 16

// IsPMatrix reports whether all principal minors of I - W are positive, the sharp condition for one solution at every input and
// every activation with slopes in [0, 1]. W is square of at most 16 rows, else it panics: the question is co-NP-complete. The
// test is the recursion of Tsatsomeros & Li (BIT 40, 2000): A is a P-matrix if and only if a_11 > 0 and both A without its first
// row and column and the Schur complement of a_11 are P-matrices.
func IsPMatrix[T la.Float](w *la.Matrix[T]) bool {
	n := w.Rows
	if n != w.Cols {
		panic("nm: W is not square")
	}
	if n > maxPMatrix {
		panic("nm: too many nodes for the P-matrix test")
	}
	a := make([]float64, n*n)
	for i := range n {
		for j := range n {
			a[i*n+j] = -float64(w.At(i, j))
		}
		a[i*n+i]++
	}
	return isP(a, n)
}

// isP tests the n x n matrix a.
func isP(a []float64, n int) bool {
	if n == 0 {
		return true
	}
	if !(a[0] > 0) {
		return false
	}
	k := n - 1
	rest := make([]float64, k*k)
	for i := range k {
		copy(rest[i*k:(i+1)*k], a[(i+1)*n+1:])
	}
	if !isP(rest, k) {
		return false
	}
	for i := range k {
		f := a[(i+1)*n] / a[0]
		for j := range k {
			rest[i*k+j] -= f * a[j+1]
		}
	}
	return isP(rest, k)
}
