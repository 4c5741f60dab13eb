package la_test

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
)

// BenchmarkLevel2 measures the functions of a matrix and a vector with the active kernels (NMCORE_ISA) on one worker.
func BenchmarkLevel2(b *testing.B) {
	b.Run("f64/isa="+asm.Active[float64]().Name, benchLevel2[float64])
	b.Run("f32/isa="+asm.Active[float32]().Name, benchLevel2[float32])
}

func benchLevel2[T la.Float](b *testing.B) {
	for _, n := range []int{8, 32, 64, 100, 300, 1000, 3000} {
		r := numtest.Rand(1)
		a, x, y := random[T](r, n, n), numtest.Uniform(r, make([]T, n)), make([]T, n)
		for i := range n { // solutions of a triangle of it neither grow nor decay
			a.Set(i, i, T(n))
		}
		times := max(1, 10000/(n*n))
		for _, op := range []struct {
			name  string
			flops int
			call  func()
		}{
			{"gemv", 2 * n * n, func() { la.Gemv(nil, la.NoTrans, 1, a, x, 0, y) }},
			{"gemvT", 2 * n * n, func() { la.Gemv(nil, la.Transpose, 1, a, x, 0, y) }},
			{"ger", 2 * n * n, func() { la.Ger(1e-9, x, y, a) }},
			{"trsvL", n * n, func() { la.Trsv(la.Lower, la.NoTrans, la.Unit, a, x) }},
			{"trsvU", n * n, func() { la.Trsv(la.Upper, la.NoTrans, la.NonUnit, a, x) }},
			{"trsvUT", n * n, func() { la.Trsv(la.Upper, la.Transpose, la.NonUnit, a, x) }},
			{"trsvLT", n * n, func() { la.Trsv(la.Lower, la.Transpose, la.Unit, a, x) }},
		} {
			b.Run(fmt.Sprintf("op=%s/n=%d", op.name, n), func(b *testing.B) {
				for b.Loop() {
					for range times {
						op.call()
					}
				}
				reportFlops(b, float64(op.flops*times))
			})
		}
	}
}
