package la_test

import (
	"fmt"
	"math"
	"testing"
	"unsafe"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// batchKinds are the items of TestBatchRatios beside those of matrixKinds. Regular ones are solved; the others stand
// beside them to disturb.
var batchKinds = []struct {
	name    string
	regular bool
	at      func(n int) func(i, j int) float64
}{
	{"zero", false, func(n int) func(i, j int) float64 {
		return func(i, j int) float64 { return 0 }
	}},
	{"permutation", true, func(n int) func(i, j int) float64 {
		p := numtest.Rand(uint64(n)).Perm(n)
		return func(i, j int) float64 {
			if p[i] == j {
				return 1
			}
			return 0
		}
	}},
	{"NaN", false, func(n int) func(i, j int) float64 {
		m := random[float64](numtest.Rand(uint64(n)+1), n, n)
		m.Set(n/2, n/3, math.NaN())
		return m.At
	}},
	{"huge", true, func(n int) func(i, j int) float64 { // testBatchRatios multiplies it by a power of two
		return random[float64](numtest.Rand(uint64(n)+2), n, n).At
	}},
	{"Inf", false, func(n int) func(i, j int) float64 {
		m := random[float64](numtest.Rand(uint64(n)+3), n, n)
		m.Set(n-1, n-1, math.Inf(-1))
		return m.At
	}},
	{"tiny", true, func(n int) func(i, j int) float64 { // and this by its reciprocal
		return random[float64](numtest.Rand(uint64(n)+4), n, n).At
	}},
	{"equal rows", false, func(n int) func(i, j int) float64 {
		m := random[float64](numtest.Rand(uint64(n)+5), n, n)
		return func(i, j int) float64 {
			if n > 1 && i == n-1 {
				i = 0
			}
			if n == 1 {
				return 0
			}
			return m.At(i, j)
		}
	}},
	{"growth", true, func(n int) func(i, j int) float64 { // Wilkinson's: the last column doubles in every step
		return func(i, j int) float64 {
			switch {
			case i == j || j == n-1:
				return 1
			case i > j && n <= 100: // 2^(n-1) is none of float32 from n = 129 on
				return -1
			}
			return 0
		}
	}},
}

// TestBatchRatios: every order from 1 to 130, all kinds of items beside each other, none disturbs another.
func TestBatchRatios(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		t.Run("float64", testBatchRatios[float64])
		t.Run("float32", testBatchRatios[float32])
	})
}

func testBatchRatios[T la.Float](t *testing.T) {
	defer la.InterleaveUpTo(128)()
	var f, alone la.BatchLU[T]
	for n := 1; n <= 130; n++ {
		if testing.Short() && n > 20 && n%7 != 2 {
			continue
		}
		type kind struct {
			name    string
			regular bool
		}
		var kinds []kind
		var items []*la.Matrix[T]
		for _, k := range matrixKinds {
			kinds = append(kinds, kind{k.name, k.name != "Hilbert"})
			items = append(items, build[T](n, k.at(n)))
		}
		for _, k := range batchKinds {
			kinds = append(kinds, kind{k.name, k.regular})
			items = append(items, build[T](n, k.at(n)))
		}
		scale := func(i int) T { return power[T](map[string]int{"huge": 1, "tiny": -1}[kinds[i].name]) }
		for i, m := range items {
			la.Scal(scale(i), m.Data)
		}
		// twice, the second time backwards, so that an item changes its lane and its neighbours
		count := 2*len(items) + 1
		a := la.NewBatch[T](count, n, n)
		which := func(i int) int { return min(i, count-1-i) % len(items) }
		for i := range count {
			item := a.Item(i)
			la.Copy(&item, items[which(i)])
		}
		const cols = 2
		f.Factorize(nil, a)
		for _, tr := range []la.Trans{la.NoTrans, la.Transpose} {
			b, x := rightSides(count, n, cols, func(i int) T { return scale(which(i)) }), la.NewBatch[T](count, n, cols)
			f.SolveTo(nil, x, tr, b)
			for i := range count {
				m, k, xi, bi := items[which(i)], kinds[which(i)], x.Item(i), b.Item(i)
				what := fmt.Sprintf("n=%d item %d, %s, transpose %v", n, i, k.name, tr)
				if bad := f.Pivot(i) >= 0; bad {
					if k.regular {
						t.Fatalf("%s: pivot %d", what, f.Pivot(i))
					}
					if xi.At(0, 0) == xi.At(0, 0) {
						t.Fatalf("%s: solution is not NaN", what)
					}
					continue
				} else if k.name == "NaN" || k.name == "Inf" || k.name == "zero" {
					t.Fatalf("%s: factorized", what)
				}
				if i >= len(items) { // the bits of the same item elsewhere
					first := which(i)
					for r := range n {
						y := x.Item(first)
						if !numtest.Equal(t, what, xi.Row(r), y.Row(r)) {
							t.FailNow()
						}
					}
					continue
				}
				if k.name == "equal rows" || k.name == "growth" && n > 8 {
					continue // no error is guaranteed to be small
				}
				if ratio := numtest.SolveRatio(n, cols, m.Data, m.Stride, bool(tr), xi.Data, xi.Stride, bi.Data, bi.Stride); !(ratio < numtest.Threshold) {
					t.Fatalf("%s: ratio %v", what, ratio)
				}
			}
		}
		// and alone
		b := rightSides(count, n, cols, func(i int) T { return scale(which(i)) })
		x := la.NewBatch[T](count, n, cols)
		f.SolveTo(nil, x, la.NoTrans, b)
		for i, m := range items {
			bi, xi, y := b.Item(i), x.Item(i), la.NewMatrix[T](n, cols)
			alone.SolveOnceTo(nil, single(y), la.NoTrans, single(m), single(&bi))
			if alone.Pivot(0) != f.Pivot(i) {
				t.Fatalf("n=%d %s: pivot %d alone, %d beside others", n, kinds[i].name, alone.Pivot(0), f.Pivot(i))
			}
			if f.Pivot(i) < 0 && !numtest.Equal(t, fmt.Sprintf("n=%d %s alone", n, kinds[i].name), y.Data, xi.Data) {
				t.FailNow()
			}
		}
	}
}

