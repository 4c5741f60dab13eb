package la_test

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// gemmShapes are the shapes of BENCHMARKS.md: square, and the three with one small dimension.
func gemmShapes() (shapes [][3]int) {
	for _, n := range []int{4, 8, 16, 24, 32, 48, 64, 96, 100, 128, 200, 256, 500, 512, 1000, 1024, 2000, 3000} {
		shapes = append(shapes, [3]int{n, n, n})
	}
	for _, n := range []int{100, 300, 512, 1000, 1024, 3000} {
		shapes = append(shapes, [3]int{n, 64, n}, [3]int{64, n, n}, [3]int{n, n, 64})
	}
	return shapes
}

func benchGemm[T la.Float](b *testing.B, pool *sched.Pool, trans [2]la.Trans) {
	for _, size := range gemmShapes() {
		m, n, k := size[0], size[1], size[2]
		if testing.Short() && n*k > 1<<21 {
			continue
		}
		b.Run(fmt.Sprintf("m=%d/n=%d/k=%d", m, n, k), func(b *testing.B) {
			x := newProduct(trans, m, n, k, 0, uniform[T](numtest.Rand(1)))
			for b.Loop() {
				x.run(pool, 1, 0)
			}
			reportFlops(b, 2*float64(m)*float64(n)*float64(k))
		})
	}
}

func benchTypes(b *testing.B, pool *sched.Pool, trans [2]la.Trans) {
	b.Run("type=float64", func(b *testing.B) { benchGemm[float64](b, pool, trans) })
	b.Run("type=float32", func(b *testing.B) { benchGemm[float32](b, pool, trans) })
}

// BenchmarkGemm measures the active kernels (NMCORE_ISA) on one worker: A*B, A*B' and A'*B.
func BenchmarkGemm(b *testing.B) {
	b.Run("NN", func(b *testing.B) { benchTypes(b, nil, gemmTransposes[0]) })
	b.Run("NT", func(b *testing.B) { benchTypes(b, nil, gemmTransposes[2]) })
	b.Run("TN", func(b *testing.B) { benchTypes(b, nil, gemmTransposes[1]) })
}

// BenchmarkGemmPacked is (64 x n)(n x n)' with the square factor packed before, and packing it.
func BenchmarkGemmPacked(b *testing.B) {
	b.Run("type=float64", benchGemmPacked[float64])
	b.Run("type=float32", benchGemmPacked[float32])
}

func benchGemmPacked[T la.Float](b *testing.B) {
	for _, n := range []int{100, 300, 1000, 3000} {
		x := newProduct(gemmTransposes[2], 64, n, n, 0, uniform[T](numtest.Rand(1)))
		var q la.PackedMatrix[T]
		b.Run(fmt.Sprintf("op=pack/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				q.Pack(nil, x.tB, x.b)
			}
			b.ReportMetric(float64(n)*float64(n)*float64(b.N)/b.Elapsed().Seconds()*1e-9, "elements/ns")
		})
		b.Run(fmt.Sprintf("op=gemm/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				la.GemmPacked(nil, x.tA, 1, x.a, &q, 0, x.c)
			}
			reportFlops(b, 128*float64(n)*float64(n))
		})
	}
}

// BenchmarkGemmWorkers is BenchmarkGemm on two workers.
func BenchmarkGemmWorkers(b *testing.B) {
	pool := sched.New(2)
	defer pool.Close()
	b.Run("NN", func(b *testing.B) { benchTypes(b, pool, gemmTransposes[0]) })
}
