package asm

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

func BenchmarkLUPanel(b *testing.B) {
	b.Run("f64", benchLUPanel[float64])
	b.Run("f32", benchLUPanel[float32])
}

// benchLUPanel factors the first eight columns of m rows, copied before.
func benchLUPanel[T Float](b *testing.B) {
	for _, k := range All[T]() {
		for _, m := range []int{8, 16, 32, 64, 256, 1000} {
			ld := (m + 31) &^ 15
			a, panel, work := numtest.Uniform(numtest.Rand(1), make([]T, m*8)), make([]T, m*8), make([]T, 8*ld)
			piv := make([]int32, 8)
			b.Run(fmt.Sprintf("isa=%s/m=%d", k.Name, m), func(b *testing.B) {
				for b.Loop() {
					copy(panel, a)
					k.LUPanel(m, 8, &panel[0], 8, &piv[0], 0, &work[0], ld)
				}
			})
		}
	}
}
