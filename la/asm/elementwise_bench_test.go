package asm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// BenchmarkElement gives ns per element on arguments in [-5, 5], beside the math
// package (for float32 through float64).
func BenchmarkElement(b *testing.B) {
	for i := range elementFuncs {
		f := &elementFuncs[i]
		for _, n := range []int{7, 1000, 16384} {
			for _, k := range All[float64]() {
				benchElement(b, fmt.Sprintf("%s/f64/isa=%s/n=%d", f.name, k.Name, n), n, f.f64(k))
			}
			for _, k := range All[float32]() {
				benchElement(b, fmt.Sprintf("%s/f32/isa=%s/n=%d", f.name, k.Name, n), n, f.f32(k))
			}
		}
		benchElement(b, f.name+"/f64/isa=math/n=1000", 1000, through64[float64](f.quick))
		benchElement(b, f.name+"/f32/isa=math/n=1000", 1000, through64[float32](f.quick))
	}
}

func through64[T Float](f func(float64) float64) func(dst, src []T) {
	return func(dst, src []T) {
		for i, v := range src {
			dst[i] = T(f(float64(v)))
		}
	}
}

func benchElement[T Float](b *testing.B, name string, n int, f func(dst, src []T)) {
	b.Run(name, func(b *testing.B) {
		rng := rand.New(rand.NewPCG(3, 4))
		x, y := make([]T, n), make([]T, n)
		for i := range x {
			x[i] = T(10*rng.Float64() - 5)
		}
		for b.Loop() {
			f(y, x)
		}
		if math.IsNaN(float64(y[0])) {
			b.Fatal("NaN")
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/element")
	})
}
