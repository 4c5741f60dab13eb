package numtest

import "unsafe"

// End says which end of a guarded slice touches the page that faults.
type End int

const (
	Front End = iota // the byte before element 0 faults
	Back             // the byte after the last element faults
)

// Guarded returns n zero elements with an inaccessible page directly before or
// after them, where the system allows it (elsewhere plain memory). It is
// released when the test ends.
func Guarded[T Float](t TB, n int, end End) []T {
	t.Helper()
	if n == 0 {
		return nil
	}
	size := n * int(unsafe.Sizeof(*new(T)))
	b := guardedBytes(t, size, end)
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), n)
}
