package nm

import (
	"math"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

// isFloat32 folds to a constant in each instantiation.
func isFloat32[T la.Float]() bool { return unsafe.Sizeof(*new(T)) == 4 }

// smallest is the smallest positive T; tiny is the smallest of full precision.
func smallest[T la.Float]() T {
	if isFloat32[T]() {
		return T(math.SmallestNonzeroFloat32)
	}
	return T(math.SmallestNonzeroFloat64)
}

func tiny[T la.Float]() T { return smallest[T]() / (2 * epsilon[T]()) }

// finite says whether no element is NaN or infinite.
func finite[T la.Float](v []T) bool {
	if s := la.Asum(v); s-s == 0 {
		return true
	}
	for _, x := range v { // the sum of finite numbers may overflow
		if x-x != 0 {
			return false
		}
	}
	return true
}

// epsilon is the unit roundoff of T.
func epsilon[T la.Float]() T {
	if isFloat32[T]() {
		return 1.0 / (1 << 24)
	}
	return 1.0 / (1 << 53)
}

func inf[T la.Float]() T { return T(math.Inf(1)) }
