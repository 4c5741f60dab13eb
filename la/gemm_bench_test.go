package la_test

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

func benchGemm[T la.Float](b *testing.B) {
	for _, size := range [][3]int{{4, 4, 4}, {16, 16, 16}, {64, 64, 64}, {128, 128, 128}, {256, 256, 256}, {512, 512, 512}, {1000, 1000, 1000}, {64, 512, 512}, {64, 1000, 1000}} {
		b.Run(fmt.Sprintf("m=%d/n=%d/k=%d", size[0], size[1], size[2]), func(b *testing.B) {
			x := newProduct(gemmTransposes[0], size[0], size[1], size[2], 0, uniform[T](numtest.Rand(1)))
			for b.Loop() {
				x.run(nil, 1, 0)
			}
			reportFlops(b, 2*float64(size[0])*float64(size[1])*float64(size[2]))
		})
	}
}

// BenchmarkGemm measures the active kernels (NMCORE_ISA) on one worker.
func BenchmarkGemm(b *testing.B) {
	b.Run("type=float64", benchGemm[float64])
	b.Run("type=float32", benchGemm[float32])
}
