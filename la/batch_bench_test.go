package la_test

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
)

// BenchmarkBatchSolve factorizes 1,024 systems and solves each for one right-hand side: random matrices, most steps
// exchange rows, and the same with 0.2 n more on the diagonal, where few do (what the peers' programs measure).
func BenchmarkBatchSolve(b *testing.B) {
	b.Run("f64/isa="+asm.Active[float64]().Name, benchBatchSolve[float64])
	b.Run("f32/isa="+asm.Active[float32]().Name, benchBatchSolve[float32])
}

func benchBatchSolve[T la.Float](b *testing.B) {
	const count = 1024
	for _, n := range []int{2, 4, 8, 16, 24, 32, 50, 64, 80, 100, 128} {
		for _, diagonal := range []float64{0, 0.2} {
			a := &la.Batch[T]{Count: count, Rows: n, Cols: n, Stride: n, Data: random[T](numtest.Rand(1), count*n, n).Data}
			for i := range count {
				item := a.Item(i)
				for d := range n {
					item.Set(d, d, item.At(d, d)+T(diagonal*float64(n)))
				}
			}
			rhs := &la.Batch[T]{Count: count, Rows: n, Cols: 1, Stride: 1, Data: random[T](numtest.Rand(2), count*n, 1).Data}
			x := la.NewBatch[T](count, n, 1)
			var f la.BatchLU[T]
			run := func(what string, do func() error) {
				b.Run(fmt.Sprintf("%s/n=%d/diagonal=%v", what, n, diagonal), func(b *testing.B) {
					for b.Loop() {
						if err := do(); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/count, "ns/system")
				})
			}
			if err := f.Factorize(nil, a); err != nil {
				b.Fatal(err)
			}
			run("factorize", func() error { return f.Factorize(nil, a) })
			run("solve", func() error { return f.SolveTo(nil, x, la.NoTrans, rhs) })
			run("once", func() error { return f.SolveOnceTo(nil, x, la.NoTrans, a, rhs) })
		}
	}
}
