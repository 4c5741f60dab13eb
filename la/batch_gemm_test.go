package la_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// TestBatchProducts compares every item with the product of its matrices alone, bit for bit.
func TestBatchProducts(t *testing.T) {
	forBoth(t, testBatchProducts[float64], testBatchProducts[float32])
}

func testBatchProducts[T la.Float](t *testing.T) {
	pool := sched.New(2)
	defer pool.Close()
	for _, s := range []struct{ count, m, n, k int }{{1, 1, 1, 1}, {7, 3, 5, 2}, {40, 8, 8, 8}, {300, 9, 17, 33}, {5, 70, 40, 60}, {3, 4, 4, 0}} {
		for _, tr := range gemmTransposes {
			shape := func(t la.Trans, rows, cols int) (int, int) {
				if t {
					rows, cols = cols, rows
				}
				return rows, cols
			}
			ar, ac := shape(tr[0], s.m, s.k)
			br, bc := shape(tr[1], s.k, s.n)
			a, b := randomBatch[T](1, s.count, ar, ac), randomBatch[T](2, s.count, br, bc)
			for _, p := range []*sched.Pool{nil, pool} {
				for _, beta := range []T{0, 0.5} {
					c := randomBatch[T](3, s.count, s.m, s.n)
					want := randomBatch[T](3, s.count, s.m, s.n)
					if beta == 0 {
						for i := range s.count {
							item := c.Item(i)
							item.Set(0, 0, T(math.NaN()))
						}
					}
					la.BatchGemm(p, tr[0], tr[1], 0.75, a, b, beta, c)
					for i := range s.count {
						ai, bi, wi := a.Item(i), b.Item(i), want.Item(i)
						la.Gemm(nil, tr[0], tr[1], 0.75, &ai, &bi, beta, &wi)
					}
					numtest.Equal(t, fmt.Sprintf("%v %v beta %v", s, tr, beta), c.Data, want.Data)
					checkBatchPadding(t, c)
				}
				x, y, want := padded(random[T](numtest.Rand(4), s.count, s.k)), padded(random[T](numtest.Rand(5), s.count, s.m)), padded(random[T](numtest.Rand(5), s.count, s.m))
				la.BatchGemv(p, tr[0], 0.75, a, x, 0.5, y)
				for i := range s.count {
					ai := a.Item(i)
					la.Gemv(nil, tr[0], 0.75, &ai, x.Row(i), 0.5, want.Row(i))
				}
				numtest.Equal(t, fmt.Sprintf("%v %v vectors", s, tr[0]), y.Data, want.Data)
				checkPadding(t, y)
			}
		}
	}
}

func TestBatchProductsAllocs(t *testing.T) {
	pool := sched.New(2)
	defer pool.Close()
	for _, p := range []*sched.Pool{nil, pool} {
		for _, n := range []int{8, 70} {
			a, b, c := randomBatch[float32](1, 300, n, n), randomBatch[float32](2, 300, n, n), la.NewBatch[float32](300, n, n)
			x, y := random[float32](numtest.Rand(3), 300, n), la.NewMatrix[float32](300, n)
			wantNoAllocs(t, "BatchGemm", func() { la.BatchGemm(p, la.NoTrans, la.Transpose, 1, a, b, 0, c) })
			wantNoAllocs(t, "BatchGemv", func() { la.BatchGemv(p, la.Transpose, 1, a, x, 0, y) })
		}
	}
}

func TestBatchProductsMisuse(t *testing.T) {
	a, b, c := la.NewBatch[float64](4, 2, 3), la.NewBatch[float64](4, 3, 5), la.NewBatch[float64](4, 2, 5)
	x, y := la.NewMatrix[float64](4, 3), la.NewMatrix[float64](4, 2)
	gemm := func(a, b, c *la.Batch[float64]) func() {
		return func() { la.BatchGemm(nil, la.NoTrans, la.NoTrans, 1, a, b, 0, c) }
	}
	gemv := func(a *la.Batch[float64], x, y *la.Matrix[float64]) func() {
		return func() { la.BatchGemv(nil, la.NoTrans, 1, a, x, 0, y) }
	}
	wantPanic(t, "la: nil matrix", gemm(a, nil, c))
	wantPanic(t, "la: dimension mismatch", gemm(a, c, b))
	wantPanic(t, "la: dimension mismatch", gemm(a, la.NewBatch[float64](3, 3, 5), c))
	wantPanic(t, "la: operands overlap in part", gemm(a, b, &la.Batch[float64]{Count: 4, Rows: 2, Cols: 5, Stride: 5, Data: b.Data}))
	wantPanic(t, "la: matrix data too short", gemm(a, b, &la.Batch[float64]{Count: 4, Rows: 2, Cols: 5, Stride: 5, Data: c.Data[:39]}))
	wantPanic(t, "la: dimension mismatch", gemv(a, y, x))
	wantPanic(t, "la: dimension mismatch", gemv(a, x, la.NewMatrix[float64](3, 2)))
	wantPanic(t, "la: operands overlap in part", gemv(a, x, &la.Matrix[float64]{Rows: 4, Cols: 2, Stride: 2, Data: x.Data}))
	wantPanic(t, "la: operands overlap in part", gemv(a, x, &la.Matrix[float64]{Rows: 4, Cols: 2, Stride: 2, Data: a.Data}))
	for _, count := range []int{0, 4} { // empty ones do nothing
		gemm(la.NewBatch[float64](count, 0, 3), la.NewBatch[float64](count, 3, 5), la.NewBatch[float64](count, 0, 5))()
		gemv(la.NewBatch[float64](count, 0, 3), la.NewMatrix[float64](count, 3), la.NewMatrix[float64](count, 0))()
	}
}

func BenchmarkBatchGemm(b *testing.B) {
	b.Run("f64/isa="+asm.Active[float64]().Name, benchBatchGemm[float64])
	b.Run("f32/isa="+asm.Active[float32]().Name, benchBatchGemm[float32])
}

func benchBatchGemm[T la.Float](b *testing.B) {
	const count = 1024
	for _, n := range []int{4, 8, 16, 32} {
		x, y, z := randomBatch[T](1, count, n, n), randomBatch[T](2, count, n, n), la.NewBatch[T](count, n, n)
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			for b.Loop() {
				la.BatchGemm(nil, la.NoTrans, la.NoTrans, 1, x, y, 0, z)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/count, "ns/item")
		})
	}
}
