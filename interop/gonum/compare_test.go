package gonum

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// routines are the replaced routines of one precision.
type routines[T la.Float] struct {
	gemm func(tA, tB blas.Transpose, m, n, k int, alpha T, a []T, lda int, b []T, ldb int, beta T, c []T, ldc int)
	trsm func(s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha T, a []T, lda int, b []T, ldb int)
	trsv func(ul blas.Uplo, tA blas.Transpose, d blas.Diag, n int, a []T, lda int, x []T, incX int)
	gemv func(tA blas.Transpose, m, n int, alpha T, a []T, lda int, x []T, incX int, beta T, y []T, incY int)
	ger  func(m, n int, alpha T, x []T, incX int, y []T, incY int, a []T, lda int)
	dot  func(n int, x []T, incX int, y []T, incY int) T
	axpy func(n int, alpha T, x []T, incX int, y []T, incY int)
	scal func(n int, alpha T, x []T, incX int)
	nrm2 func(n int, x []T, incX int) T
}

func float64s(b blas.Float64) routines[float64] {
	return routines[float64]{b.Dgemm, b.Dtrsm, b.Dtrsv, b.Dgemv, b.Dger, b.Ddot, b.Daxpy, b.Dscal, b.Dnrm2}
}

func float32s(b blas.Float32) routines[float32] {
	return routines[float32]{b.Sgemm, b.Strsm, b.Strsv, b.Sgemv, b.Sger, b.Sdot, b.Saxpy, b.Sscal, b.Snrm2}
}

// both runs a test for both precisions, all records and limits.
func both(t *testing.T, f32 func(*testing.T, routines[float32]), f64 func(*testing.T, routines[float64])) {
	each(t, func(t *testing.T, b BLAS) {
		t.Run("float32", func(t *testing.T) { f32(t, float32s(b)) })
		t.Run("float64", func(t *testing.T) { f64(t, float64s(b)) })
	})
}

// exact is the reference, in double precision.
var exact = float64s(gonum.Implementation{})

var (
	transposes = []blas.Transpose{blas.NoTrans, blas.Trans, blas.ConjTrans}
	triangles  = []blas.Uplo{blas.Lower, blas.Upper}
)

// operand is a matrix with NaN in its padding; wide and abs are its elements and their absolute values in double precision.
type operand[T la.Float] struct {
	rows, cols, ld int
	data           []T
	wide, abs      []float64
}

func newOperand[T la.Float](r *rand.Rand, rows, cols, pad int) *operand[T] {
	o := &operand[T]{rows: rows, cols: cols, ld: max(1, cols+pad)}
	size := max(0, (rows-1)*o.ld+cols)
	o.data = numtest.Fill(make([]T, size+pad), T(math.NaN()))
	for i := range rows {
		numtest.Uniform(r, o.data[i*o.ld:][:cols])
	}
	o.snapshot()
	return o
}

// snapshot makes wide and abs follow data.
func (o *operand[T]) snapshot() {
	o.wide, o.abs = make([]float64, len(o.data)), make([]float64, len(o.data))
	for i, v := range o.data {
		o.wide[i], o.abs[i] = float64(v), math.Abs(float64(v))
	}
}

// check fails unless data is want to within steps roundings of size, element by element; outside the matrix, data must
// still be NaN.
func (o *operand[T]) check(t *testing.T, what string, want, size []float64, steps int) {
	t.Helper()
	u := numtest.Eps[T]() + numtest.Eps[float64]()
	for p, v := range o.data {
		inside := p%o.ld < o.cols && p/o.ld < o.rows
		switch d := math.Abs(float64(v) - want[p]); {
		case !inside && v == v:
			t.Fatalf("%s: wrote element %d, outside the matrix", what, p)
		case inside && !(d <= float64(steps)*u*size[p]):
			t.Fatalf("%s: element (%d, %d) is %v, want %v, off by %.3g of %.3g allowed", what, p/o.ld, p%o.ld, v, want[p],
				d, float64(steps)*u*size[p])
		}
	}
}

func shape(t blas.Transpose, m, n int) (rows, cols int) {
	if t == blas.NoTrans {
		return m, n
	}
	return n, m
}

