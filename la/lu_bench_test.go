package la_test

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

func BenchmarkLU(b *testing.B) {
	b.Run("f64/isa="+asm.Active[float64]().Name, benchLU[float64])
	b.Run("f32/isa="+asm.Active[float32]().Name, benchLU[float32])
}

func benchLU[T la.Float](b *testing.B) {
	for _, n := range []int{8, 16, 32, 48, 64, 100, 128, 256, 512, 1000, 3000} {
		flops := 2. / 3 * float64(n) * float64(n) * float64(n)
		a := random[T](numtest.Rand(1), n, n)
		for workers := 1; workers <= 2; workers++ {
			b.Run(fmt.Sprintf("n=%d/workers=%d", n, workers), func(b *testing.B) {
				p := sched.New(workers)
				defer p.Close()
				var f la.LU[T]
				for b.Loop() {
					if err := f.Factorize(p, a); err != nil {
						b.Fatal(err)
					}
				}
				reportFlops(b, flops)
			})
		}
	}
}

func BenchmarkBatchLU(b *testing.B) {
	b.Run("f64/isa="+asm.Active[float64]().Name, benchBatchLU[float64])
	b.Run("f32/isa="+asm.Active[float32]().Name, benchBatchLU[float32])
}

func benchBatchLU[T la.Float](b *testing.B) {
	for _, n := range []int{2, 4, 8, 16, 32, 64} {
		const count = 256
		a := &la.Batch[T]{Count: count, Rows: n, Cols: n, Stride: n, Data: random[T](numtest.Rand(1), count*n, n).Data}
		b.Run(fmt.Sprintf("batch=%d/n=%d", count, n), func(b *testing.B) {
			var f la.BatchLU[T]
			for b.Loop() {
				if err := f.Factorize(nil, a); err != nil {
					b.Fatal(err)
				}
			}
			reportFlops(b, count*2./3*float64(n*n*n))
		})
	}
}

func BenchmarkSolve(b *testing.B) {
	for _, n := range []int{32, 100, 500, 1000} {
		var f la.LU[float64]
		if err := f.Factorize(nil, random[float64](numtest.Rand(1), n, n)); err != nil {
			b.Fatal(err)
		}
		for _, cols := range []int{1, 8, 64} {
			rhs, x := random[float64](numtest.Rand(2), n, cols), la.NewMatrix[float64](n, cols)
			b.Run(fmt.Sprintf("f64/n=%d/cols=%d", n, cols), func(b *testing.B) {
				for b.Loop() {
					f.SolveTo(nil, x, la.NoTrans, rhs)
				}
				reportFlops(b, 2*float64(n*n*cols))
			})
		}
	}
}

func reportFlops(b *testing.B, flops float64) {
	b.ReportMetric(flops*float64(b.N)/b.Elapsed().Seconds()*1e-9, "GFLOP/s")
}
