package la_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// guarded returns a copy of m that ends or begins at a page that faults.
func guarded[T la.Float](s numtest.TB, m *la.Matrix[T], end numtest.End) *la.Matrix[T] {
	g := *m
	g.Data = numtest.Guarded[T](s, (m.Rows-1)*m.Stride+m.Cols, end)
	copy(g.Data, m.Data)
	return &g
}

// testGemmGuard: operands in place, at the edges of what may be read.
func testGemmGuard[T la.Float](t *testing.T) {
	for _, stride := range []int{la.InPlace, la.PackAll} {
		t.Cleanup(la.SetBlocking(4, 1024, 4096, stride, 1))
		next := integers[T](numtest.Rand(1))
		for _, size := range append(gemmSizes, [3]int{6, 16, 9}, [3]int{12, 8, 3}) {
			for _, trans := range gemmTransposes {
				for _, end := range []numtest.End{numtest.Front, numtest.Back} {
					s := numtest.NewScope(t)
					x := newProduct(trans, size[0], size[1], size[2], 2, next)
					want, _ := x.reference(1, 2)
					x.a, x.b, x.c = guarded(s, x.a, end), guarded(s, x.b, end), guarded(s, x.c, end)
					x.run(nil, 1, 2)
					for i := range x.m {
						numtest.Equal(t, fmt.Sprintf("%v %v row %d", size, trans, i), x.c.Row(i), want[i*x.n:(i+1)*x.n])
					}
					s.Close()
				}
			}
		}
	}
}

func TestGemmGuard(t *testing.T) { forBoth(t, testGemmGuard[float64], testGemmGuard[float32]) }

// TestPackRows: every element at its place, nothing written beside, also in several calls of a kernel.
func TestPackRows(t *testing.T) { forEachRecord(t, testPackRows) }

func testPackRows(t *testing.T) {
	r := numtest.Rand(2)
	for _, m := range []int{1, 2, 7, 16, 65, 400} {
		for _, n := range []int{1, 2, 9, 24, 48, 300} {
			for _, strides := range [][2]int{{n, 1}, {n + 2, 1}, {1, m}, {1, m + 3}} {
				for _, pad := range []int{0, 5} {
					rs, cs, ld := strides[0], strides[1], n+pad
					src := numtest.Uniform(r, make([]float64, (m-1)*rs+(n-1)*cs+1))
					dst := numtest.Fill(make([]float64, m*ld+1), math.NaN())
					want := append([]float64(nil), dst...)
					la.PackRows(dst, ld, src, rs, cs, m, n)
					for i := range m {
						for j := range n {
							want[i*ld+j] = src[i*rs+j*cs]
						}
					}
					numtest.Equal(t, fmt.Sprintf("%dx%d, strides %v, ld %d", m, n, strides, ld), dst, want)
				}
			}
		}
	}
}

// TestGemmCut: the tasks cover C, are blocks of whole tiles, and become many as workers do, but not for small products.
func TestGemmCut(t *testing.T) {
	for _, size := range [][3]int{{1, 1, 1}, {16, 16, 16}, {512, 512, 512}, {64, 3000, 1000}, {3000, 64, 1000}, {1, 100000, 100}, {1000, 1000, 0}} {
		m, n, k := size[0], size[1], size[2]
		for _, workers := range []int{2, 3, 12, 64} {
			tasks, mb, nb := la.Cut[float64](m, n, k, workers)
			if down, across := (m+mb-1)/mb, (n+nb-1)/nb; tasks != down*across {
				t.Errorf("%v, %d workers: %d tasks of %dx%d do not cover C once", size, workers, tasks, mb, nb)
			}
			switch flops := m * n * max(k, 1); {
			case flops < 1<<19:
				if tasks != 1 {
					t.Errorf("%v, %d workers: %d tasks, want 1", size, workers, tasks)
				}
			case flops > 1<<25 && tasks < workers:
				t.Errorf("%v, %d workers: only %d tasks", size, workers, tasks)
			}
		}
	}
}

// testGemmCaches: the size of the caches, and with it the blocks, changes no bit.
func testGemmCaches[T la.Float](t *testing.T) {
	x := newProduct(gemmTransposes[2], 50, 60, 700, 0, uniform[T](numtest.Rand(3)))
	x.run(nil, 1, 0)
	want := elements(t, x.c)
	for _, c := range [][2]int{{1 << 10, 1 << 12}, {1 << 16, 0}, {256 << 10, 8 << 20}, {4 << 20, 512 << 20}} {
		restore := la.SetBlocking(la.Depth, c[0], c[1], la.InPlace, 1<<19)
		x.run(nil, 1, 0)
		restore()
		numtest.Equal(t, fmt.Sprintf("caches %v", c), elements(t, x.c), want)
	}
}

func TestGemmCaches(t *testing.T) { forBoth(t, testGemmCaches[float64], testGemmCaches[float32]) }
