package asm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
	"unsafe"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// interleaved is a matrix of np rows and w columns in every lane, as BatchKernels want it, in guarded memory: a group
// or a panel (panels of BatchTile columns), or one right-hand side (panels of one).
type interleaved[T Float] struct {
	lanes, np, width int
	data             []T
}

func newInterleaved[T Float](t numtest.TB, lanes, np, panels, width int, end numtest.End) *interleaved[T] {
	return &interleaved[T]{lanes, np, width, numtest.Guarded[T](t, np*panels*width*lanes, end)}
}

func (x *interleaved[T]) at(i, j, l int) *T {
	return &x.data[((j/x.width*x.np+i)*x.width+j%x.width)*x.lanes+l]
}

// bothEnds runs f with operands that end, and that start, at a page nobody may touch.
func bothEnds(t *testing.T, f func(s *numtest.Scope, end numtest.End)) {
	t.Helper()
	for _, end := range []numtest.End{numtest.Front, numtest.Back} {
		s := numtest.NewScope(t)
		f(s, end)
		s.Close()
	}
}

func forBatch(t *testing.T, f64 func(t *testing.T, k *BatchKernels[float64]), f32 func(t *testing.T, k *BatchKernels[float32])) {
	forEachKernel(t, func(t *testing.T, k *Kernels[float64]) { f64(t, &k.Batch) })
	forEachKernel(t, func(t *testing.T, k *Kernels[float32]) { f32(t, &k.Batch) })
}

func testBatchComplete[T Float](t *testing.T, k *BatchKernels[T]) {
	for v, i := reflect.ValueOf(*k), 0; i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Errorf("field %s is not set", v.Type().Field(i).Name)
		}
	}
}

func TestBatchComplete(t *testing.T) {
	forBatch(t, testBatchComplete[float64], testBatchComplete[float32])
}

// permutations returns the row numbers of a group: in every lane another order of n rows.
func permutations(t numtest.TB, r *rand.Rand, lanes, n int, end numtest.End) []int32 {
	out := unsafe.Slice((*int32)(unsafe.Pointer(&numtest.Guarded[float32](t, n*lanes, end)[0])), n*lanes)
	for l := range lanes {
		for i, p := range r.Perm(n) {
			out[i*lanes+l] = int32(p)
		}
	}
	return out
}

func testBatchCopies[T Float](t *testing.T, k *BatchKernels[T]) {
	r := numtest.Rand(1)
	for _, n := range []int{1, 2, 3, 4, 5, 8, 13, 33} {
		for panels := 1; panels <= min(4, (n+3)/4); panels++ {
			bothEnds(t, func(s *numtest.Scope, end numtest.End) {
				cols := panels * BatchTile
				stride := cols + n%3
				item := n*stride + n%2
				what := fmt.Sprintf("n=%d panels=%d", n, panels)
				src := numtest.Uniform(r, numtest.Guarded[T](s, (k.Lanes-1)*item+(n-1)*stride+cols, end))
				rows := permutations(s, r, k.Lanes, n, end)
				x := newInterleaved[T](s, k.Lanes, n+1, panels, BatchTile, end)
				numtest.Fill(x.data, -9)
				k.Load(n, panels, n+1, &x.data[0], &src[0], item, stride, &rows[0])
				v := newInterleaved[T](s, k.Lanes, n, 1, 1, end)
				k.LoadVec(n, &v.data[0], 1, &src[cols-1], item, stride, &rows[0])
				wide := numtest.Fill(numtest.Guarded[T](s, ((n-1)*3+1)*k.Lanes, end), -9)
				k.LoadVec(n, &wide[0], 3, &src[0], item, stride, &rows[0])
				for l := range k.Lanes {
					for i := range n {
						row := src[l*item+int(rows[i*k.Lanes+l])*stride:]
						for j := range cols {
							if *x.at(i, j, l) != row[j] {
								t.Fatalf("%s: element %d,%d of lane %d is %v, want %v", what, i, j, l, *x.at(i, j, l), row[j])
							}
						}
						if *v.at(i, 0, l) != row[cols-1] || wide[i*3*k.Lanes+l] != row[0] {
							t.Fatalf("%s: LoadVec: element %d of lane %d", what, i, l)
						}
					}
					for p := range panels {
						if *x.at(n, p*BatchTile, l) != -9 {
							t.Fatalf("%s: row %d written", what, n)
						}
					}
				}
				for i := range wide {
					if i/k.Lanes%3 != 0 && wide[i] != -9 {
						t.Fatalf("%s: LoadVec wrote between its vectors", what)
					}
				}
				// and back: only the elements of four columns, or of one
				dst := numtest.Fill(numtest.Guarded[T](s, len(src), end), -9)
				k.Store(n, &dst[0], item, stride, &rows[0], &x.data[0])
				compareColumns(t, what+" Store", dst, src, item, stride, n, 0, BatchTile)
				numtest.Fill(dst, -9)
				k.StoreVec(n, &dst[cols-1], item, stride, &rows[0], &v.data[0])
				compareColumns(t, what+" StoreVec", dst, src, item, stride, n, cols-1, 1)
			})
		}
	}
}

