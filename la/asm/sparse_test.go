package asm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// sparse is a product of m sparse rows and a k x n matrix B, with everything at one end flush against a page that faults. Its entries
// begin with number skip, those before belong to no row. Rows of B that no entry names, and the padding, are NaN.
type sparse[T Float] struct {
	m, k, n, ldb, ldc int
	start             []int
	col               []int32
	val, b, c         []T
}

// newSparse draws a product of integers whose row i has entries(i) entries.
func newSparse[T Float](t numtest.TB, r *rand.Rand, m, k, n, pad int, end numtest.End, entries func(i int) int) *sparse[T] {
	const skip = 2
	s := &sparse[T]{m: m, k: k, n: n, ldb: n + pad, ldc: n + 2*pad, start: make([]int, m+1)}
	s.start[0] = skip
	for i := range m {
		s.start[i+1] = s.start[i] + entries(i)
	}
	s.col = guardedIndices(t, s.start[m], end)
	s.val = numtest.Integers(r, numtest.Guarded[T](t, s.start[m], end), 9)
	s.b = numtest.Fill(numtest.Guarded[T](t, (k-1)*s.ldb+n, end), T(math.NaN()))
	s.c = numtest.Fill(numtest.Guarded[T](t, (m-1)*s.ldc+n, end), T(math.NaN()))
	for e := range s.col {
		s.col[e] = math.MaxInt32 // of no row
		s.val[e] = T(math.NaN())
	}
	for e := skip; e < len(s.col); e++ {
		s.col[e] = int32(r.IntN(k))
		if e%5 == 0 {
			s.col[e] = int32(k-1) * int32(e%2)
		}
		numtest.Integers(r, s.b[int(s.col[e])*s.ldb:][:n], 9)
	}
	numtest.Integers(r, s.val[skip:], 9)
	for i := range m {
		numtest.Integers(r, s.c[i*s.ldc:][:n], 9)
	}
	return s
}

// guardedIndices returns n integers next to a page that faults.
func guardedIndices(t numtest.TB, n int, end numtest.End) []int32 {
	x := numtest.Guarded[float32](t, n, end)
	return unsafe.Slice((*int32)(unsafe.Pointer(unsafe.SliceData(x))), n)
}

// run computes with f rows i0..i0+m-1 and columns j0..j0+n-1 of the product.
func (s *sparse[T]) run(f func(m, n int, alpha T, start *int, col *int32, val, b *T, ldb int, c *T, ldc int, load bool), alpha T, load bool, i0, m, j0, n int) {
	f(m, n, alpha, &s.start[i0], unsafe.SliceData(s.col), unsafe.SliceData(s.val), &s.b[j0], s.ldb, &s.c[i0*s.ldc+j0], s.ldc, load)
}

func checkSparse[T Float](t numtest.TB, k *Kernels[T], r *rand.Rand, m, n, pad int, end numtest.End, entries func(i int) int) {
	scope := numtest.NewScope(t)
	defer scope.Close()
	s := newSparse[T](scope, r, m, 7, n, pad, end, entries)
	for _, load := range []bool{true, false} {
		before := append([]T(nil), s.c...)
		s.run(sparseGeneric, -3, load, 0, m, 0, n)
		want := append([]T(nil), s.c...)
		copy(s.c, before)
		if !load {
			for i := range m {
				numtest.Fill(s.c[i*s.ldc:][:n], T(math.NaN())) // must not be read
			}
		}
		s.run(k.Sparse, -3, load, 0, m, 0, n)
		numtest.Equal(scope, fmt.Sprintf("Sparse %s %dx%d pad=%d end=%d load=%v", k.Name, m, n, pad, end, load), plusZero(s.c), plusZero(want))
	}
	rows := guardedIndices(scope, m, end)
	for i := range rows {
		rows[i] = int32(r.IntN(7))
	}
	a := numtest.Fill(numtest.Guarded[T](scope, 6*(n+pad)+n, end), T(math.NaN()))
	for _, i := range rows {
		numtest.Integers(r, a[int(i)*(n+pad):][:n], 9)
	}
	x := numtest.Integers(r, numtest.Guarded[T](scope, n, end), 9)
	y := numtest.Guarded[T](scope, m, end)
	for _, load := range []bool{true, false} {
		numtest.Integers(r, y, 9)
		want := append([]T(nil), y...)
		if !load {
			numtest.Fill(y, T(math.NaN()))
		}
		gemvRowsGeneric(m, n, -3, &a[0], n+pad, &x[0], &want[0], load, &rows[0])
		k.GemvRows(m, n, -3, &a[0], n+pad, &x[0], &y[0], load, &rows[0])
		numtest.Equal(scope, fmt.Sprintf("GemvRows %s %dx%d pad=%d end=%d load=%v", k.Name, m, n, pad, end, load), plusZero(y), plusZero(want))
	}
}

