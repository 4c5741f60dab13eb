package asm

// trsvlGeneric is Kernels.TrsvL, trsvuGeneric is Kernels.TrsvU: row by row, by the dot product with the unknowns that are
// known.
func trsvlGeneric[T Float](n int, a *T, lda int, x *T, unit bool) {
	as, xs := span(a, (n-1)*lda+n), span(x, n)
	for i := range xs {
		xs[i] -= dotGeneric(as[i*lda:i*lda+i], xs)
		if !unit {
			xs[i] /= as[i*lda+i]
		}
	}
}

func trsvuGeneric[T Float](n int, a *T, lda int, x *T, unit bool) {
	as, xs := span(a, (n-1)*lda+n), span(x, n)
	for i := n - 1; i >= 0; i-- {
		xs[i] -= dotGeneric(as[i*lda+i+1:i*lda+n], xs[i+1:])
		if !unit {
			xs[i] /= as[i*lda+i]
		}
	}
}

// trsvltGeneric is Kernels.TrsvLT, trsvutGeneric is Kernels.TrsvUT: row by row of A, by taking multiples of it from the
// unknowns that are left.
func trsvltGeneric[T Float](n int, a *T, lda int, x *T, unit bool) {
	as, xs := span(a, (n-1)*lda+n), span(x, n)
	for i := n - 1; i >= 0; i-- {
		if !unit {
			xs[i] /= as[i*lda+i]
		}
		axpyGeneric(-xs[i], as[i*lda:i*lda+i], xs)
	}
}

func trsvutGeneric[T Float](n int, a *T, lda int, x *T, unit bool) {
	as, xs := span(a, (n-1)*lda+n), span(x, n)
	for i := range xs {
		if !unit {
			xs[i] /= as[i*lda+i]
		}
		axpyGeneric(-xs[i], as[i*lda+i+1:i*lda+n], xs[i+1:])
	}
}
