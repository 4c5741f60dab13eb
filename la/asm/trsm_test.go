package asm

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// trsmStrides are the ways L and B lie in memory: L by rows, by columns, and both from the last row up.
var trsmStrides = []struct {
	name             string
	columns, reverse bool
}{{"rows", false, false}, {"columns", true, false}, {"rows reversed", false, true}, {"columns reversed", true, true}}

// testTrsmExact: small integers, with the diagonal powers of two, flush against faulting pages; padding of B and
// everything of L that is not read hold NaN.
func testTrsmExact[T Float](t *testing.T) {
	nan := T(math.NaN())
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(32)
		for _, kk := range []int{1, 2, 3, 7, 8, 9, 15, 16, 17} {
			for _, below := range []int{0, 1, 5, 8} {
				m := kk + below
				for _, n := range []int{1, 2, 7, 8, 9, 16, 17, 23, 24, 25, 47, 48, 49, 80} {
					for _, l := range trsmStrides {
						for _, unit := range []bool{true, false} {
							s := numtest.NewScope(t)
							end := numtest.End(r.IntN(2))
							ld, ldb := kk+r.IntN(3), n+r.IntN(3)
							rs, cs := ld, 1
							lm := numtest.Guarded[T](s, (m-1)*ld+kk, end)
							if l.columns {
								ld = m + r.IntN(3)
								rs, cs = 1, ld
								lm = numtest.Guarded[T](s, (kk-1)*ld+m, end)
							}
							bm := numtest.Fill(numtest.Guarded[T](s, (m-1)*ldb+n, end), nan)
							dinv := numtest.Guarded[T](s, kk, end)
							numtest.Fill(lm, nan)
							l0, b0, d0, ds := 0, 0, 0, 1
							if l.reverse {
								rs, cs, ldb, ds = -rs, -cs, -ldb, -1
								l0, b0, d0 = len(lm)-1, -(m-1)*ldb, kk-1
								if l.columns {
									l0 = (kk-1)*ld + m - 1
								}
							}
							x := make([]T, m*n)
							for i := range m {
								for p := range min(i, kk) {
									lm[l0+i*rs+p*cs] = T(r.IntN(3) - 1)
								}
								for j := range n {
									x[i*n+j] = T(r.IntN(5) - 2)
								}
							}
							for p := range kk {
								dinv[d0+p*ds] = []T{1, 0.5, -2}[r.IntN(3)]
							}
							for i := range m { // B = L X
								for j := range n {
									v := x[i*n+j]
									if !unit && i < kk {
										v /= dinv[d0+i*ds]
									}
									for p := range min(i, kk) {
										v += lm[l0+i*rs+p*cs] * x[p*n+j]
									}
									bm[b0+i*ldb+j] = v
								}
							}
							d := &dinv[d0]
							if unit {
								d = nil
							}
							k.Trsm(m, kk, n, &lm[l0], rs, cs, d, ds, &bm[b0], ldb)
							got := make([]T, 0, m*n)
							for i := range m {
								got = append(got, bm[b0+i*ldb:][:n]...)
								if ldb > n && i < m-1 && bm[b0+i*ldb+n] == bm[b0+i*ldb+n] {
									t.Error("padding written")
								}
							}
							if !numtest.Equal(s, fmt.Sprintf("%s m=%d k=%d n=%d unit=%v", l.name, m, kk, n, unit), plusZero(got), plusZero(x)) {
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

func TestTrsmExact(t *testing.T) {
	t.Run("f64", testTrsmExact[float64])
	t.Run("f32", testTrsmExact[float32])
}