// power is 2 to a power whose reciprocal, times a little, is no normal number any more.
func power[T la.Float](sign int) T {
	if unsafe.Sizeof(*new(T)) == 4 {
		return T(math.Ldexp(1, 112*sign))
	}
	return T(math.Ldexp(1, 1010*sign))
}

// rightSides returns the same random right-hand sides for every item i, times scale(i).
func rightSides[T la.Float](count, n, cols int, scale func(i int) T) *la.Batch[T] {
	b := la.NewBatch[T](count, n, cols)
	for i := range count {
		item := b.Item(i)
		la.Copy(&item, random[T](numtest.Rand(uint64(n)), n, cols))
		la.Scal(scale(i), item.Data)
	}
	return b
}

// TestBatchFactors: P A = L U, P a permutation, no element of L above 1 by more than a rounding.
func TestBatchFactors(t *testing.T) { forBoth(t, testBatchFactors[float64], testBatchFactors[float32]) }

func testBatchFactors[T la.Float](t *testing.T) {
	defer la.InterleaveUpTo(128)()
	var f la.BatchLU[T]
	for _, n := range []int{1, 2, 3, 4, 5, 8, 13, 16, 17, 31, 32, 33, 50, 64, 100, 103} {
		a := la.NewBatch[T](len(matrixKinds), n, n)
		for c, k := range matrixKinds {
			item := a.Item(c)
			la.Copy(&item, build[T](n, k.at(n)))
		}
		f.Factorize(nil, a)
		for c, k := range matrixKinds {
			lu, rows := la.BatchFactors(&f, c)
			item, pa := a.Item(c), la.NewMatrix[T](n, n)
			none, seen := make([]int, n), make([]bool, n)
			for i, r := range rows {
				if seen[r] {
					t.Fatalf("n=%d %s: row %d twice", n, k.name, r)
				}
				seen[r], none[i] = true, i
				copy(pa.Row(i), item.Row(r))
				for j, v := range lu.Row(i)[:i] {
					if !(math.Abs(float64(v)) <= 1+2*numtest.Eps[T]()) {
						t.Fatalf("n=%d %s: L[%d][%d] is %v", n, k.name, i, j, v)
					}
				}
			}
			if ratio := numtest.LURatio(n, pa.Data, n, lu.Data, n, none); !(ratio < numtest.Threshold) {
				t.Errorf("n=%d %s: ratio %v", n, k.name, ratio)
			}
		}
	}
}
