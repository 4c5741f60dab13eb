package la_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// randomCSR draws a matrix of integers with entries(i) entries in row i, some of them twice in a place; the first entry is number 3.
func randomCSR[T la.Float](r *rand.Rand, rows, cols int, entries func(i int) int) (s *la.CSR[T], val []T) {
	start := []int{3}
	for i := range rows {
		start = append(start, start[i]+entries(i))
	}
	col := make([]int32, start[rows]+2)
	val = numtest.Integers(r, make([]T, len(col)), 9)
	for e := range col {
		col[e] = -1 // of no row
		if e >= 3 && e < start[rows] {
			col[e] = int32(r.IntN(cols))
		}
	}
	s = new(la.CSR[T])
	s.Reset(rows, cols, start, col, val)
	return s, val
}

// dense returns s as a matrix.
func dense[T la.Float](s *la.CSR[T]) *la.Matrix[T] {
	m := la.NewMatrix[T](s.Rows(), s.Cols())
	for i := range s.Rows() {
		col, val := s.Row(i)
		for e, j := range col {
			m.Set(i, int(j), m.At(i, int(j))+val[e])
		}
	}
	return m
}

func integerMatrix[T la.Float](r *rand.Rand, rows, cols int) *la.Matrix[T] {
	m := la.NewMatrix[T](rows, cols)
	numtest.Integers(r, m.Data, 9)
	return padded(m)
}

// growing gives rows of 0, 1, 2, .. entries, up to most, and again.
func growing(most int) func(int) int { return func(i int) int { return i % (most + 1) } }

// testSparse: on integers the products are exact, whatever the cut; padding stays, and with beta = 0 nothing is read.
func testSparse[T la.Float](t *testing.T) {
	for _, cut := range [][3]int{{1024, 128, 1 << 19}, {3, 5, 1}} {
		t.Run(fmt.Sprint(cut), func(t *testing.T) {
			t.Cleanup(la.SetSparse(cut[0], cut[1], cut[2]))
			r := numtest.Rand(1)
			pool := sched.New(3)
			defer pool.Close()
			for _, size := range [][3]int{{1, 1, 1}, {7, 5, 3}, {5, 7, 64}, {40, 30, 65}, {2, 300, 131}, {30, 1, 16}, {0, 3, 4}, {3, 4, 0}, {4, 9, 1}, {9, 6, 9000}} {
				m, k, n := size[0], size[1], size[2]
				s, val := randomCSR[T](r, m, k, growing(12))
				for _, scalars := range [][2]T{{1, 1}, {1, 0}, {-2, 3}, {3, 0}} {
					alpha, beta := scalars[0], scalars[1]
					what := fmt.Sprint(size, scalars)
					b, c := integerMatrix[T](r, k, n), integerMatrix[T](r, m, n)
					want := padded(c)
					la.Gemm(nil, la.NoTrans, la.NoTrans, alpha, dense(s), b, beta, want)
					if beta == 0 {
						for i := range m {
							numtest.Fill(c.Row(i), T(math.NaN()))
						}
					}
					la.SparseGemm(pool, alpha, s, b, beta, c)
					numtest.Equal(t, "SparseGemm "+what, c.Data, want.Data)

					z, d := integerMatrix[T](r, m, n), integerMatrix[T](r, k, n)
					all := la.NewMatrix[T](m, k)
					la.Gemm(nil, la.NoTrans, la.Transpose, alpha, z, d, 0, all)
					old := append([]T(nil), val...)
					expect := append([]T(nil), val...)
					at := 3
					for i := range m {
						col, v := s.Row(i)
						for e, j := range col {
							expect[at] = all.At(i, int(j))
							if beta != 0 {
								expect[at] += beta * v[e]
							} else {
								v[e] = T(math.NaN())
							}
							at++
						}
					}
					la.SampledGemm(pool, alpha, z, d, beta, s)
					numtest.Equal(t, "SampledGemm "+what, val, expect)
					copy(val, old)
				}
			}
		})
	}
}

func TestSparse(t *testing.T) { forBoth(t, testSparse[float64], testSparse[float32]) }

