package la_test

import (
	"testing"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

func TestScratch(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 8, 9, 1000, 1 << 16, 1<<16 + 1} {
		a, putA := la.Scratch[float64](n)
		b, putB := la.Scratch[float32](n)
		if len(a) < n || len(b) < n {
			t.Errorf("asked for %d, got %d and %d", n, len(a), len(b))
		}
		if p, q := uintptr(unsafe.Pointer(&a[0])), uintptr(unsafe.Pointer(&b[0])); p%64 != 0 || q%64 != 0 {
			t.Errorf("n=%d: not on a cache line: %#x, %#x", n, p, q)
		}
		putA()
		putB()
	}
	a, putA := la.Scratch[float64](100)
	b, putB := la.Scratch[float64](100)
	if &a[0] == &b[0] {
		t.Error("the same memory twice")
	}
	putA()
	putB()
}
