package nonlinear

import (
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

func abs[T la.Float](x T) T {
	if x < 0 {
		return -x
	}
	return x
}

// maxAbs returns max|x|, NaN if any entry is NaN.
func maxAbs[T la.Float](x []T) T {
	var m T
	for _, v := range x {
		if a := abs(v); !(a <= m) {
			m = a
			if a != a {
				return a
			}
		}
	}
	return m
}

// eps returns the distance from 1 to the next larger T.
func eps[T la.Float]() T {
	if unsafe.Sizeof(T(0)) == 4 {
		return 1.0 / (1 << 23)
	}
	return 1.0 / (1 << 52)
}

// sqrtEps returns the square root of eps, nearly.
func sqrtEps[T la.Float]() T {
	if unsafe.Sizeof(T(0)) == 4 {
		return 1.0 / (1 << 11)
	}
	return 1.0 / (1 << 26)
}

// fit returns a slice of length n, s itself where it is long enough.
func fit[E any](s []E, n int) []E {
	if cap(s) < n {
		s = append(s[:cap(s)], make([]E, n-cap(s))...)
	}
	return s[:n]
}

// fitMatrix makes m rows x cols without padding; the entries are left as they come.
func fitMatrix[T la.Float](m *la.Matrix[T], rows, cols int) {
	m.Data = fit(m.Data, rows*cols)
	m.Rows, m.Cols, m.Stride = rows, cols, cols
}