func testGemm[T la.Float](t *testing.T, b routines[T]) {
	r := numtest.Rand(1)
	for _, s := range [][3]int{{0, 3, 2}, {3, 0, 2}, {1, 1, 1}, {4, 1, 300}, {7, 17, 5}, {16, 16, 16}, {33, 65, 40}, {1, 70, 20}, {90, 80, 70}} {
		m, n, k := s[0], s[1], s[2]
		for _, tA := range transposes {
			for _, tB := range transposes {
				for _, q := range [][2]T{{1, 0}, {-0.5, 1}, {2, -3}, {0, 2}, {0, 0}} {
					alpha, beta := q[0], q[1]
					what := fmt.Sprintf("%c%c %v alpha %v beta %v", tA, tB, s, alpha, beta)
					ra, ca := shape(tA, m, k)
					rb, cb := shape(tB, k, n)
					a, x, c := newOperand[T](r, ra, ca, 3), newOperand[T](r, rb, cb, 0), newOperand[T](r, m, n, 2)
					want, size := c.wide, c.abs
					if beta == 0 { // C is not read
						numtest.Fill(c.data, T(math.NaN()))
					}
					exact.gemm(tA, tB, m, n, k, float64(alpha), a.wide, a.ld, x.wide, x.ld, float64(beta), want, c.ld)
					exact.gemm(tA, tB, m, n, k, math.Abs(float64(alpha)), a.abs, a.ld, x.abs, x.ld, math.Abs(float64(beta)), size, c.ld)
					b.gemm(tA, tB, m, n, k, alpha, a.data, a.ld, x.data, x.ld, beta, c.data, c.ld)
					c.check(t, what, want, size, k+2)
				}
			}
		}
	}
}

func TestGemm(t *testing.T) { both(t, testGemm[float32], testGemm[float64]) }

func testTrsm[T la.Float](t *testing.T, b routines[T]) {
	r := numtest.Rand(2)
	for _, s := range [][2]int{{0, 2}, {2, 0}, {1, 1}, {5, 3}, {17, 4}, {50, 1}, {64, 9}, {3, 70}, {65, 520}} {
		m, n := s[0], s[1]
		for v := range 24 { // all combinations of side, triangle, transpose and diagonal
			side := []blas.Side{blas.Left, blas.Right}[v%2]
			ul, d := triangles[v/2%2], []blas.Diag{blas.NonUnit, blas.Unit}[v/4%2]
			tA := transposes[v/8]
			alpha := []T{1, -2, 0}[r.IntN(3)]
			order := m
			if side == blas.Right {
				order = n
			}
			what := fmt.Sprintf("%c%c%c%c %v alpha %v", side, ul, tA, d, s, alpha)
			a, x := newTriangle[T](r, ul, d, order), newOperand[T](r, m, n, 2)
			want := x.wide
			exact.trsm(side, ul, tA, d, m, n, float64(alpha), a.wide, a.ld, want, x.ld)
			if alpha == 0 { // B is not read
				numtest.Fill(x.data, T(math.NaN()))
			}
			b.trsm(side, ul, tA, d, m, n, alpha, a.data, a.ld, x.data, x.ld)
			x.check(t, what, want, largest(want), 8*order)
		}
	}
}

func TestTrsm(t *testing.T) { both(t, testTrsm[float32], testTrsm[float64]) }

func testTrsv[T la.Float](t *testing.T, b routines[T]) {
	r := numtest.Rand(3)
	for _, n := range []int{0, 1, 2, 17, 100, 130} {
		for _, ul := range triangles {
			for _, tA := range transposes {
				for _, d := range []blas.Diag{blas.NonUnit, blas.Unit} {
					for _, inc := range []int{1, 3, -2} {
						a, x := newTriangle[T](r, ul, d, n), newVector[T](r, n, inc)
						want := x.wide
						exact.trsv(ul, tA, d, n, a.wide, a.ld, want, inc)
						b.trsv(ul, tA, d, n, a.data, a.ld, x.data, inc)
						x.check(t, fmt.Sprintf("%c%c%c n %d increment %d", ul, tA, d, n, inc), want, largest(want), 8*n)
					}
				}
			}
		}
	}
}

func TestTrsv(t *testing.T) { both(t, testTrsv[float32], testTrsv[float64]) }

func testGemv[T la.Float](t *testing.T, b routines[T]) {
	r := numtest.Rand(4)
	for _, s := range [][2]int{{0, 3}, {3, 0}, {1, 1}, {7, 20}, {20, 7}, {130, 100}, {500, 300}} {
		for _, tA := range transposes {
			for _, q := range [][2]T{{1, 0}, {-0.5, 1}, {2, -3}, {0, 2}} {
				for _, inc := range [][2]int{{1, 1}, {2, 1}, {1, -1}} {
					alpha, beta := q[0], q[1]
					ny, nx := shape(tA, s[0], s[1])
					a, x, y := newOperand[T](r, s[0], s[1], 3), newVector[T](r, nx, inc[0]), newVector[T](r, ny, inc[1])
					want, size := y.wide, y.abs
					if beta == 0 && nx > 0 { // y is not read
						numtest.Fill(y.data, T(math.NaN()))
					}
					exact.gemv(tA, s[0], s[1], float64(alpha), a.wide, a.ld, x.wide, inc[0], float64(beta), want, inc[1])
					exact.gemv(tA, s[0], s[1], math.Abs(float64(alpha)), a.abs, a.ld, x.abs, inc[0], math.Abs(float64(beta)), size, inc[1])
					b.gemv(tA, s[0], s[1], alpha, a.data, a.ld, x.data, inc[0], beta, y.data, inc[1])
					y.check(t, fmt.Sprintf("%c %v alpha %v beta %v increments %v", tA, s, alpha, beta, inc), want, size, nx+3)
				}
			}
		}
	}
}