func testSparseExact[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(7)
		gemvSizes(func(m, n int) {
			checkSparse(t, k, r, m, n, 0, numtest.Front, func(i int) int { return i % 4 })
			checkSparse(t, k, r, m, n, 3, numtest.Back, func(i int) int { return (m - i) % 6 })
		})
	})
}

func TestSparseExact(t *testing.T) {
	t.Run("f64", testSparseExact[float64])
	t.Run("f32", testSparseExact[float32])
}

// testSparseCut: the bits of an element do not depend on the rows and columns computed beside it, nor on whether C lies in B.
func testSparseCut[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(8)
		const m, n = 20, 200
		s := newSparse[T](t, r, m, 50, n, 1, numtest.Back, func(i int) int { return 3*i + 1 })
		for e := range s.col {
			s.val[e] = T(2*r.Float64() - 1)
		}
		for i := range s.b {
			s.b[i] = T(2*r.Float64() - 1)
		}
		s.run(k.Sparse, 0.7, false, 0, m, 0, n)
		want := append([]T(nil), s.c...)
		for i, h := 0, 1; i < m; i, h = i+h, h+1 {
			h = min(h, m-i)
			for j, w := 0, 1; j < n; j, w = j+w, w+3 {
				w = min(w, n-j)
				s.run(k.Sparse, 0.7, false, i, h, j, w)
			}
		}
		numtest.Equal(t, "cut", s.c, want)
		for e := s.start[m-1]; e < s.start[m]; e++ {
			s.col[e] = int32(r.IntN(49))
		}
		row := s.b[49*s.ldb:][:n]
		numtest.Fill(row, 3)
		numtest.Fill(s.c[(m-1)*s.ldc:][:n], 3)
		s.run(k.Sparse, 0.7, true, m-1, 1, 0, n)
		k.Sparse(1, n, 0.7, &s.start[m-1], &s.col[0], &s.val[0], &s.b[0], s.ldb, &row[0], s.ldc, true)
		numtest.Equal(t, "C in B", row, s.c[(m-1)*s.ldc:][:n])
		// GemvRows is Gemv of the same rows.
		x, one, all := numtest.Uniform(r, make([]T, n)), make([]T, 1), make([]T, 40)
		rows := make([]int32, 40)
		for i := range rows {
			rows[i] = int32(r.IntN(50))
		}
		k.GemvRows(40, n, 0.7, &s.b[0], s.ldb, &x[0], &all[0], false, &rows[0])
		for i, row := range rows {
			k.Gemv(1, n, 0.7, &s.b[int(row)*s.ldb], s.ldb, &x[0], &one[0], false)
			numtest.Equal(t, "row", all[i:i+1], one)
		}
	})
}

func TestSparseCut(t *testing.T) {
	t.Run("f64", testSparseCut[float64])
	t.Run("f32", testSparseCut[float32])
}

// testSparseNonFinite: a NaN or Inf among the values or in a named row of B reaches what it takes part in, also against zeros, and
// nothing else.
func testSparseNonFinite[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		const m, n = 4, 37
		start, col := []int{0, 1, 1, 3, 6}, []int32{2, 0, 1, 1, 2, 0}
		for _, bad := range []float64{math.NaN(), math.Inf(1)} {
			for p := range len(col) + 3*n {
				val, b, c := make([]T, len(col)), make([]T, 3*n), make([]T, m*n)
				if p < len(col) {
					val[p] = T(bad)
				} else {
					b[p-len(col)] = T(bad)
				}
				k.Sparse(m, n, 1, &start[0], &col[0], &val[0], &b[0], n, &c[0], n, true)
				for i := range m {
					for j := range n {
						hit := false
						for e := start[i]; e < start[i+1]; e++ {
							hit = hit || e == p || int(col[e])*n+j == p-len(col)
						}
						if v := c[i*n+j]; (v != v) != hit {
							t.Fatalf("%v at %d: C[%d][%d] = %v", bad, p, i, j, v)
						}
					}
				}
			}
		}
	})
}

