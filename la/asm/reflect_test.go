package asm

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// testReflect: against the portable function on integers; all rows that may be read are in guarded memory, the others
// and the padding hold NaN.
func testReflect[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(4)
		for _, m := range []int{8, 16, 24, 32, 40, 64, 72, 104} {
			for below := range ReflectRows - 1 {
				for above := 1; above+below < ReflectRows; above++ {
					for _, end := range []numtest.End{numtest.Front, numtest.Back} {
						for _, lda := range []int{m, m + 8} {
							s := numtest.NewScope(t)
							got := numtest.Fill(numtest.Guarded[T](s, (above+below)*lda+m, end), T(math.NaN()))
							for i := range above + below + 1 {
								numtest.Integers(r, got[i*lda:i*lda+m], 3)
							}
							want := append([]T(nil), got...)
							coef, sums, wantSums := numtest.Guarded[T](s, ReflectRows, end), numtest.Guarded[T](s, ReflectRows, end), make([]T, ReflectRows)
							numtest.Integers(r, coef, 2)
							reflectGeneric(m, below, above, &want[above*lda], lda, &coef[0], &wantSums[0])
							k.Reflect(m, below, above, &got[above*lda], lda, &coef[0], &sums[0])
							what := fmt.Sprintf("m=%d below=%d above=%d lda=%d", m, below, above, lda)
							if !numtest.Equal(t, "rows "+what, plusZero(got), plusZero(want)) || !numtest.Equal(t, "sums "+what, plusZero(sums), plusZero(wantSums)) {
								t.FailNow()
							}
							s.Close()
						}
					}
				}
			}
		}
	})
}

func TestReflect(t *testing.T) {
	t.Run("f64", testReflect[float64])
	t.Run("f32", testReflect[float32])
}

func BenchmarkReflect(b *testing.B) {
	for _, k := range All[float64]() {
		b.Run("f64/isa="+k.Name, func(b *testing.B) { benchReflect(b, k) })
	}
	for _, k := range All[float32]() {
		b.Run("f32/isa="+k.Name, func(b *testing.B) { benchReflect(b, k) })
	}
}

func benchReflect[T Float](b *testing.B, k *Kernels[T]) {
	const m = 512
	a, coef, sums := make([]T, ReflectRows*m), make([]T, ReflectRows), make([]T, ReflectRows)
	for b.Loop() {
		k.Reflect(m, 3, 4, &a[4*m], m, &coef[0], &sums[0])
	}
}