// testSparseBits: the same bits for any number of workers and any columns computed together; AddRows gives those of SparseGemm.
func testSparseBits[T la.Float](t *testing.T) {
	for _, cut := range [][3]int{{1024, 128, 1 << 12}, {7, 5, 1}} {
		t.Run(fmt.Sprint(cut), func(t *testing.T) {
			t.Cleanup(la.SetSparse(cut[0], cut[1], cut[2]))
			r := numtest.Rand(2)
			const m, k, n = 50, 400, 150
			s, val := randomCSR[T](r, m, k, func(i int) int { return i * i })
			numtest.Uniform(r, val)
			b, c, d := random[T](r, k, n), random[T](r, m, n), random[T](r, m, n)
			run := func(p *sched.Pool, b, c *la.Matrix[T]) *la.Matrix[T] {
				out := padded(c)
				la.SparseGemm(p, 0.7, s, b, 0.3, out)
				return out
			}
			want := run(nil, b, c)
			drawn := append([]T(nil), val...)
			sampled := func(p *sched.Pool) []T {
				copy(val, drawn)
				la.SampledGemm(p, 0.7, d, b, 0.3, s)
				out := append([]T(nil), val...)
				copy(val, drawn)
				return out
			}
			values := sampled(nil)
			for _, workers := range []int{1, 2, 3, 12} {
				pool := sched.New(workers)
				numtest.Equal(t, fmt.Sprint("SparseGemm, workers ", workers), run(pool, b, c).Data, want.Data)
				numtest.Equal(t, fmt.Sprint("SampledGemm, workers ", workers), sampled(pool), values)
				pool.Close()
			}
			for j, w := 0, 1; j < n; j, w = j+w, 2*w+1 {
				w = min(w, n-j)
				bw, cw, part := b.View(0, j, k, w), c.View(0, j, m, w), want.View(0, j, m, w)
				got := run(nil, &bw, &cw)
				for i := range m {
					numtest.Equal(t, fmt.Sprintf("columns %d+%d, row %d", j, w, i), got.Row(i), part.Row(i))
				}
			}
			column, x, y := want.View(0, 3, m, 1), make([]T, k), make([]T, m)
			for i := range k {
				x[i] = b.At(i, 3)
			}
			for i := range m {
				y[i] = c.At(i, 3)
			}
			la.SparseGemv(nil, 0.7, s, x, 0.3, y)
			for i, v := range y {
				numtest.Equal(t, fmt.Sprint("SparseGemv ", i), []T{v}, column.Row(i))
			}
			sum := padded(d)
			la.SparseGemm(nil, 0.7, s, b, 1, sum)
			for i, h := 0, 1; i < m; i, h = i+h, h+1 {
				h = min(h, m-i)
				part, want := d.View(i, 0, h, n), sum.View(i, 0, h, n)
				got := padded(&part)
				s.AddRows(0.7, i, i+h, b, got)
				for r := range h {
					numtest.Equal(t, fmt.Sprint("AddRows ", i+r), got.Row(r), want.Row(r))
				}
				checkPadding(t, got)
			}
		})
	}
}

func TestSparseBits(t *testing.T) { forBoth(t, testSparseBits[float64], testSparseBits[float32]) }

// TestSparseEmpty: rows without entries leave beta*C, whatever alpha is; products over nothing are zero.
func TestSparseEmpty(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		var none, s la.CSR[float64]
		none.Reset(2, 0, []int{0, 0, 0}, nil, nil)
		c := la.NewMatrix[float64](2, 3)
		numtest.Fill(c.Data, 2)
		la.SparseGemm(nil, math.Inf(1), &none, la.NewMatrix[float64](0, 3), 3, c)
		numtest.Equal(t, "C", c.Data, []float64{6, 6, 6, 6, 6, 6})
		la.SparseGemm(nil, math.NaN(), &none, la.NewMatrix[float64](0, 3), 0, c)
		numtest.Equal(t, "C", c.Data, make([]float64, 6))
		val := []float64{1, 2}
		s.Reset(1, 2, []int{0, 2}, []int32{0, 1}, val)
		la.SampledGemm(nil, 1, la.NewMatrix[float64](1, 0), la.NewMatrix[float64](2, 0), 3, &s)
		numtest.Equal(t, "values", val, []float64{3, 6})
		la.SampledGemm(nil, 1, la.NewMatrix[float64](1, 0), la.NewMatrix[float64](2, 0), 0, &s)
		numtest.Equal(t, "values", val, []float64{0, 0})
	})
}

