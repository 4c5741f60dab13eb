package asm

import "unsafe"

// trsmGeneric is Kernels.Trsm.
func trsmGeneric[T Float](m, k, n int, l *T, rs, cs int, dinv *T, ds int, b *T, ldb int) {
	for p := range k {
		x := span(at(b, p*ldb), n)
		if dinv != nil {
			scalGeneric(*at(dinv, p*ds), x)
		}
		for i := p + 1; i < m; i++ {
			axpyGeneric(-*at(l, i*rs+p*cs), x, span(at(b, i*ldb), n))
		}
	}
}

// at returns the element i after p, before it if i is negative.
func at[T Float](p *T, i int) *T {
	return (*T)(unsafe.Add(unsafe.Pointer(p), i*int(unsafe.Sizeof(*p))))
}
