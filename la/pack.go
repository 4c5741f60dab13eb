package la

// packPanels copies an m x k operand, element (i, p) at src[i*rs+p*cs], to panels of r rows: element (i, p) goes to
// dst[i/r*r*k + p*r + i%r]. The last panel is filled up with rows of zeros. Rows (cs = 1) or columns (rs = 1) of the
// operand are contiguous; B is packed as its transpose.
func packPanels[T Float](dst []T, r, m, k int, src []T, rs, cs int) {
	whole := m / r * r
	if rs == 1 {
		packCopy(dst, r, whole, k, src, cs)
	} else {
		for i := 0; i < whole; i += r {
			packTranspose(dst[i*k:][:r*k], r, k, src[i*rs:], rs)
		}
	}
	if whole < m {
		packEdge(dst[whole*k:][:r*k], r, m-whole, k, src[whole*rs:], rs, cs)
	}
}

// packEdge packs one panel of w < r rows.
func packEdge[T Float](panel []T, r, w, k int, src []T, rs, cs int) {
	for p := range k {
		to := panel[p*r : (p+1)*r]
		for i := range w {
			to[i] = src[i*rs+p*cs]
		}
		clear(to[w:])
	}
}

// packCopy packs whole panels whose rows lie side by side. It reads src in its own order: panel by panel, rows of src
// would be touched once for every panel. The two widths of the AVX2 panels of B are moved as arrays, which compile to a
// few vector moves.
func packCopy[T Float](dst []T, r, m, k int, src []T, cs int) {
	for p := range k {
		to, from := dst[p*r:], src[p*cs:][:m]
		switch r {
		case 8:
			for i := 0; i < m; i += 8 {
				*(*[8]T)(to[i*k:]) = *(*[8]T)(from[i:])
			}
		case 16:
			for i := 0; i < m; i += 16 {
				*(*[16]T)(to[i*k:]) = *(*[16]T)(from[i:])
			}
		default:
			for i := 0; i < m; i += r {
				copy(to[i*k:][:r], from[i:])
			}
		}
	}
}

// packTranspose packs one whole panel whose columns lie side by side, a few rows at a time.
func packTranspose[T Float](panel []T, r, k int, src []T, rs int) {
	i := 0
	for ; i+4 <= r; i += 4 {
		x0, x1, x2, x3 := src[i*rs:][:k], src[(i+1)*rs:][:k], src[(i+2)*rs:][:k], src[(i+3)*rs:][:k]
		for p, v := range x0 {
			*(*[4]T)(panel[p*r+i:]) = [4]T{v, x1[p], x2[p], x3[p]}
		}
	}
	for ; i < r; i++ {
		for p, v := range src[i*rs:][:k] {
			panel[p*r+i] = v
		}
	}
}