// compareColumns wants columns lo... of got to be those of want and everything else -9.
func compareColumns[T Float](t *testing.T, what string, got, want []T, item, stride, n, lo, width int) {
	t.Helper()
	for i, v := range got {
		row, col := i%item/stride, i%item%stride
		w := T(-9)
		if row < n && col >= lo && col < lo+width {
			w = want[i]
		}
		if v != w {
			t.Fatalf("%s: row %d, column %d of lane %d is %v, want %v", what, row, col, i/item, v, w)
		}
	}
}

func TestBatchCopies(t *testing.T) { forBatch(t, testBatchCopies[float64], testBatchCopies[float32]) }

// testBatchTriangles multiplies small integers with triangles whose diagonals are powers of two and gets them back.
func testBatchTriangles[T Float](t *testing.T, k *BatchKernels[T]) {
	r := numtest.Rand(2)
	for nt := 1; nt <= 6; nt++ {
		np := nt * BatchTile
		for jt := 0; jt <= nt; jt++ {
			bothEnds(t, func(s *numtest.Scope, end numtest.End) {
				lu := newInterleaved[T](s, k.Lanes, np, max(jt, 1), BatchTile, end)
				for i := range lu.data {
					lu.data[i] = T(r.IntN(3) - 1)
				}
				for i := range jt * BatchTile {
					for l := range k.Lanes {
						*lu.at(i, i, l) = []T{1, -1, 2, 0.5}[r.IntN(4)]
					}
				}
				want := newInterleaved[T](s, k.Lanes, np, 1, BatchTile, end)
				for i := range want.data {
					want.data[i] = T(r.IntN(5) - 2)
				}
				// product is op(T) times want, T the first columns of the lower or the upper triangle
				check := func(name string, upper, tr bool, solve, vec func(x *T)) {
					b := newInterleaved[T](s, k.Lanes, np, 1, BatchTile, end)
					column := newInterleaved[T](s, k.Lanes, np, 1, 1, end)
					for l := range k.Lanes {
						for i := range np {
							for c := range BatchTile {
								v := *want.at(i, c, l)
								if upper {
									v *= *lu.at(i, i, l)
								}
								for q := range jt * BatchTile {
									row, col := i, q
									if tr {
										row, col = q, i
									}
									if upper && row < col || !upper && row > col {
										v += *lu.at(row, col, l) * *want.at(q, c, l)
									}
								}
								*b.at(i, c, l) = v
							}
							*column.at(i, 0, l) = *b.at(i, 1, l)
						}
					}
					what := fmt.Sprintf("%s nt=%d jt=%d", name, nt, jt)
					solve(&b.data[0])
					if !numtest.Equal(t, what, plusZero(b.data), plusZero(want.data)) {
						t.FailNow()
					}
					if vec == nil {
						return
					}
					vec(&column.data[0])
					for i := range column.data {
						if got, w := column.data[i], *want.at(i/k.Lanes, 1, i%k.Lanes); got != w {
							t.Fatalf("%sVec: row %d lane %d is %v, want %v", what, i/k.Lanes, i%k.Lanes, got, w)
						}
					}
				}
				lower := func(x *T) { k.Lower(nt, jt, &lu.data[0], x) }
				if jt < nt {
					check("Lower", false, false, lower, nil)
					return
				}
				check("Lower", false, false, lower, func(x *T) { k.LowerVec(nt, &lu.data[0], x) })
				check("Upper", true, false, func(x *T) { k.Upper(nt, &lu.data[0], x) }, func(x *T) { k.UpperVec(nt, &lu.data[0], x) })
				check("UpperT", true, true, func(x *T) { k.UpperT(nt, &lu.data[0], x) }, func(x *T) { k.UpperTVec(nt, &lu.data[0], x) })
				check("LowerT", false, true, func(x *T) { k.LowerT(nt, &lu.data[0], x) }, func(x *T) { k.LowerTVec(nt, &lu.data[0], x) })
			})
		}
	}
}

