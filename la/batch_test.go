package la_test

import (
	"errors"
	"fmt"
	"math/bits"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// randomBatch returns count random matrices with sentinels in the padding.
func randomBatch[T la.Float](seed uint64, count, rows, cols int) *la.Batch[T] {
	m := padded(random[T](numtest.Rand(seed), count*rows, cols))
	return &la.Batch[T]{Count: count, Rows: rows, Cols: cols, Stride: m.Stride, Data: m.Data}
}

func checkBatchPadding[T la.Float](t *testing.T, b *la.Batch[T]) {
	t.Helper()
	checkPadding(t, &la.Matrix[T]{Rows: b.Count * b.Rows, Cols: b.Cols, Stride: b.Stride, Data: b.Data})
}

func TestBatchLU(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		t.Run("float64", testBatchLU[float64])
		t.Run("float32", testBatchLU[float32])
	})
}

// testBatchLU compares every item with a batch of its own, bit for bit, among singular neighbours.
func testBatchLU[T la.Float](t *testing.T) {
	pools := []*sched.Pool{nil, sched.New(1), sched.New(2), sched.New(3)}
	for _, p := range pools[1:] {
		defer p.Close()
	}
	var f la.BatchLU[T] // reused
	for _, s := range []struct{ count, n, cols int }{{1, 1, 1}, {9, 2, 3}, {70, 7, 1}, {33, 20, 5}, {600, 6, 1}, {130, 33, 4}, {37, 9, 4}, {19, 12, 9}, {5, 130, 2}, {3, 40, 0}} {
		a := randomBatch[T](18, s.count, s.n, s.n)
		singular := map[int]int{}
		for i := 2; i < s.count; i += 5 { // zero columns
			item := a.Item(i)
			for r := range s.n {
				item.Set(r, s.n/2, 0)
			}
			singular[i] = s.n / 2
		}
		for _, p := range pools {
			t.Run(fmt.Sprintf("count=%d/n=%d/workers=%d", s.count, s.n, p.Workers()), func(t *testing.T) {
				check := func(what string, err error) {
					t.Helper()
					var e *la.BatchError
					if len(singular) == 0 && err != nil || len(singular) > 0 && (!errors.As(err, &e) || e.Count != len(singular) || e.First != 2) {
						t.Errorf("%s: error %v, want %d items from 2 on", what, err, len(singular))
					}
				}
				check("Factorize", f.Factorize(p, a))
				var both la.BatchLU[T]
				for _, tr := range []la.Trans{la.NoTrans, la.Transpose} {
					b, x := randomBatch[T](19, s.count, s.n, s.cols), randomBatch[T](20, s.count, s.n, s.cols)
					check("SolveTo", f.SolveTo(p, x, tr, b))
					checkBatchPadding(t, b)
					check("SolveTo in place", f.SolveTo(p, b, tr, b))
					numtest.Equal(t, "solved in place", b.Data, x.Data)
					checkBatchPadding(t, x)
					b = randomBatch[T](19, s.count, s.n, s.cols)
					check("SolveOnceTo", both.SolveOnceTo(p, b, tr, a, b))
					numtest.Equal(t, "factorized and solved", b.Data, x.Data)
					b = randomBatch[T](19, s.count, s.n, s.cols)
					for i := range s.count {
						ai, bi, xi := a.Item(i), b.Item(i), x.Item(i)
						pivot, ok := singular[i]
						if !ok {
							pivot = -1
						}
						if f.Pivot(i) != pivot {
							t.Fatalf("item %d: pivot %d, want %d", i, f.Pivot(i), pivot)
						}
						var one la.BatchLU[T]
						if err := one.Factorize(nil, single(&ai)); (err != nil) != ok {
							t.Fatalf("item %d: %v", i, err)
						}
						want := la.NewMatrix[T](s.n, s.cols)
						one.SolveTo(nil, single(want), tr, single(&bi))
						for r := range s.n {
							if !numtest.Equal(t, fmt.Sprintf("item %d row %d", i, r), xi.Row(r), want.Row(r)) {
								t.FailNow()
							}
						}
					}
				}
				checkBatchPadding(t, a)
			})
		}
	}
}

// single is a batch of m alone.
func single[T la.Float](m *la.Matrix[T]) *la.Batch[T] {
	return &la.Batch[T]{Count: 1, Rows: m.Rows, Cols: m.Cols, Stride: m.Stride, Data: m.Data}
}

func TestBatchEmpty(t *testing.T) {
	for _, s := range [][2]int{{0, 0}, {0, 5}, {4, 0}} {
		var f la.BatchLU[float64]
		a := la.NewBatch[float64](s[0], s[1], s[1])
		b := la.NewBatch[float64](s[0], s[1], 2)
		if err := errors.Join(f.Factorize(nil, a), f.SolveTo(nil, b, la.NoTrans, b)); err != nil {
			t.Errorf("%v: %v", s, err)
		}
		for i := range s[0] {
			if f.Pivot(i) != -1 {
				t.Errorf("%v: pivot %d of item %d", s, f.Pivot(i), i)
			}
		}
	}
}

