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
	b.Run("f64/isa="+asm.Active[float64]().Name, benchSolve[float64])
	b.Run("f32/isa="+asm.Active[float32]().Name, benchSolve[float32])
}

func benchSolve[T la.Float](b *testing.B) {
	for _, n := range []int{8, 32, 64, 100, 300, 500, 1000} {
		a := random[T](numtest.Rand(1), n, n)
		for i := range n {
			a.Data[i*n+i] += T(n)
		}
		var f la.LU[T]
		if err := f.Factorize(nil, a); err != nil {
			b.Fatal(err)
		}
		for _, t := range []la.Trans{la.NoTrans, la.Transpose} {
			x, y := numtest.Uniform(numtest.Rand(3), make([]T, n)), make([]T, n)
			b.Run(fmt.Sprintf("n=%d/cols=1/trans=%v", n, t), func(b *testing.B) {
				for b.Loop() {
					f.SolveVecTo(y, t, x)
				}
				reportFlops(b, 2*float64(n*n))
			})
			rhs, x64 := random[T](numtest.Rand(2), n, 64), la.NewMatrix[T](n, 64)
			for workers := 1; workers <= 2; workers++ {
				b.Run(fmt.Sprintf("n=%d/cols=64/trans=%v/workers=%d", n, t, workers), func(b *testing.B) {
					p := sched.New(workers)
					defer p.Close()
					for b.Loop() {
						f.SolveTo(p, x64, t, rhs)
					}
					reportFlops(b, 2*float64(n*n*64))
				})
			}
		}
	}
}

func reportFlops(b *testing.B, flops float64) {
	b.ReportMetric(flops*float64(b.N)/b.Elapsed().Seconds()*1e-9, "GFLOP/s")
}
