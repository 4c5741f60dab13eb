package la_test

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// testGemmWorkers: the same bits for any number of workers.
func testGemmWorkers[T la.Float](t *testing.T) {
	t.Cleanup(la.SetBlocking(la.Depth, 1<<16, 1<<18, 64, 1000))
	for _, size := range [][3]int{{61, 67, 300}, {3, 200, 150}, {200, 3, 150}, {1, 1, 1000}} {
		for _, trans := range gemmTransposes {
			x := newProduct(trans, size[0], size[1], size[2], 1, uniform[T](numtest.Rand(4)))
			start := append([]T(nil), x.c.Data...)
			x.run(nil, 0.9, 0.3)
			want := elements(t, x.c)
			for _, workers := range []int{1, 2, 3, 12} {
				pool := sched.New(workers)
				copy(x.c.Data, start)
				x.run(pool, 0.9, 0.3)
				numtest.Equal(t, fmt.Sprintf("%v %v, %d workers", size, trans, workers), elements(t, x.c), want)
				pool.Close()
			}
		}
	}
}

func TestGemmWorkers(t *testing.T) { forBoth(t, testGemmWorkers[float64], testGemmWorkers[float32]) }

// testGemmRows: a row of a product has the same bits whatever the number of rows, a column whatever the number of
// columns.
func testGemmRows[T la.Float](t *testing.T) {
	for _, trans := range gemmTransposes {
		x := newProduct(trans, 120, 110, 333, 0, uniform[T](numtest.Rand(5)))
		x.run(nil, 1, 0)
		for _, q := range [][4]int{{0, 1, 0, 110}, {7, 1, 3, 1}, {119, 1, 109, 1}, {0, 120, 50, 1}, {3, 64, 5, 60}, {1, 100, 0, 97}} {
			i, m, j, n := q[0], q[1], q[2], q[3]
			var a, b la.Matrix[T]
			if trans[0] {
				a = x.a.View(0, i, x.k, m)
			} else {
				a = x.a.View(i, 0, m, x.k)
			}
			if trans[1] {
				b = x.b.View(j, 0, n, x.k)
			} else {
				b = x.b.View(0, j, x.k, n)
			}
			got := la.NewMatrix[T](m, n)
			la.Gemm(nil, x.tA, x.tB, 1, &a, &b, 0, got)
			want := x.c.View(i, j, m, n)
			for r := range m {
				if !numtest.Equal(t, fmt.Sprintf("%v rows %d+%d columns %d+%d, row %d", trans, i, m, j, n, r), got.Row(r), want.Row(r)) {
					return
				}
			}
		}
	}
}

func TestGemmRows(t *testing.T) { forBoth(t, testGemmRows[float64], testGemmRows[float32]) }

// testGemmElements: on every path, packed and in place, by one worker and by three, with large caches and small ones, an
// element has the bits of the product of its row and its column alone.
func testGemmElements[T la.Float](t *testing.T) {
	r := numtest.Rand(8)
	pool := sched.New(3)
	defer pool.Close()
	product := func() {
		trans := gemmTransposes[r.IntN(4)]
		x := newProduct(trans, 1+r.IntN(40), 1+r.IntN(50), 1+r.IntN(600), r.IntN(6), uniform[T](r))
		alpha, beta := T(r.Float64()), []T{0, 1, 0.3}[r.IntN(3)]
		start := append([]T(nil), x.c.Data...)
		x.run([]*sched.Pool{nil, pool}[r.IntN(2)], alpha, beta)
		for range 50 {
			i, j := r.IntN(x.m), r.IntN(x.n)
			row, column := x.a.View(i%x.a.Rows, 0, 1, x.a.Cols), x.b.View(0, j%x.b.Cols, x.b.Rows, 1)
			if x.tA {
				row = x.a.View(0, i, x.k, 1)
			}
			if x.tB {
				column = x.b.View(j, 0, 1, x.k)
			}
			c := &la.Matrix[T]{Rows: 1, Cols: 1, Stride: 1, Data: []T{start[i*x.c.Stride+j]}}
			la.Gemm(nil, x.tA, x.tB, alpha, &row, &column, beta, c)
			if got := x.c.At(i, j); got != c.Data[0] {
				t.Fatalf("%v m=%d n=%d k=%d beta=%v: C(%d, %d) = %v, alone %v", trans, x.m, x.n, x.k, beta, i, j, got, c.Data[0])
			}
		}
	}
	for range 60 {
		restore := la.SetBlocking(la.Depth, 1<<(10+r.IntN(8)), 1<<(12+r.IntN(8)), []int{la.PackAll, 64, 4096, la.InPlace}[r.IntN(4)], 1<<r.IntN(18))
		product()
		restore()
	}
}

func TestGemmElements(t *testing.T) { forBoth(t, testGemmElements[float64], testGemmElements[float32]) }
