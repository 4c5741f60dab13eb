package la

// packPanels copies an m x k operand, element (i, p) at src[i*rs+p*cs], to panels of r rows: element (i, p) goes to
// dst[i/r*r*k + p*r + i%r]. The last panel is filled up with rows of zeros. Rows (rs = 1) or columns (cs = 1) of the
// operand are contiguous; B is packed as its transpose.
func packPanels[T Float](dst []T, r, m, k int, src []T, rs, cs int) {
	for i := 0; i < m; i += r {
		panel, w := dst[i*k:][:r*k], min(r, m-i)
		switch {
		case w < r:
			packEdge(panel, r, w, k, src[i*rs:], rs, cs)
		case rs == 1:
			packCopy(panel, r, k, src[i:], cs)
		default:
			packTranspose(panel, r, k, src[i*rs:], rs, cs)
		}
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

// packCopy packs one whole panel whose rows lie side by side. The two widths of the AVX2 panels of B are moved as
// arrays, which compile to a few vector moves.
func packCopy[T Float](panel []T, r, k int, src []T, cs int) {
	for p := range k {
		to, from := panel[p*r:(p+1)*r], src[p*cs:p*cs+r]
		switch r {
		case 8:
			*(*[8]T)(to) = *(*[8]T)(from)
		case 16:
			*(*[16]T)(to) = *(*[16]T)(from)
		default:
			copy(to, from)
		}
	}
}

// packTranspose packs one whole panel, two rows at a time (r is even).
func packTranspose[T Float](panel []T, r, k int, src []T, rs, cs int) {
	for i := 0; i < r; i += 2 {
		x, y := src[i*rs:], src[(i+1)*rs:]
		if cs == 1 {
			x, y = x[:k], y[:k]
			to := panel[i:]
			for p, v := range x {
				to[p*r], to[p*r+1] = v, y[p]
			}
			continue
		}
		for p := range k {
			panel[p*r+i], panel[p*r+i+1] = x[p*cs], y[p*cs]
		}
	}
}