func TestBatchTriangles(t *testing.T) {
	forBatch(t, testBatchTriangles[float64], testBatchTriangles[float32])
}

// testBatchVecBits: one right-hand side has the bits it has in a panel.
func testBatchVecBits[T Float](t *testing.T, k *BatchKernels[T]) {
	const nt = 5
	const np = nt * BatchTile
	r := numtest.Rand(3)
	lu := newInterleaved[T](t, k.Lanes, np, nt, BatchTile, numtest.Back)
	numtest.Uniform(r, lu.data)
	for i := range np {
		for l := range k.Lanes {
			*lu.at(i, i, l) += 4
		}
	}
	for name, f := range map[string]struct{ panel, vec func(nt int, lu, x *T) }{
		"Lower":  {func(nt int, lu, x *T) { k.Lower(nt, nt, lu, x) }, k.LowerVec},
		"Upper":  {k.Upper, k.UpperVec},
		"UpperT": {k.UpperT, k.UpperTVec},
		"LowerT": {k.LowerT, k.LowerTVec},
	} {
		b := newInterleaved[T](t, k.Lanes, np, 1, BatchTile, numtest.Back)
		x := newInterleaved[T](t, k.Lanes, np, 1, 1, numtest.Back)
		numtest.Uniform(r, b.data)
		for i := range np {
			for l := range k.Lanes {
				*x.at(i, 0, l) = *b.at(i, 2, l)
			}
		}
		f.panel(nt, &lu.data[0], &b.data[0])
		f.vec(nt, &lu.data[0], &x.data[0])
		for i := range np {
			for l := range k.Lanes {
				if got, want := *x.at(i, 0, l), *b.at(i, 2, l); got != want {
					t.Fatalf("%s: row %d lane %d is %v, in a panel %v", name, i, l, got, want)
				}
			}
		}
	}
}

func TestBatchVecBits(t *testing.T) {
	forBatch(t, testBatchVecBits[float64], testBatchVecBits[float32])
}

// extremes are powers of two from the smallest subnormal number on to the largest that leaves room for small integers.
func extremes[T Float]() []int {
	if unsafe.Sizeof(*new(T)) == 4 {
		return []int{0, -149, -126, -115, -40, 60, 105, 112, 118}
	}
	return []int{0, -1074, -1022, -1003, -300, 300, 998, 1003, 1015}
}

