package la_test

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

func BenchmarkCholesky(b *testing.B) {
	b.Run("f64/isa="+asm.Active[float64]().Name, benchCholesky[float64])
	b.Run("f32/isa="+asm.Active[float32]().Name, benchCholesky[float32])
}

func benchCholesky[T la.Float](b *testing.B) {
	for _, n := range []int{8, 16, 32, 64, 100, 128, 256, 500, 512, 1000, 2000} {
		a := build[T](n, gram(n, 1))
		for _, uplo := range []la.Uplo{la.Upper, la.Lower} {
			b.Run(fmt.Sprintf("n=%d/uplo=%c", n, uplo), func(b *testing.B) {
				var f la.Cholesky[T]
				for b.Loop() {
					if err := f.Factorize(nil, uplo, a); err != nil {
						b.Fatal(err)
					}
				}
				reportFlops(b, float64(n)*float64(n)*float64(n)/3)
			})
		}
	}
}

func BenchmarkCholeskyWorkers(b *testing.B) {
	for _, n := range []int{256, 500, 1000, 2000} {
		a := build[float64](n, gram(n, 1))
		for workers := 1; workers <= 2; workers++ {
			b.Run(fmt.Sprintf("f64/n=%d/workers=%d", n, workers), func(b *testing.B) {
				p := sched.New(workers)
				defer p.Close()
				var f la.Cholesky[float64]
				for b.Loop() {
					f.Factorize(p, la.Upper, a)
				}
				reportFlops(b, float64(n)*float64(n)*float64(n)/3)
			})
		}
	}
}

func BenchmarkQR(b *testing.B) {
	b.Run("f64/isa="+asm.Active[float64]().Name, benchQR[float64])
	b.Run("f32/isa="+asm.Active[float32]().Name, benchQR[float32])
}

func benchQR[T la.Float](b *testing.B) {
	for _, s := range [][2]int{{8, 8}, {16, 16}, {32, 32}, {64, 64}, {100, 100}, {128, 128}, {256, 256}, {500, 500}, {512, 512}, {1000, 1000}, {2000, 2000}, {1000, 100}} {
		m, n := s[0], s[1]
		a := random[T](numtest.Rand(1), m, n)
		b.Run(fmt.Sprintf("m=%d/n=%d", m, n), func(b *testing.B) {
			var f la.QR[T]
			for b.Loop() {
				f.Factorize(nil, a)
			}
			reportFlops(b, 2*float64(n)*float64(n)*(float64(m)-float64(n)/3))
		})
	}
}

func BenchmarkSyrk(b *testing.B) {
	for _, n := range []int{64, 256, 1000} {
		for _, k := range []int{32, 256} {
			a, c := random[float64](numtest.Rand(1), k, n), la.NewMatrix[float64](n, n)
			b.Run(fmt.Sprintf("f64/n=%d/k=%d", n, k), func(b *testing.B) {
				for b.Loop() {
					la.Syrk(nil, la.Upper, la.Transpose, 1, a, 0, c)
				}
				reportFlops(b, float64(n)*float64(n)*float64(k))
			})
		}
	}
}

func BenchmarkInverse(b *testing.B) {
	for _, n := range []int{32, 100, 256, 500, 1000} {
		a, c, x := random[float64](numtest.Rand(1), n, n), build[float64](n, gram(n, 1)), la.NewMatrix[float64](n, n)
		b.Run(fmt.Sprintf("LU/f64/n=%d", n), func(b *testing.B) {
			var f la.LU[float64]
			for b.Loop() {
				f.Factorize(nil, a)
				f.InverseTo(nil, x)
			}
			reportFlops(b, 2*float64(n)*float64(n)*float64(n))
		})
		b.Run(fmt.Sprintf("Cholesky/f64/n=%d", n), func(b *testing.B) {
			var f la.Cholesky[float64]
			for b.Loop() {
				f.Factorize(nil, la.Lower, c)
				f.InverseTo(nil, x)
			}
			reportFlops(b, float64(n)*float64(n)*float64(n))
		})
	}
}