// TestSparseInPlace: AddRows computes rows of a matrix from its earlier rows.
func TestSparseInPlace(t *testing.T) {
	var s la.CSR[float64]
	s.Reset(4, 4, []int{0, 0, 1, 3, 4}, []int32{0, 0, 1, 2}, []float64{2, 3, 5, 7})
	x := la.NewMatrix[float64](4, 3)
	numtest.Fill(x.Data, 1)
	for i := range 4 {
		row := x.View(i, 0, 1, 3)
		s.AddRows(1, i, i+1, x, &row)
	}
	numtest.Equal(t, "x", x.Data, []float64{1, 1, 1, 3, 3, 3, 19, 19, 19, 134, 134, 134})
}

func TestSparseAllocs(t *testing.T) {
	t.Cleanup(la.SetSparse(20, 128, 1000))
	pool := sched.New(2)
	defer pool.Close()
	r := numtest.Rand(1)
	s, _ := randomCSR[float64](r, 100, 50, growing(30))
	b, c, d := random[float64](r, 50, 70), random[float64](r, 100, 70), random[float64](r, 100, 70)
	for _, p := range []*sched.Pool{nil, pool} {
		wantNoAllocs(t, "SparseGemm", func() { la.SparseGemm(p, 1, s, b, 1, c) })
		wantNoAllocs(t, "SparseGemv", func() { la.SparseGemv(p, 1e-3, s, b.Data[:50], 0, c.Data[:100]) })
		wantNoAllocs(t, "SampledGemm", func() { la.SampledGemm(p, 1e-3, d, b, 1e-3, s) })
		wantNoAllocs(t, "AddRows", func() {
			rows := c.View(0, 0, 2, 70)
			s.AddRows(1, 29, 31, b, &rows)
		})
	}
}

func TestSparseMisuse(t *testing.T) {
	const (
		badShape, wrong, overlapping = "la: dimension mismatch", "la: vector of wrong length", "la: operands overlap in part"
		badStart, outOfRange         = "la: row starts do not ascend within the entries", "la: index out of range"
	)
	val := make([]float64, 2)
	reset := func(rows, cols int, start []int, col ...int32) func() {
		return func() { new(la.CSR[float64]).Reset(rows, cols, start, col, val) }
	}
	wantPanic(t, "la: negative dimension", reset(-1, 2, nil))
	wantPanic(t, wrong, reset(1, 2, []int{0}, 0, 1))
	wantPanic(t, wrong, reset(1, 2, []int{0, 1}, 0))
	wantPanic(t, badStart, reset(1, 2, []int{0, 3}, 0, 1))
	wantPanic(t, badStart, reset(1, 2, []int{-1, 2}, 0, 1))
	wantPanic(t, badStart, reset(2, 2, []int{0, 2, 1}, 0, 1))
	wantPanic(t, outOfRange, reset(1, 2, []int{0, 2}, 0, 2))
	wantPanic(t, outOfRange, reset(1, 2, []int{0, 2}, -1, 0))

	var none la.CSR[float64] // the matrix of no rows
	la.SparseGemm(nil, 1, &none, la.NewMatrix[float64](0, 2), 1, la.NewMatrix[float64](0, 2))
	la.SampledGemm(nil, 1, la.NewMatrix[float64](0, 2), la.NewMatrix[float64](0, 2), 1, &none)
	la.SparseGemv(nil, 1, &none, nil, 1, nil)
	none.AddRows(1, 0, 0, la.NewMatrix[float64](0, 2), la.NewMatrix[float64](0, 2))

	var s la.CSR[float64]
	s.Reset(2, 3, []int{0, 1, 2}, []int32{0, 2}, val)
	m := la.NewMatrix[float64]
	gemm := func(s *la.CSR[float64], b, c *la.Matrix[float64]) func() {
		return func() { la.SparseGemm(nil, 1, s, b, 1, c) }
	}
	wantPanic(t, "la: nil matrix", gemm(nil, m(3, 4), m(2, 4)))
	wantPanic(t, "la: nil matrix", gemm(&s, nil, m(2, 4)))
	wantPanic(t, badShape, gemm(&s, m(2, 4), m(2, 4)))
	wantPanic(t, badShape, gemm(&s, m(3, 4), m(3, 4)))
	wantPanic(t, badShape, gemm(&s, m(3, 4), m(2, 5)))
	wantPanic(t, "la: matrix data too short", gemm(&s, &la.Matrix[float64]{Rows: 3, Cols: 4, Stride: 4, Data: make([]float64, 11)}, m(2, 4)))
	both := m(5, 4)
	top, bottom := both.View(0, 0, 3, 4), both.View(2, 0, 2, 4)
	wantPanic(t, overlapping, gemm(&s, &top, &bottom))
	wantPanic(t, overlapping, gemm(&s, m(3, 1), &la.Matrix[float64]{Rows: 2, Cols: 1, Stride: 1, Data: val}))
	sampled := func(z, d *la.Matrix[float64]) func() { return func() { la.SampledGemm(nil, 1, z, d, 1, &s) } }
	wantPanic(t, badShape, sampled(m(3, 4), m(3, 4)))
	wantPanic(t, badShape, sampled(m(2, 4), m(2, 4)))
	wantPanic(t, badShape, sampled(m(2, 4), m(3, 5)))
	wantPanic(t, overlapping, sampled(&la.Matrix[float64]{Rows: 2, Cols: 1, Stride: 1, Data: val}, m(3, 1)))
	add := func(lo, hi int, b, dst *la.Matrix[float64]) func() { return func() { s.AddRows(1, lo, hi, b, dst) } }
	wantPanic(t, outOfRange, add(1, 3, m(3, 4), m(2, 4)))
	wantPanic(t, outOfRange, add(-1, 1, m(3, 4), m(2, 4)))
	wantPanic(t, outOfRange, add(2, 1, m(3, 4), m(2, 4)))
	wantPanic(t, badShape, add(0, 1, m(2, 4), m(1, 4)))
	wantPanic(t, badShape, add(0, 1, m(3, 4), m(1, 5)))
	wantPanic(t, badShape, add(0, 1, m(3, 4), m(2, 4)))
	wantPanic(t, wrong, func() { la.SparseGemv(nil, 1, &s, make([]float64, 2), 1, make([]float64, 2)) })
	wantPanic(t, wrong, func() { la.SparseGemv(nil, 1, &s, make([]float64, 3), 1, make([]float64, 3)) })
	wantPanic(t, overlapping, func() { la.SparseGemv(nil, 1, &s, make([]float64, 3), 1, val) })
	wantPanic(t, outOfRange, func() { s.Row(-1) })
	if new(la.CSR[float32]).Entries() != 0 || s.Entries() != 2 {
		t.Error("Entries")
	}
}

