package asm

// trsvLowerGeneric is Kernels.TrsvLower.
func trsvLowerGeneric[T Float](n int, a *T, lda int, x *T) {
	xs := span(x, n)
	for i := range n {
		xs[i] -= dotGeneric(span(at(a, i*lda), i), xs)
	}
}

// trsvUpperGeneric is Kernels.TrsvUpper.
func trsvUpperGeneric[T Float](n int, a *T, lda int, x *T) {
	xs := span(x, n)
	for i := n - 1; i >= 0; i-- {
		row := span(at(a, i*lda+i), n-i)
		xs[i] = (xs[i] - dotGeneric(row[1:], xs[i+1:])) * (1 / row[0])
	}
}

// trsvUpperTransGeneric is Kernels.TrsvUpperTrans.
func trsvUpperTransGeneric[T Float](n int, a *T, lda int, x *T) {
	xs := span(x, n)
	for i := range n {
		row := span(at(a, i*lda+i), n-i)
		xs[i] *= 1 / row[0]
		axpyGeneric(-xs[i], row[1:], xs[i+1:])
	}
}

// trsvLowerTransGeneric is Kernels.TrsvLowerTrans.
func trsvLowerTransGeneric[T Float](n int, a *T, lda int, x *T) {
	xs := span(x, n)
	for i := n - 1; i >= 0; i-- {
		axpyGeneric(-xs[i], span(at(a, i*lda), i), xs)
	}
}
