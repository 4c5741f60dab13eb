package asm

import (
	"fmt"
	"testing"
	"unsafe"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// BenchmarkBatch times the operations on one group of n x n matrices; Panel and Swap are those of its first panel.
func BenchmarkBatch(b *testing.B) {
	for _, n := range []int{8, 16, 32, 64} {
		benchBatch[float64](b, n)
		benchBatch[float32](b, n)
	}
}

func benchBatch[T Float](b *testing.B, n int) {
	for _, k := range All[T]() {
		g := &k.Batch
		nt, l := n/BatchTile, g.Lanes
		a := aligned[T](l * n * n)
		numtest.Uniform(numtest.Rand(1), a)
		rows := make([]int32, n*l)
		for i := range rows {
			rows[i] = int32(i / l)
		}
		lu, x, work := aligned[T](n*n*l), aligned[T](n*BatchTile*l), aligned[T](16*l)
		g.Load(n, nt, n, &lu[0], &a[0], n*n, n, &rows[0])
		for i := range n { // dominant: the factors need not be computed
			d := lu[((i/BatchTile*n+i)*BatchTile+i%BatchTile)*l:][:l]
			for j := range d {
				d[j] += T(n)
			}
		}
		panel := append(aligned[T](0), lu[:n*BatchTile*l]...)
		run := func(what string, f func()) {
			b.Run(fmt.Sprintf("%s/f%d/isa=%s/n=%d", what, 8*unsafe.Sizeof(*new(T)), k.Name, n), func(b *testing.B) {
				for b.Loop() {
					f()
				}
			})
		}
		run("Load", func() { g.Load(n, 1, n, &x[0], &a[0], n*n, n, &rows[0]) })
		run("Store", func() { g.Store(n, &a[0], n*n, n, &rows[0], &x[0]) })
		run("LoadVec", func() { g.LoadVec(n, &x[0], 1, &a[0], n*n, n, &rows[0]) })
		run("StoreVec", func() { g.StoreVec(n, &a[0], n*n, n, &rows[0], &x[0]) })
		run("Lower", func() { g.Lower(nt, nt, &lu[0], &x[0]) })
		run("Upper", func() { g.Upper(nt, &lu[0], &x[0]) })
		run("UpperT", func() { g.UpperT(nt, &lu[0], &x[0]) })
		run("LowerT", func() { g.LowerT(nt, &lu[0], &x[0]) })
		run("LowerVec", func() { g.LowerVec(nt, &lu[0], &x[0]) })
		run("UpperVec", func() { g.UpperVec(nt, &lu[0], &x[0]) })
		run("UpperTVec", func() { g.UpperTVec(nt, &lu[0], &x[0]) })
		run("LowerTVec", func() { g.LowerTVec(nt, &lu[0], &x[0]) })
		run("Panel", func() { copy(x, panel); g.Panel(n, &x[0], &work[0]) })
		run("Swap", func() {
			for i := range work[:BatchTile*l] {
				work[i] = T(i/l + 1)
			}
			g.Swap(nt, n, 0, &lu[0], &rows[0], &work[0])
		})
	}
}

// aligned returns n elements that start on a cache line.
func aligned[T Float](n int) []T {
	raw := make([]T, n+64)
	for uintptr(unsafe.Pointer(&raw[0]))%64 != 0 {
		raw = raw[1:]
	}
	return raw[:n:n]
}
