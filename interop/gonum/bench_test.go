package gonum

import (
	"fmt"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/gonum"
	lapack "gonum.org/v1/gonum/lapack/gonum"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// benchGemm compares gonum's product with this package's, each on GOMAXPROCS cores.
func benchGemm[T la.Float](b *testing.B, theirs, ours routines[T]) {
	r := numtest.Rand(1)
	for _, n := range []int{100, 500, 1000} {
		a, x, c := numtest.Uniform(r, make([]T, n*n)), numtest.Uniform(r, make([]T, n*n)), make([]T, n*n)
		for i, f := range []routines[T]{theirs, ours} {
			b.Run(fmt.Sprintf("%d/%s", n, [...]string{"gonum", "nmcore"}[i]), func(b *testing.B) {
				for b.Loop() {
					f.gemm(blas.NoTrans, blas.NoTrans, n, n, n, 1, a, n, x, n, 0, c, n)
				}
				b.ReportMetric(2*float64(n*n*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}

func BenchmarkDgemm(b *testing.B) {
	pool := sched.New(0)
	defer pool.Close()
	benchGemm(b, float64s(gonum.Implementation{}), float64s(BLAS{Pool: pool}))
}

func BenchmarkSgemm(b *testing.B) {
	pool := sched.New(0)
	defer pool.Close()
	benchGemm(b, float32s(gonum.Implementation{}), float32s(BLAS{Pool: pool}))
}

// BenchmarkDgetrf is gonum's LU on its own BLAS and on this one.
func BenchmarkDgetrf(b *testing.B) {
	defer func(old blas.Float64) { blas64.Use(old) }(blas64.Implementation())
	pool := sched.New(0)
	defer pool.Close()
	for _, n := range []int{100, 500, 1000} {
		a, lu, piv := numtest.Uniform(numtest.Rand(2), make([]float64, n*n)), make([]float64, n*n), make([]int, n)
		for i, impl := range []blas.Float64{gonum.Implementation{}, BLAS{Pool: pool}} {
			b.Run(fmt.Sprintf("%d/%s", n, [...]string{"gonum", "nmcore"}[i]), func(b *testing.B) {
				blas64.Use(impl)
				for b.Loop() {
					copy(lu, a)
					lapack.Implementation{}.Dgetrf(n, n, lu, n, piv)
				}
				b.ReportMetric(2./3*float64(n*n*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}
