package la

import "github.com/neuralmodules/nmcore/la/asm"

// packRows copies an m x n operand, element (i, j) at src[i*rs+j*cs], to rows: element (i, j) goes to dst[i*ld+j]. The
// rows (cs = 1) or the columns (rs = 1) of the operand are contiguous. One call of a kernel moves at most chunk elements
// and a row more.
func packRows[T Float](k *asm.Kernels[T], dst []T, ld int, src []T, rs, cs, m, n int) {
	if cs == 1 {
		for step, i := chunk/n+1, 0; i < m; i += step {
			k.Copy(&dst[i*ld], ld, &src[i*rs], rs, min(step, m-i), n)
		}
		return
	}
	for step, j := chunk/m+1, 0; j < n; j += step {
		k.Transpose(&dst[j], ld, &src[j*cs], cs, min(step, n-j), m)
	}
}

// takeColumn copies the one column of b to x.
func takeColumn[T Float](k *asm.Kernels[T], x []T, b Matrix[T]) {
	packRows(k, x, len(x), b.Data, 1, b.Stride, 1, len(x))
}

// putColumn copies x to the one column of b.
func putColumn[T Float](k *asm.Kernels[T], b Matrix[T], x []T) {
	packRows(k, b.Data, b.Stride, x, 1, len(x), len(x), 1)
}
