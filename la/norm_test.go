package la_test

import (
	"testing"

	"github.com/neuralmodules/nmcore/la"
)

// TestAddAbs: small integers are exact in any order, at lengths around vectors and chunks; wrong lengths panic.
func TestAddAbs(t *testing.T) { forBoth(t, testAddAbs[float64], testAddAbs[float32]) }

func testAddAbs[T la.Float](t *testing.T) {
	for _, n := range []int{0, 1, 7, 16, 33, 1000, 16384, 16385, 40001} {
		x, y := make([]T, n), make([]T, n)
		want := T(0)
		for i := range x {
			x[i], y[i] = T(i%15-7), T(i%4)
			want += max(x[i], -x[i])
		}
		if got := la.AddAbs(x, y); got != want {
			t.Fatalf("%d: sum %v, want %v", n, got, want)
		}
		for i, v := range y {
			if v != T(i%4)+max(x[i], -x[i]) {
				t.Fatalf("%d: y[%d] = %v", n, i, v)
			}
		}
	}
	defer func() {
		if recover() == nil {
			t.Fatal("no panic for vectors of two lengths")
		}
	}()
	la.AddAbs(make([]T, 2), make([]T, 3))
}
