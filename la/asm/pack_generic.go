package asm

// copyGeneric is Kernels.Copy.
func copyGeneric[T Float](dst *T, ldd int, src *T, lds, m, n int) {
	to, from := span(dst, (m-1)*ldd+n), span(src, (m-1)*lds+n)
	for i := range m {
		copy(to[i*ldd:][:n], from[i*lds:])
	}
}

// transposeGeneric is Kernels.Transpose, four rows of src at a time.
func transposeGeneric[T Float](dst *T, ldd int, src *T, lds, m, n int) {
	to, from := span(dst, (n-1)*ldd+m), span(src, (m-1)*lds+n)
	i := 0
	for ; i+4 <= m; i += 4 {
		x0, x1, x2, x3 := from[i*lds:][:n], from[(i+1)*lds:][:n], from[(i+2)*lds:][:n], from[(i+3)*lds:][:n]
		for j, v := range x0 {
			*(*[4]T)(to[j*ldd+i:]) = [4]T{v, x1[j], x2[j], x3[j]}
		}
	}
	for ; i < m; i++ {
		for j, v := range from[i*lds:][:n] {
			to[j*ldd+i] = v
		}
	}
}
