package asm

import "unsafe"

// ReflectRows is the largest number of rows that Kernels.Reflect works on.
const ReflectRows = 8

// reflectGeneric is Kernels.Reflect.
func reflectGeneric[T Float](m, below, above int, a *T, lda int, coef, sums *T) {
	first := (*T)(unsafe.Add(unsafe.Pointer(a), -above*lda*int(unsafe.Sizeof(*a))))
	rows := span(first, (above+below)*lda+m)
	c, s := span(coef, ReflectRows), span(sums, ReflectRows)
	clear(s)
	v, x := rows[(above-1)*lda:][:m], rows[above*lda:][:m]
	for r := range below + 1 {
		row := rows[(above+r)*lda:][:m]
		axpyGeneric(-c[r], v, row)
		s[r] = dotGeneric(x, row)
	}
	for r := 1; r <= above; r++ {
		s[ReflectRows-r] = dotGeneric(x, rows[(above-r)*lda:][:m])
	}
}