// TestBatchAllocs: also for a set of items that changes, as it does when some systems are solved before others.
func TestBatchAllocs(t *testing.T) {
	for _, p := range []*sched.Pool{nil, sched.New(2)} {
		for _, n := range []int{5, 30, 140} {
			var f la.BatchLU[float32]
			a, b := randomBatch[float32](21, 40, n, n), randomBatch[float32](22, 40, n, 6)
			part := func(x *la.Batch[float32], count int) *la.Batch[float32] {
				return &la.Batch[float32]{Count: count, Rows: x.Rows, Cols: x.Cols, Stride: x.Stride, Data: x.Data}
			}
			parts := [][2]*la.Batch[float32]{{a, b}, {part(a, 33), part(b, 33)}, {part(a, 3), part(b, 3)}, {part(a, 16), part(b, 16)}}
			wantNoAllocs(t, "Factorize and SolveTo", func() {
				for _, s := range parts {
					f.Factorize(p, s[0])
					f.SolveTo(p, s[1], la.Transpose, s[1])
				}
			})
			wantNoAllocs(t, "SolveOnceTo", func() {
				for _, s := range parts {
					f.SolveOnceTo(p, s[1], la.NoTrans, s[0], s[1])
				}
			})
		}
		p.Close()
	}
}

// TestBatchOnce: there is nothing to solve with after SolveOnceTo.
func TestBatchOnce(t *testing.T) {
	var f la.BatchLU[float64]
	a, b := randomBatch[float64](23, 9, 3, 3), randomBatch[float64](24, 9, 3, 1)
	if err := f.SolveOnceTo(nil, b, la.NoTrans, a, b); err != nil {
		t.Fatal(err)
	}
	wantPanic(t, "la: not factorized", func() { f.SolveTo(nil, b, la.NoTrans, b) })
	wantPanic(t, "la: dimension mismatch", func() { f.SolveOnceTo(nil, b, la.NoTrans, a, randomBatch[float64](24, 8, 3, 1)) })
	wantPanic(t, "la: matrix is not square", func() { f.SolveOnceTo(nil, b, la.NoTrans, b, b) })
	wantPanic(t, "la: operands overlap in part", func() { f.SolveOnceTo(nil, a, la.NoTrans, a, a) })
}

func TestBatchMisuse(t *testing.T) {
	var zero, f la.BatchLU[float64]
	a := randomBatch[float64](23, 4, 3, 3)
	if err := f.Factorize(nil, a); err != nil {
		t.Fatal(err)
	}
	b := la.NewBatch[float64](4, 3, 2)
	shifted := &la.Batch[float64]{Count: 4, Rows: 3, Cols: 1, Stride: 2, Data: b.Data[2:]}
	column := &la.Batch[float64]{Count: 4, Rows: 3, Cols: 1, Stride: 2, Data: b.Data}
	empty := la.NewBatch[float64](0, 0, 1)
	wantPanic(t, "la: nil matrix", func() { f.Factorize(nil, nil) })
	wantPanic(t, "la: matrix is not square", func() { f.Factorize(nil, b) })
	wantPanic(t, "la: dimension mismatch", func() { f.SolveTo(nil, b, la.NoTrans, la.NewBatch[float64](3, 3, 2)) })
	wantPanic(t, "la: matrix data too short", func() { f.SolveTo(nil, shifted, la.NoTrans, column) })
	wantPanic(t, "la: operands overlap in part", func() {
		long := make([]float64, 26)
		x := &la.Batch[float64]{Count: 4, Rows: 3, Cols: 1, Stride: 2, Data: long}
		y := &la.Batch[float64]{Count: 4, Rows: 3, Cols: 1, Stride: 2, Data: long[2:]}
		f.SolveTo(nil, y, la.NoTrans, x)
	})
	wantPanic(t, "la: not factorized", func() { zero.SolveTo(nil, empty, la.NoTrans, empty) })
	wantPanic(t, "la: not factorized", func() { zero.SolveTo(nil, b, la.NoTrans, b) })
	wantPanic(t, "la: index out of range", func() { f.Pivot(4) })
	const half = 1 << (bits.UintSize / 2)
	wantPanic(t, "la: matrix too large", func() { la.NewBatch[float64](half, half, 1) })
	wantPanic(t, "la: matrix too large", func() { f.Factorize(nil, &la.Batch[float64]{Count: half, Rows: half, Cols: half, Stride: half}) })
	wantPanic(t, "la: negative dimension", func() { la.NewBatch[float64](1, -1, 1) })
	wantPanic(t, "la: negative dimension", func() { f.Factorize(nil, &la.Batch[float64]{Count: -1}) })
	wantPanic(t, "la: index out of range", func() { a.Item(4) })
}

func ExampleBatchLU() {
	a := la.NewBatch[float64](3, 2, 2) // item 1 stays zero
	for _, i := range []int{0, 2} {
		m := a.Item(i)
		m.Set(0, 0, 2)
		m.Set(1, 1, float64(i+1))
	}
	var f la.BatchLU[float64]
	fmt.Println(f.Factorize(nil, a))
	b := la.NewBatch[float64](3, 2, 1)
	numtest.Fill(b.Data, 6)
	f.SolveTo(nil, b, la.NoTrans, b)
	fmt.Println(b.Data)
	// Output:
	// la: batch: 1 singular, first item 1
	// [3 6 NaN NaN 3 2]
}
