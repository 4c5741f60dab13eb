package peak

import (
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/la/asm"
)

// TestNames holds that every record of kernels has loops, in the same order.
func TestNames(t *testing.T) {
	var got, want []string
	for _, l := range All() {
		got = append(got, l.ISA)
	}
	for _, k := range asm.All[float64]() {
		want = append(want, k.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("loops of %v, kernels of %v", got, want)
	}
}

func TestLoops(t *testing.T) {
	for _, l := range All() {
		t.Run(l.ISA, func(t *testing.T) {
			for _, n := range []int{0, Block, 3 * Block, 2*chunk + Block} {
				dst, x, y := make([]float64, n+1), make([]float64, n), make([]float64, n)
				dst[n] = -1
				for i := range x {
					x[i], y[i] = float64(i), float64(2*i+1)
				}
				l.Read(x)
				l.Triad(dst[:n], x, y)
				for i := range x {
					if want := x[i] + 3*y[i]; dst[i] != want {
						t.Fatalf("triad of %d: element %d is %v, want %v", n, i, dst[i], want)
					}
				}
				if dst[n] != -1 {
					t.Fatalf("triad of %d wrote behind its end", n)
				}
			}
			for _, f := range []func(int){l.FMA32, l.FMA64} {
				if f != nil {
					f(1)
					f(100)
				}
			}
		})
	}
}
