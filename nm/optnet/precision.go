package optnet

import (
	"math"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

// isFloat32 folds to a constant in each instantiation.
func isFloat32[T la.Float]() bool { return unsafe.Sizeof(*new(T)) == 4 }

// epsilon is the unit roundoff of T.
func epsilon[T la.Float]() T {
	if isFloat32[T]() {
		return 1.0 / (1 << 24)
	}
	return 1.0 / (1 << 53)
}

// power returns a power of two within a factor of two of x > 0, and 1 for every other x. Its square is representable.
func power[T la.Float](x T) T {
	if !(x > 0) || math.IsInf(float64(x), 0) {
		return 1
	}
	limit := 500
	if isFloat32[T]() {
		limit = 60
	}
	_, e := math.Frexp(float64(x))
	return T(math.Ldexp(1, min(max(e, -limit), limit)))
}

func sqrt[T la.Float](x T) T { return T(math.Sqrt(float64(x))) }

func abs[T la.Float](x T) T { return T(math.Abs(float64(x))) }

// maxAbs returns max|x_i|, NaN if one is.
func maxAbs[T la.Float](x []T) T {
	if i := la.Iamax(x); i >= 0 {
		return abs(x[i])
	}
	return 0
}

func finite[T la.Float](x []T) bool { return maxAbs(x) <= largest[T]() }

func largest[T la.Float]() T {
	if isFloat32[T]() {
		return T(math.MaxFloat32)
	}
	v := math.MaxFloat64
	return T(v)
}

// grow returns a slice of length n, x itself if it is large enough; the elements are arbitrary.
func grow[E any](x []E, n int) []E {
	if cap(x) < n {
		return make([]E, n)
	}
	return x[:n]
}

// reshape makes m rows x cols without padding, in its own storage if that is large enough; the elements are arbitrary.
func reshape[T la.Float](m *la.Matrix[T], rows, cols int) {
	*m = la.Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: grow(m.Data, rows*cols)}
}
