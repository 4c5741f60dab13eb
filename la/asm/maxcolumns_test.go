package asm

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// testMaxColumns: the values of MaxAbsDiff for every column, flush against a faulting page on either side, with NaN in the padding and,
// in one column, among the numbers.
func testMaxColumns[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(7)
		for n := 1; n <= 70; n++ {
			for _, m := range []int{1, 2, 5} {
				for _, end := range []numtest.End{numtest.Front, numtest.Back} {
					s := numtest.NewScope(t)
					ldx, ldy := n+2, n+m%2
					x, y := numtest.Guarded[T](s, (m-1)*ldx+n, end), numtest.Guarded[T](s, (m-1)*ldy+n, end)
					numtest.Fill(x, T(nan))
					numtest.Fill(y, T(nan))
					for i := range m {
						numtest.Uniform(r, x[i*ldx:][:n])
						numtest.Uniform(r, y[i*ldy:][:n])
					}
					x[r.IntN(n)] = T(negZero)
					diff, size := guardedPair[T](s, n, end)
					for _, load := range []bool{false, true} {
						what := fmt.Sprintf("%dx%d end=%d load=%v", m, n, end, load)
						numtest.Fill(diff, T(nan))
						numtest.Fill(size, T(nan))
						if load {
							numtest.Uniform(r, diff)
							numtest.Uniform(r, size)
							for j := range n {
								diff[j], size[j] = T(math.Abs(float64(diff[j]))), T(math.Abs(float64(size[j])))
							}
						}
						if last := r.IntN(4); last == 0 {
							x[(m-1)*ldx+n/2] = T(nan)
						} else if last == 1 {
							y[(m-1)*ldy+n/2] = T(-inf)
						}
						wantDiff, wantSize := append([]T(nil), diff...), append([]T(nil), size...)
						maxColumnsGeneric(m, n, &x[0], ldx, &y[0], ldy, &wantDiff[0], &wantSize[0], load)
						k.MaxColumns(m, n, &x[0], ldx, &y[0], ldy, &diff[0], &size[0], load)
						numtest.Equal(s, "diff "+what, diff, wantDiff)
						numtest.Equal(s, "size "+what, size, wantSize)
					}
					s.Close()
				}
			}
		}
	})
}

func TestMaxColumns(t *testing.T) {
	t.Run("f64", testMaxColumns[float64])
	t.Run("f32", testMaxColumns[float32])
}

// TestMaxColumnsGeneric holds the portable function against MaxAbsDiff of the columns.
func TestMaxColumnsGeneric(t *testing.T) {
	const m, n = 7, 5
	r := numtest.Rand(8)
	x, y, diff, size := numtest.Uniform(r, make([]float64, m*n)), numtest.Uniform(r, make([]float64, m*n)), make([]float64, n), make([]float64, n)
	maxColumnsGeneric(m, n, &x[0], n, &y[0], n, &diff[0], &size[0], false)
	for j := range n {
		u, v := make([]float64, m), make([]float64, m)
		for i := range m {
			u[i], v[i] = x[i*n+j], y[i*n+j]
		}
		numtest.Equal(t, "column", []float64{diff[j], size[j]}, []float64{maxAbsDiffGeneric(u, v), maxAbsDiffGeneric(u, make([]float64, m))})
	}
}

// BenchmarkMaxColumns measures 64 rows of 64 columns in the first-level cache.
func BenchmarkMaxColumns(b *testing.B) {
	b.Run("type=float64", benchMaxColumns[float64])
	b.Run("type=float32", benchMaxColumns[float32])
}

func benchMaxColumns[T Float](b *testing.B) {
	const n = 64
	benchKernels(b, func(k *Kernels[T]) (int, func()) {
		x, y, diff, size := make([]T, n*n), make([]T, n*n), make([]T, n), make([]T, n)
		return n * n, func() { k.MaxColumns(n, n, &x[0], n, &y[0], n, &diff[0], &size[0], true) }
	})
}