// BenchmarkSparse sets products of sparse blocks with 64 samples against the dense product of either orientation, on one worker.
func BenchmarkSparse(b *testing.B) {
	b.Run("f64/isa="+asm.Active[float64]().Name, benchSparse[float64])
	b.Run("f32/isa="+asm.Active[float32]().Name, benchSparse[float32])
}

func benchSparse[T la.Float](b *testing.B) {
	const samples = 64
	for _, n := range []int{50, 100, 300, 1000} {
		r := numtest.Rand(1)
		u, v := numtest.Uniform(r, make([]T, n)), make([]T, n)
		x, y := random[T](r, n, samples), la.NewMatrix[T](n, samples)
		rows, out, w := random[T](r, samples, n), la.NewMatrix[T](samples, n), random[T](r, n, n)
		bench := func(op string, flops int, call func()) {
			b.Run(fmt.Sprintf("n=%d/%s", n, op), func(b *testing.B) {
				for b.Loop() {
					call()
				}
				reportFlops(b, float64(flops))
			})
		}
		bench("dense, sample rows", 2*n*n*samples, func() { la.Gemm(nil, la.NoTrans, la.NoTrans, 1, rows, w, 0, out) })
		bench("dense, node rows", 2*n*n*samples, func() { la.Gemm(nil, la.NoTrans, la.NoTrans, 1, w, x, 0, y) })
		for _, percent := range []int{1, 2, 5, 10, 20, 30, 40, 50} {
			s, _ := randomCSR[T](r, n, n, func(int) int { // as a random graph has them
				e := 0
				for range n {
					if r.IntN(100) < percent {
						e++
					}
				}
				return e
			})
			bench(fmt.Sprintf("density=%d%%/vector", percent), 2*s.Entries(), func() { la.SparseGemv(nil, 1, s, u, 0, v) })
			bench(fmt.Sprintf("density=%d%%", percent), 2*s.Entries()*samples, func() { la.SparseGemm(nil, 1, s, x, 0, y) })
		}
	}
}