// testBatchPanel factors row-permuted products of an L with elements below 1 and an integer U, in which every pivot is
// known and nothing is rounded, in every lane at another scale; lanes of zeros and NaN stand beside them.
func testBatchPanel[T Float](t *testing.T, k *BatchKernels[T]) {
	r := numtest.Rand(4)
	scales := extremes[T]()
	for m := 1; m <= 21; m++ {
		for round := range 4 * len(scales) {
			bothEnds(t, func(s *numtest.Scope, end numtest.End) {
				steps := min(m, BatchTile)
				x := newInterleaved[T](s, k.Lanes, m, 1, BatchTile, end)
				want := newInterleaved[T](s, k.Lanes, m, 1, BatchTile, end)
				work := numtest.Guarded[T](s, 16*k.Lanes, end)
				spoiled := map[int]bool{}
				pivots := make([]int, BatchTile*k.Lanes)
				for l := range k.Lanes {
					scale := math.Ldexp(1, scales[(round+l)%len(scales)])
					lower, upper := [21][4]float64{}, [4][4]float64{}
					for i := range m {
						for j := range min(i, steps) {
							lower[i][j] = []float64{0, 0.25, -0.25, 0.5, -0.5}[r.IntN(5)]
						}
					}
					for i := range steps {
						upper[i][i] = []float64{16, -16, 32}[r.IntN(3)]
						for j := i + 1; j < BatchTile; j++ {
							upper[i][j] = float64(16 * (r.IntN(5) - 2))
						}
					}
					// rows in their order before the exchanges: undo those of steps-1, .., 0
					order := make([]int, m)
					for i := range order {
						order[i] = i
					}
					for q := range BatchTile {
						pivots[q*k.Lanes+l] = q
					}
					for q := steps - 1; q >= 0; q-- {
						p := q + r.IntN(m-q)
						pivots[q*k.Lanes+l] = p
						order[q], order[p] = order[p], order[q]
					}
					for i := range m {
						for j := range BatchTile {
							v := 0.0
							for q := range steps {
								e := lower[order[i]][q]
								if q == order[i] {
									e = 1
								}
								v += e * upper[q][j]
							}
							*x.at(i, j, l) = T(v * scale)
							switch {
							case j < i && j < steps:
								*want.at(i, j, l) = T(lower[i][j])
							case i < steps:
								*want.at(i, j, l) = T(upper[i][j] * scale)
							}
						}
					}
					if round%4 == 3 && l%3 == 0 {
						spoiled[l] = true
						for i := range m {
							for j := range BatchTile {
								*x.at(i, j, l) = T([]float64{0, math.NaN(), math.Inf(1)}[(l/3+i%2)%3])
							}
						}
					}
				}
				if got := k.Panel(m, &x.data[0], &work[0]); got != (len(spoiled) == 0) {
					t.Fatalf("m=%d: regular is %v with %d lanes spoiled", m, got, len(spoiled))
				}
				for l := range k.Lanes {
					for q := range BatchTile {
						p := work[q*k.Lanes+l]
						if spoiled[l] && (p < T(q) || p > T(max(m-1, q))) || !spoiled[l] && int(p) != pivots[q*k.Lanes+l] {
							t.Fatalf("m=%d lane %d: pivot %d is in row %v, want %d", m, l, q, p, pivots[q*k.Lanes+l])
						}
					}
					for i := range m {
						for j := range BatchTile {
							if got, w := *x.at(i, j, l), *want.at(i, j, l); !spoiled[l] && got != w {
								t.Fatalf("m=%d lane %d scale 2^%d: element %d,%d is %v, want %v", m, l, scales[(round+l)%len(scales)], i, j, got, w)
							}
						}
					}
				}
			})
		}
	}
}

func TestBatchPanel(t *testing.T) { forBatch(t, testBatchPanel[float64], testBatchPanel[float32]) }

// testBatchPivot: the first of equals, a NaN before all.
func testBatchPivot[T Float](t *testing.T, k *BatchKernels[T]) {
	const m = 9
	x := newInterleaved[T](t, k.Lanes, m, 1, BatchTile, numtest.Back)
	work := numtest.Guarded[T](t, 16*k.Lanes, numtest.Back)
	want := make([]T, k.Lanes)
	for l := range k.Lanes {
		first, best := 0, T(0)
		for i := range m {
			v := T([]float64{1, -2, 2, 1, -2, 0.5, 1, 2, 1}[(i+l)%m])
			*x.at(i, 0, l) = v
			if max(v, -v) > best {
				first, best = i, max(v, -v)
			}
		}
		switch {
		case l%4 == 1:
			first = 6
			*x.at(6, 0, l) = T(math.NaN())
			*x.at(7, 0, l) = T(math.Inf(1))
		case l%4 == 3:
			first = 5
			*x.at(5, 0, l) = T(math.Inf(-1))
		}
		want[l] = T(first)
	}
	k.Panel(m, &x.data[0], &work[0])
	numtest.Equal(t, "first pivots", work[:k.Lanes], want)
}

