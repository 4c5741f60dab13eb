package asm

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// benchKernels runs f as a sub-benchmark for every record and reports flops per call.
func benchKernels[T Float](b *testing.B, f func(k *Kernels[T]) (flops int, call func())) {
	for _, k := range All[T]() {
		b.Run("isa="+k.Name, func(b *testing.B) {
			flops, call := f(k)
			for b.Loop() {
				call()
			}
			b.ReportMetric(float64(flops)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
		})
	}
}

func benchGemm[T Float](b *testing.B) {
	const kc, tiles = 256, 8
	for _, l := range []layout{layouts[0], {name: "in place", inPlaceA: true, inPlaceB: true}} {
		b.Run("layout="+l.name, func(b *testing.B) {
			benchKernels(b, func(k *Kernels[T]) (int, func()) {
				x := newTile(b, k, l, kc, tiles*k.MR, k.NR)
				x.fill(uniform[T](numtest.Rand(1)))
				return 2 * kc * tiles * k.MR * k.NR, func() { x.run(1e-9, 1) }
			})
		})
	}
}

// BenchmarkGemm measures a strip with its operands in cache: the ceiling of la.Gemm.
func BenchmarkGemm(b *testing.B) {
	b.Run("type=float64", benchGemm[float64])
	b.Run("type=float32", benchGemm[float32])
}

func benchVectors[T Float](b *testing.B) {
	for _, n := range []int{32, 1000, 16 << 10} {
		r := numtest.Rand(1)
		x, y := numtest.Uniform(r, make([]T, n)), numtest.Uniform(r, make([]T, n))
		var sum T
		for _, op := range []struct {
			name  string
			flops int
			call  func(k *Kernels[T])
		}{
			{"dot", 2 * n, func(k *Kernels[T]) { sum += k.Dot(x, y) }},
			{"axpy", 2 * n, func(k *Kernels[T]) { k.Axpy(1e-9, x, y) }},
			{"scal", n, func(k *Kernels[T]) { k.Scal(1, x) }},
		} {
			b.Run(fmt.Sprintf("op=%s/n=%d", op.name, n), func(b *testing.B) {
				benchKernels(b, func(k *Kernels[T]) (int, func()) { return op.flops, func() { op.call(k) } })
			})
		}
	}
}

// BenchmarkVectors measures Dot, Axpy and Scal.
func BenchmarkVectors(b *testing.B) {
	b.Run("type=float64", benchVectors[float64])
	b.Run("type=float32", benchVectors[float32])
}
