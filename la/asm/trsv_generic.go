package asm

// trsvLowerGeneric is Kernels.TrsvLower.
func trsvLowerGeneric[T Float](n int, a *T, lda int, x *T) {
	xs := span(x, n)
	for i := range n {
		for p, l := range span(at(a, i*lda), i) {
			xs[i] -= l * xs[p]
		}
	}
}

// trsvUpperGeneric is Kernels.TrsvUpper.
func trsvUpperGeneric[T Float](n int, a *T, lda int, x *T) {
	xs := span(x, n)
	for i := n - 1; i >= 0; i-- {
		row := span(at(a, i*lda+i), n-i)
		for p, u := range row[1:] {
			xs[i] -= u * xs[i+1+p]
		}
		xs[i] *= 1 / row[0]
	}
}

// trsvUpperTransGeneric is Kernels.TrsvUpperTrans.
func trsvUpperTransGeneric[T Float](n int, a *T, lda int, x *T) {
	xs := span(x, n)
	for i := range n {
		row := span(at(a, i*lda+i), n-i)
		xs[i] *= 1 / row[0]
		for p, u := range row[1:] {
			xs[i+1+p] -= u * xs[i]
		}
	}
}

// trsvLowerTransGeneric is Kernels.TrsvLowerTrans.
func trsvLowerTransGeneric[T Float](n int, a *T, lda int, x *T) {
	xs := span(x, n)
	for i := n - 1; i >= 0; i-- {
		for p, l := range span(at(a, i*lda), i) {
			xs[p] -= l * xs[i]
		}
	}
}