func TestGemv(t *testing.T) { both(t, testGemv[float32], testGemv[float64]) }

// Negative increments are left out: gonum's own assembly, which they reach, is wrong on amd64 (gonum issue 2105).
func testGer[T la.Float](t *testing.T, b routines[T]) {
	r := numtest.Rand(5)
	for _, s := range [][2]int{{0, 3}, {3, 0}, {1, 1}, {7, 20}, {4, 300}} {
		for _, alpha := range []T{1, -0.5, 0} {
			for _, inc := range [][2]int{{1, 1}, {2, 1}, {1, 3}} {
				a, x, y := newOperand[T](r, s[0], s[1], 3), newVector[T](r, s[0], inc[0]), newVector[T](r, s[1], inc[1])
				want, size := a.wide, a.abs
				exact.ger(s[0], s[1], float64(alpha), x.wide, inc[0], y.wide, inc[1], want, a.ld)
				exact.ger(s[0], s[1], math.Abs(float64(alpha)), x.abs, inc[0], y.abs, inc[1], size, a.ld)
				b.ger(s[0], s[1], alpha, x.data, inc[0], y.data, inc[1], a.data, a.ld)
				a.check(t, fmt.Sprintf("%v alpha %v increments %v", s, alpha, inc), want, size, 3)
			}
		}
	}
}

func TestGer(t *testing.T) { both(t, testGer[float32], testGer[float64]) }

func testVectors[T la.Float](t *testing.T, b routines[T]) {
	r := numtest.Rand(6)
	u := numtest.Eps[T]() + numtest.Eps[float64]()
	for _, n := range []int{0, 1, 2, 7, 15, 40, 127, 128, 129, 1000} {
		for _, inc := range [][2]int{{1, 1}, {2, 1}, {1, -3}} {
			x, y := newVector[T](r, n, inc[0]), newVector[T](r, n, inc[1])
			what := fmt.Sprintf("n %d increments %v", n, inc)
			got, want := float64(b.dot(n, x.data, inc[0], y.data, inc[1])), exact.dot(n, x.wide, inc[0], y.wide, inc[1])
			if size := exact.dot(n, x.abs, inc[0], y.abs, inc[1]); !(math.Abs(got-want) <= float64(n)*u*size) {
				t.Fatalf("dot, %s: %v, want %v", what, got, want)
			}
			for _, scale := range []T{1, 1e-30, 1e30} { // squares of float32 underflow and overflow
				z := newVector[T](r, n, inc[0])
				b.scal(n, scale, z.data, inc[0])
				z.snapshot()
				got, want := float64(b.nrm2(n, z.data, inc[0])), exact.nrm2(n, z.wide, inc[0])
				if !(math.Abs(got-want) <= float64(n+4)*u*want) {
					t.Fatalf("nrm2, %s, scale %v: %v, want %v", what, scale, got, want)
				}
			}
			for _, alpha := range []T{1, -0.5, 0} {
				want, size := y.wide, y.abs
				exact.axpy(n, float64(alpha), x.wide, inc[0], want, inc[1])
				exact.axpy(n, math.Abs(float64(alpha)), x.abs, inc[0], size, inc[1])
				b.axpy(n, alpha, x.data, inc[0], y.data, inc[1])
				y.check(t, "axpy, "+what, want, size, 2)
				y.snapshot()
				exact.scal(n, float64(alpha), y.wide, inc[1])
				b.scal(n, alpha, y.data, inc[1])
				y.check(t, "scal, "+what, y.wide, y.abs, 1)
				y.snapshot()
			}
		}
	}
}

func TestVectors(t *testing.T) { both(t, testVectors[float32], testVectors[float64]) }

// newVector returns n elements with an increment, as a matrix of one column.
func newVector[T la.Float](r *rand.Rand, n, inc int) *operand[T] {
	return newOperand[T](r, n, 1, max(inc, -inc)-1)
}

// largest returns, for every element, the largest absolute value of all.
func largest(x []float64) []float64 {
	big := 0.0
	for _, v := range x {
		if v == v {
			big = max(big, math.Abs(v))
		}
	}
	return numtest.Fill(make([]float64, len(x)), big)
}

// newTriangle returns a well-conditioned triangle; what may not be read is NaN.
func newTriangle[T la.Float](r *rand.Rand, ul blas.Uplo, d blas.Diag, n int) *operand[T] {
	o := newOperand[T](r, n, n, 1)
	for i := range n {
		row := o.data[i*o.ld:][:n]
		for j := range row {
			switch row[j] /= T(n); {
			case i != j && (i < j) != (ul == blas.Upper), i == j && d == blas.Unit:
				row[j] = T(math.NaN())
			case i == j:
				row[j] += 1.5
			}
		}
	}
	o.snapshot()
	return o
}
