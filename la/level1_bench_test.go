package la_test

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
)

// BenchmarkLevel1 measures the vector functions of the active kernels (NMCORE_ISA) as programs call them, on vectors from
// a few cache lines to memory.
func BenchmarkLevel1(b *testing.B) {
	b.Run("f64/isa="+asm.Active[float64]().Name, benchLevel1[float64])
	b.Run("f32/isa="+asm.Active[float32]().Name, benchLevel1[float32])
}

func benchLevel1[T la.Float](b *testing.B) {
	for _, n := range []int{32, 100, 1000, 10000, 1000000} {
		r := numtest.Rand(1)
		x, y := numtest.Uniform(r, make([]T, n)), numtest.Uniform(r, make([]T, n))
		times := max(1, 10000/n) // calls a turn: the benchmark's own loop costs as much as a short call
		var result T             // not a sum, whose chain would be slower than a short call
		for _, op := range []struct {
			name  string
			flops int
			call  func()
		}{
			{"dot", 2 * n, func() { result = la.Dot(x, y) }},
			{"axpy", 2 * n, func() { la.Axpy(1e-9, x, y) }},
			{"scal", n, func() { la.Scal(1, x) }},
			{"nrm2", 2 * n, func() { result = la.Nrm2(x) }},
			{"asum", n, func() { result = la.Asum(x) }},
			{"iamax", n, func() { result = T(la.Iamax(x)) }},
		} {
			b.Run(fmt.Sprintf("op=%s/n=%d", op.name, n), func(b *testing.B) {
				for b.Loop() {
					for range times {
						op.call()
					}
				}
				reportFlops(b, float64(op.flops*times))
				_ = result
			})
		}
	}
}
