package asm

import "math"

// maxColumnsGeneric is Kernels.MaxColumns.
func maxColumnsGeneric[T Float](m, n int, x *T, ldx int, y *T, ldy int, diff, size *T, load bool) {
	xs, ys := span(x, (m-1)*ldx+n), span(y, (m-1)*ldy+n)
	diffs, sizes := span(diff, n), span(size, n)
	if !load {
		clear(diffs)
		clear(sizes)
	}
	for i := range m {
		u, v := xs[i*ldx:][:n], ys[i*ldy:][:n]
		for j, a := range u {
			diffs[j] = max(diffs[j], T(math.Abs(float64(a-v[j]))))
			sizes[j] = max(sizes[j], T(math.Abs(float64(a))))
		}
	}
}
