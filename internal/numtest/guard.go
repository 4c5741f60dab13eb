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

// Scope is a TB whose cleanups run at Close, for tests that guard thousands of slices.
type Scope struct {
	TB
	cleanups []func()
}

// NewScope returns a scope that reports to t.
func NewScope(t TB) *Scope { return &Scope{TB: t} }

// Cleanup registers f for Close.
func (s *Scope) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

// Close runs the cleanups, last first.
func (s *Scope) Close() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
	s.cleanups = nil
}
