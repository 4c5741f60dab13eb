package la

// packRows copies an m x n operand, element (i, j) at src[i*rs+j*cs], to rows: element (i, j) goes to dst[i*ld+j]. The
// rows (cs = 1) or the columns (rs = 1) of the operand are contiguous.
func packRows[T Float](dst []T, ld int, src []T, rs, cs, m, n int) {
	if cs == 1 {
		for i := range m {
			copy(dst[i*ld:][:n], src[i*rs:])
		}
		return
	}
	for j := range n {
		for i, v := range src[j*cs:][:m] {
			dst[i*ld+j] = v
		}
	}
}
