package asm

import (
	"math"
	"unsafe"
)

// luPanelGeneric is Kernels.LUPanel: right-looking, in place; it does not use work.
func luPanelGeneric[T Float](m, w int, a *T, lda int, piv *int32, row int, _ *T, _ int) int {
	as, pivots := span(a, (m-1)*lda+w), unsafe.Slice(piv, w)
	bad := -1
	for c := range w {
		p := c
		for i := c + 1; i < m; i++ {
			if x := as[i*lda+c]; !(magnitude(x) <= magnitude(as[p*lda+c])) && as[p*lda+c] == as[p*lda+c] {
				p = i // larger, or the first NaN
			}
		}
		pivots[c] = int32(row + p)
		top := as[c*lda:][:w]
		if p != c {
			for j, v := range as[p*lda:][:w] {
				as[p*lda+j], top[j] = top[j], v
			}
		}
		d := top[c]
		if bad < 0 && (d == 0 || d-d != 0) {
			bad = c
		}
		scale := T(1)
		if magnitude(d) < smallest[T]() && d != 0 { // 1/d may be infinite
			scale = 0x1p100
		}
		r := 1 / (d * scale)
		if d == 0 { // nothing below but zeros
			r = 1
		}
		for i := c + 1; i < m; i++ {
			x := as[i*lda:][:w]
			x[c] = x[c] * scale * r
			for j := c + 1; j < w; j++ {
				x[j] -= x[c] * top[j]
			}
		}
	}
	return bad
}

// magnitude returns |x|.
func magnitude[T Float](x T) T { return T(math.Abs(float64(x))) }

// smallest is the smallest normal number.
func smallest[T Float]() T {
	if unsafe.Sizeof(*new(T)) == 4 {
		return 0x1p-126
	}
	return 0x1p-1022
}

// swapRowsGeneric is Kernels.SwapRows.
func swapRowsGeneric[T Float](n, lo, hi, step int, a *T, lda int, piv *int32) {
	for i := lo; i != hi; i += step {
		j := int(*(*int32)(unsafe.Add(unsafe.Pointer(piv), 4*i)))
		if j == i {
			continue
		}
		x, y := span(at(a, i*lda), n), span(at(a, j*lda), n)
		for l, v := range x {
			x[l], y[l] = y[l], v
		}
	}
}

// copyAbsGeneric is Kernels.CopyAbs.
func copyAbsGeneric[T Float](m, n int, dst *T, ldd int, src *T, lds int, sum *T) {
	s := span(sum, n)
	for i := range m {
		x, y := span(at(src, i*lds), n), span(at(dst, i*ldd), n)
		for j, v := range x {
			y[j] = v
			s[j] += magnitude(v)
		}
	}
}
