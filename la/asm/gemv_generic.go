package asm

// gemvGeneric is Kernels.Gemv: element i of the product is dotGeneric of row i and x.
func gemvGeneric[T Float](m, n int, alpha T, a *T, lda int, x, y *T, load bool) {
	as, xs, ys := span(a, (m-1)*lda+n), span(x, n), span(y, m)
	for i := range ys {
		s := alpha * dotGeneric(as[i*lda:i*lda+n], xs)
		if load {
			s += ys[i]
		}
		ys[i] = s
	}
}

// gemvtGeneric is Kernels.GemvT: element j of the product is one chain of additions over the rows. Four columns at a
// time stay in registers. The conversions round the products: a compiler that fused them in one of the two loops
// only would make the bits of a column depend on those beside it.
func gemvtGeneric[T Float](m, n int, alpha T, a *T, lda int, x, y *T, load bool) {
	as, xs, ys := span(a, (m-1)*lda+n), span(x, m), span(y, n)
	for j := 0; j < n; j += 4 {
		var s [4]T
		w := min(4, n-j)
		if w == 4 {
			var s0, s1, s2, s3 T
			for i, v := range xs {
				row := as[i*lda+j:][:4]
				s0 += T(v * row[0])
				s1 += T(v * row[1])
				s2 += T(v * row[2])
				s3 += T(v * row[3])
			}
			s = [4]T{s0, s1, s2, s3}
		} else {
			for i, v := range xs {
				for l, e := range as[i*lda+j:][:w] {
					s[l] += T(v * e)
				}
			}
		}
		for l, v := range s[:w] {
			if load {
				ys[j+l] += T(alpha * v)
			} else {
				ys[j+l] = alpha * v
			}
		}
	}
}

// gerGeneric is Kernels.Ger.
func gerGeneric[T Float](m, n int, alpha T, x, y, a *T, lda int) {
	ys, as := span(y, n), span(a, (m-1)*lda+n)
	for i, v := range span(x, m) {
		axpyGeneric(alpha*v, ys, as[i*lda:])
	}
}
