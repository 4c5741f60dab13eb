package nm

import (
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