func TestSparseNonFinite(t *testing.T) {
	t.Run("f64", testSparseNonFinite[float64])
	t.Run("f32", testSparseNonFinite[float32])
}

// testSparseRounding: |error| <= (e+2) u |alpha| sum |val| |b| + 2 u |c|, e entries.
func testSparseRounding[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(9)
		const m, n = 12, 70
		s := newSparse[T](t, r, m, 90, n, 0, numtest.Back, func(i int) int { return i * i })
		numtest.Uniform(r, s.val)
		numtest.Uniform(r, s.b)
		numtest.Uniform(r, s.c)
		want, bound := make([]T, m*n), make([]float64, m*n)
		for i := range m {
			for j := range n {
				var sum numtest.Sum
				for e := s.start[i]; e < s.start[i+1]; e++ {
					sum.Add(float64(s.val[e]), float64(s.b[int(s.col[e])*n+j]))
				}
				c := float64(s.c[i*n+j])
				want[i*n+j] = T(0.5*sum.Value() + c)
				bound[i*n+j] = numtest.Eps[T]() * (float64(i*i+2)*0.5*sum.Abs() + 2*math.Abs(c) + math.Abs(float64(want[i*n+j])))
			}
		}
		s.run(k.Sparse, 0.5, true, 0, m, 0, n)
		numtest.Within(t, "Sparse", s.c, want, bound)
	})
}

func TestSparseRounding(t *testing.T) {
	t.Run("f64", testSparseRounding[float64])
	t.Run("f32", testSparseRounding[float32])
}

// FuzzSparse compares the sparse kernels of every record with the portable ones on integers.
func FuzzSparse(f *testing.F) {
	for i := range uint64(8) {
		f.Add(i, uint8(5*i), uint8(37*i), uint8(i), uint8(3*i), i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, seed uint64, m, n, pad, most uint8, back bool) {
		fuzzSparse[float64](t, seed, 1+int(m)%40, 1+int(n), int(pad), 1+int(most), back)
		fuzzSparse[float32](t, seed, 1+int(m)%40, 1+int(n), int(pad), 1+int(most), back)
	})
}

func fuzzSparse[T Float](t *testing.T, seed uint64, m, n, pad, most int, back bool) {
	end := numtest.Front
	if back {
		end = numtest.Back
	}
	for _, k := range All[T]() {
		r := numtest.Rand(seed)
		checkSparse(t, k, r, m, n, pad, end, func(int) int { return r.IntN(most) })
	}
}

// BenchmarkSparse measures a product of 1000 rows of ten entries each with 64 samples and, gathered, the products for the entries.
func BenchmarkSparse(b *testing.B) {
	b.Run("type=float64", benchSparse[float64])
	b.Run("type=float32", benchSparse[float32])
}

func benchSparse[T Float](b *testing.B) {
	const m, n, each = 1000, 64, 10
	r := numtest.Rand(1)
	s := newSparse[T](b, r, m, m, n, 0, numtest.Back, func(int) int { return each })
	b.Run("op=sparse", func(b *testing.B) {
		benchKernels(b, func(k *Kernels[T]) (int, func()) {
			return 2 * m * each * n, func() { s.run(k.Sparse, 1, true, 0, m, 0, n) }
		})
	})
	b.Run("op=gemvRows", func(b *testing.B) {
		benchKernels(b, func(k *Kernels[T]) (int, func()) {
			return 2 * m * each * n, func() {
				for i := range m {
					e := s.start[i]
					k.GemvRows(each, n, 1, &s.b[0], n, &s.b[i*n], &s.val[e], false, &s.col[e])
				}
			}
		})
	})
}
