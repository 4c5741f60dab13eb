package nonlinear

import (
	"math"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

func abs[T la.Float](x T) T {
	if x < 0 {
		return -x
	}
	return x
}

// magnitude is |x| as an integer: in the order of |x|, with infinity above all numbers and NaN above infinity. Its
// maxima need no branch, which signs and values that are as good as random would mislead.
func magnitude[T la.Float](x T) uint64 { return math.Float64bits(float64(x)) &^ (1 << 63) }

// maxAbs returns max|x|, NaN if any entry is NaN.
func maxAbs[T la.Float](x []T) T {
	var m0, m1 uint64
	for len(x) >= 2 {
		m0, m1 = max(m0, magnitude(x[0])), max(m1, magnitude(x[1]))
		x = x[2:]
	}
	if len(x) > 0 {
		m0 = max(m0, magnitude(x[0]))
	}
	return T(math.Float64frombits(max(m0, m1)))
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
