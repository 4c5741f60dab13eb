package asm

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// testPack: Copy and Transpose move every element, NaN included, to its place, write nothing beside and read nothing
// that is not theirs, at both ends of guarded memory.
func testPack[T Float](t *testing.T) {
	sizes := []int{1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24, 31, 33, 48, 50}
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(1)
		for _, m := range sizes {
			for _, n := range sizes {
				for _, pad := range []int{0, 3} {
					for _, end := range []numtest.End{numtest.Front, numtest.Back} {
						s := numtest.NewScope(t)
						lds := n + pad
						src := numtest.Uniform(r, numtest.Guarded[T](s, (m-1)*lds+n, end))
						src[r.IntN(len(src))] = T(math.Inf(-1))
						for _, transpose := range []bool{false, true} {
							rows, cols, call := m, n, k.Copy
							if transpose {
								rows, cols, call = n, m, k.Transpose
							}
							ldd := cols + pad
							dst := numtest.Fill(numtest.Guarded[T](s, (rows-1)*ldd+cols, end), T(math.NaN()))
							want := append([]T(nil), dst...)
							for i := range rows {
								for j := range cols {
									if transpose {
										want[i*ldd+j] = src[j*lds+i]
									} else {
										want[i*ldd+j] = src[i*lds+j]
									}
								}
							}
							call(&dst[0], ldd, &src[0], lds, m, n)
							if !numtest.Equal(s, fmt.Sprintf("%dx%d pad %d transpose %v", m, n, pad, transpose), dst, want) {
								t.FailNow()
							}
						}
						s.Close()
					}
				}
			}
		}
	})
}

func TestPack(t *testing.T) {
	t.Run("f64", testPack[float64])
	t.Run("f32", testPack[float32])
}

// BenchmarkPack measures a strip of B packed from rows (copy) and from columns (transpose) in second-level cache.
func BenchmarkPack(b *testing.B) {
	b.Run("type=float64", benchPack[float64])
	b.Run("type=float32", benchPack[float32])
}

func benchPack[T Float](b *testing.B) {
	const kc = 256
	for _, k := range All[T]() {
		src, dst := make([]T, 2*kc*k.NR), make([]T, kc*k.NR)
		perElement := func(b *testing.B) {
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(dst)), "ns/element")
		}
		b.Run("op=copy/isa="+k.Name, func(b *testing.B) {
			for b.Loop() {
				k.Copy(&dst[0], k.NR, &src[0], 2*k.NR, kc, k.NR)
			}
			perElement(b)
		})
		b.Run("op=transpose/isa="+k.Name, func(b *testing.B) {
			for b.Loop() {
				k.Transpose(&dst[0], k.NR, &src[0], kc+8, k.NR, kc)
			}
			perElement(b)
		})
	}
}
