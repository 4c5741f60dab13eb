// Package numtest holds what the tests of numerical code share: comparisons that
// print index, got, want and the distance in units in the last place, memory
// that faults when it is overrun, residual ratios in LAPACK's scaling, and
// seeded random operands. Only _test files import it.
//
// Matrices are row-major slices with a stride: element (i, j) of a is a[i*lda+j].
package numtest

import "unsafe"

// Float is the set of element types under test.
type Float interface{ float32 | float64 }

// TB is the part of testing.TB the helpers need.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// Eps returns the unit roundoff u of T: 2^-24 or 2^-53.
func Eps[T Float]() float64 {
	if unsafe.Sizeof(*new(T)) == 4 {
		return 0x1p-24
	}
	return 0x1p-53
}