func TestBatchPivot(t *testing.T) { forBatch(t, testBatchPivot[float64], testBatchPivot[float32]) }

func testBatchSwap[T Float](t *testing.T, k *BatchKernels[T]) {
	r := numtest.Rand(5)
	for nt := 1; nt <= 6; nt++ {
		np := nt * BatchTile
		for own := range nt {
			for panels := own; panels <= nt; panels++ {
				bothEnds(t, func(s *numtest.Scope, end numtest.End) {
					row := own * BatchTile
					lu := newInterleaved[T](s, k.Lanes, np, max(panels, 1), BatchTile, end)
					for i := range lu.data {
						lu.data[i] = T(i)
					}
					want := append([]T(nil), lu.data...)
					rows := permutations(s, r, k.Lanes, np, end)
					wantRows := append([]int32(nil), rows...)
					work := numtest.Guarded[T](s, 16*k.Lanes, end)
					for q := range BatchTile {
						for l := range k.Lanes {
							p := q + r.IntN(np-row-q)
							if r.IntN(3) == 0 {
								p = q
							}
							work[q*k.Lanes+l] = T(p)
							i, j := (row+q)*k.Lanes+l, (row+p)*k.Lanes+l
							wantRows[i], wantRows[j] = wantRows[j], wantRows[i]
							for c := range panels * BatchTile {
								if c/BatchTile != own {
									i, j := ((c/BatchTile*np+row+q)*BatchTile+c%BatchTile)*k.Lanes+l, ((c/BatchTile*np+row+p)*BatchTile+c%BatchTile)*k.Lanes+l
									want[i], want[j] = want[j], want[i]
								}
							}
						}
					}
					k.Swap(panels, np, row, &lu.data[0], &rows[0], &work[0])
					if !numtest.Equal(t, fmt.Sprintf("nt=%d own=%d panels=%d", nt, own, panels), lu.data, want) || !reflect.DeepEqual(rows, wantRows) {
						t.Fatal("exchanges differ")
					}
				})
			}
		}
	}
}

func TestBatchSwap(t *testing.T) { forBatch(t, testBatchSwap[float64], testBatchSwap[float32]) }

// testBatchRegular: one bad pivot of any kind, in any step of any lane, is reported.
func testBatchRegular[T Float](t *testing.T, k *BatchKernels[T]) {
	work := numtest.Guarded[T](t, 16*k.Lanes, numtest.Back)
	for _, bad := range []float64{1, 0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1)} {
		for m := 1; m <= 6; m++ {
			for l := range k.Lanes {
				for step := range min(m, BatchTile) {
					s := numtest.NewScope(t)
					x := newInterleaved[T](s, k.Lanes, m, 1, BatchTile, numtest.Back)
					for i := range min(m, BatchTile) {
						for l := range k.Lanes {
							*x.at(i, i, l) = 1
						}
					}
					*x.at(step, step, l) = T(bad)
					if got := k.Panel(m, &x.data[0], &work[0]); got != (bad == 1) {
						t.Fatalf("pivot %v in step %d of %d, lane %d: regular is %v", bad, step, m, l, got)
					}
					s.Close()
				}
			}
		}
	}
}

func TestBatchRegular(t *testing.T) {
	forBatch(t, testBatchRegular[float64], testBatchRegular[float32])
}

