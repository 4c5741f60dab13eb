package la

import (
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
)

// maxSmall bounds rows, columns and stride of the operands of a small product.
const maxSmall = 1 << 12

// reach returns how many elements lie from the first of m to its last, 0 if m is nil, wrong, empty or not small.
func reach[T Float](m *Matrix[T]) int {
	if m == nil || uint(m.Rows-1) >= maxSmall || uint(m.Stride-1) >= maxSmall || uint(m.Cols-1) >= uint(m.Stride) {
		return 0
	}
	r := (m.Rows-1)*m.Stride + m.Cols
	if r > len(m.Data) {
		return 0
	}
	return r
}

// apart reports whether the memory from x's first element to its last and that of y do not meet.
func apart[T Float](x *Matrix[T], rx int, y *Matrix[T], ry int) bool {
	size := unsafe.Sizeof(*new(T))
	px, py := uintptr(unsafe.Pointer(unsafe.SliceData(x.Data))), uintptr(unsafe.Pointer(unsafe.SliceData(y.Data)))
	return px+uintptr(rx)*size <= py || py+uintptr(ry)*size <= px
}

// directSize bounds the elements of op(A) and of op(B) in a product that strips computes. One call of a kernel is at most
// 2*directSize*NR flops, 25 microseconds for the AVX-512 kernels on Zen 5.
const directSize = 1 << 16

// byStrips computes C = alpha*op(A)*B + beta*C strip by strip, the operands in place, the sums in one piece.
func byStrips[T Float](kernels *asm.Kernels[T], m, n, k int, alpha T, a *T, rsa, csa int, b []T, rsb int, beta T, c []T, ldc int) {
	for j, w := 0, 0; j < n; j += w {
		w = width(kernels, n-j)
		kernels.Gemm(k, a, rsa, csa, &b[j], rsb, &b[min(j+w, n-1)], &c[j], ldc, m, w, alpha, beta)
	}
}

// width returns how many of the rest columns that are left the next strip takes: NR, but the last two strips share what
// is left by whole vectors, for a strip of one vector is slower than two of two.
func width[T Float](kernels *asm.Kernels[T], rest int) int {
	return stripColumns(kernels.NR, kernels.Vec, rest)
}

// stripColumns is width for strips of at most nr columns and vectors of vec.
func stripColumns(nr, vec, rest int) int {
	switch {
	case rest <= nr:
		return rest
	case rest < 2*nr:
		return (rest/2 + vec - 1) &^ (vec - 1)
	}
	return nr
}

// strip returns the first column and the number of columns of strip t of n columns.
func strip(nr, vec, n, t int) (j, w int) {
	j = t * nr
	if rest := n - j + nr; t > 0 && rest < 2*nr { // the strip before is narrower
		j += stripColumns(nr, vec, rest) - nr
	}
	return j, stripColumns(nr, vec, n-j)
}
