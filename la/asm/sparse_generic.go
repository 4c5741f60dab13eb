package asm

import "unsafe"

// gemvRowsGeneric is Kernels.GemvRows: element i of the product is dotGeneric of row rows[i] and x.
func gemvRowsGeneric[T Float](m, n int, alpha T, a *T, lda int, x, y *T, load bool, rows *int32) {
	xs, ys := span(x, n), span(y, m)
	for i, row := range unsafe.Slice(rows, m) {
		s := alpha * dotGeneric(rowAt(a, lda, row, n), xs)
		if load {
			s += ys[i]
		}
		ys[i] = s
	}
}

// sparseGeneric is Kernels.Sparse: element (i, j) of the product is one chain of additions over the entries of row i in their
// order, and none without entries; columns four at a time in registers and the products rounded as in gemvtGeneric.
func sparseGeneric[T Float](m, n int, alpha T, start *int, col *int32, val, b *T, ldb int, c *T, ldc int, load bool) {
	starts := unsafe.Slice(start, m+1)
	cols, vals := unsafe.Slice(col, starts[m]), span(val, starts[m])
	for i := range m {
		cols, vals := cols[starts[i]:starts[i+1]], vals[starts[i]:starts[i+1]]
		out := span(c, (m-1)*ldc+n)[i*ldc:][:n]
		if len(vals) == 0 {
			if !load {
				clear(out)
			}
			continue
		}
		for j := 0; j < n; j += 4 {
			var s [4]T
			w := min(4, n-j)
			if w == 4 {
				var s0, s1, s2, s3 T
				for e, v := range vals {
					row := rowAt(b, ldb, cols[e], n)[j:][:4]
					s0 += T(v * row[0])
					s1 += T(v * row[1])
					s2 += T(v * row[2])
					s3 += T(v * row[3])
				}
				s = [4]T{s0, s1, s2, s3}
			} else {
				for e, v := range vals {
					for l, x := range rowAt(b, ldb, cols[e], n)[j:] {
						s[l] += T(v * x)
					}
				}
			}
			for l, v := range s[:w] {
				if load {
					out[j+l] += T(alpha * v)
				} else {
					out[j+l] = alpha * v
				}
			}
		}
	}
}

// rowAt returns the n elements of row i of a.
func rowAt[T Float](a *T, lda int, i int32, n int) []T {
	return span((*T)(unsafe.Add(unsafe.Pointer(a), uintptr(int(i)*lda)*unsafe.Sizeof(*a))), n)
}