// testBatchTime: no call works longer than 50 microseconds, the time for which a goroutine may not be preempted, on the
// largest group that is allowed.
func testBatchTime[T Float](t *testing.T, k *BatchKernels[T]) {
	const nt, np = 32, 32 * BatchTile
	lu, a, x := make([]T, np*np*k.Lanes), make([]T, np*np*k.Lanes), make([]T, np*BatchTile*k.Lanes)
	work, rows := make([]T, 16*k.Lanes), make([]int32, np*k.Lanes)
	for i := range rows {
		rows[i] = int32(i / k.Lanes)
	}
	for i := range lu {
		lu[i] = 1 // every tile on the diagonal is regular for a substitution
	}
	for name, f := range map[string]func(){
		"Load":      func() { k.Load(np, 4, np, &lu[0], &a[0], np*np, np, &rows[0]) },
		"Store":     func() { k.Store(np, &a[0], np*np, np, &rows[0], &x[0]) },
		"LoadVec":   func() { k.LoadVec(np, &x[0], 1, &a[0], np*np, np, &rows[0]) },
		"StoreVec":  func() { k.StoreVec(np, &a[0], np*np, np, &rows[0], &x[0]) },
		"Lower":     func() { k.Lower(nt, nt, &lu[0], &x[0]) },
		"Upper":     func() { k.Upper(nt, &lu[0], &x[0]) },
		"UpperT":    func() { k.UpperT(nt, &lu[0], &x[0]) },
		"LowerT":    func() { k.LowerT(nt, &lu[0], &x[0]) },
		"LowerVec":  func() { k.LowerVec(nt, &lu[0], &x[0]) },
		"UpperVec":  func() { k.UpperVec(nt, &lu[0], &x[0]) },
		"UpperTVec": func() { k.UpperTVec(nt, &lu[0], &x[0]) },
		"LowerTVec": func() { k.LowerTVec(nt, &lu[0], &x[0]) },
		"Panel":     func() { k.Panel(np, &x[0], &work[0]) },
		"Swap": func() {
			for i := range BatchTile * k.Lanes {
				work[i] = T(np - 1)
			}
			k.Swap(nt, np, 0, &lu[0], &rows[0], &work[0])
		},
	} {
		best := time.Hour
		for range 20 {
			clear(x)
			start := time.Now()
			f()
			best = min(best, time.Since(start))
		}
		if best > 50*time.Microsecond {
			t.Errorf("%s took %v", name, best)
		}
	}
}

func TestBatchTime(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	for _, k := range All[float64]()[1:] {
		t.Run("float64/isa="+k.Name, func(t *testing.T) { testBatchTime(t, &k.Batch) })
	}
	for _, k := range All[float32]()[1:] {
		t.Run("float32/isa="+k.Name, func(t *testing.T) { testBatchTime(t, &k.Batch) })
	}
}

// testBatchMultipliers: a multiplier is the quotient to two roundings, also where the pivot's reciprocal is no normal
// number.
func testBatchMultipliers[T Float](t *testing.T, k *BatchKernels[T]) {
	const m = 5
	r := numtest.Rand(6)
	work := numtest.Guarded[T](t, 16*k.Lanes, numtest.Back)
	x := newInterleaved[T](t, k.Lanes, m, 1, BatchTile, numtest.Back)
	top, bottom := 1023, -1021
	if unsafe.Sizeof(*new(T)) == 4 {
		top, bottom = 127, -125
	}
	for _, exp := range []int{top, top - 1, top - 12, top - 40, 0, bottom + 40, bottom + 12, bottom, bottom - 5} {
		for range 50 {
			clear(x.data)
			want := make([][m]float64, k.Lanes)
			for l := range k.Lanes {
				p := T(math.Ldexp(1+r.Float64(), exp))
				*x.at(0, 0, l) = p
				for i := 1; i < m; i++ {
					v := p * T(0.5+0.49*r.Float64())
					*x.at(i, 0, l) = v
					want[l][i] = float64(v) / float64(p)
				}
			}
			k.Panel(m, &x.data[0], &work[0])
			for l := range k.Lanes {
				for i := 1; i < m; i++ {
					got, w := float64(*x.at(i, 0, l)), want[l][i]
					if !(math.Abs(got-w) <= 3*numtest.Eps[T]()*w) {
						t.Fatalf("pivot near 2^%d: multiplier %v, want %v", exp, got, w)
					}
				}
			}
		}
	}
}

func TestBatchMultipliers(t *testing.T) {
	forBatch(t, testBatchMultipliers[float64], testBatchMultipliers[float32])
}
