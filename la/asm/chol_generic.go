package asm

import (
	"math"
	"unsafe"
)

// CholRows is the number of rows of a panel of Kernels.Chol.
const CholRows = 8

// cholGeneric is Kernels.Chol.
func cholGeneric[T Float](k, lo, hi int, a *T, lda int, work *T) (bad int) {
	top := (*T)(unsafe.Add(unsafe.Pointer(a), -k*lda*int(unsafe.Sizeof(*a))))
	u := span(top, (k+CholRows-1)*lda+hi)
	inv := span(work, CholRows)
	for i := range CholRows {
		first := max(lo, i)
		row := u[(k+i)*lda+first:][:hi-first]
		for p := range k + i {
			axpyGeneric(-u[p*lda+i], u[p*lda+first:][:hi-first], row)
		}
		if lo == 0 {
			d := row[0]
			if !(d > 0) || d-d != 0 {
				bad |= 1 << i
			}
			inv[i] = 1 / T(math.Sqrt(float64(d)))
		}
		scalGeneric(inv[i], row)
	}
	return bad
}
