package asm

import (
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// cholPanel is one call of Kernels.Chol: k rows of U and a panel below them that makes them one more step of U' U = A.
// Everything the kernel must not touch holds NaN.
type cholPanel[T Float] struct {
	k, n, lda int
	data      []T // from row 0 of U, at the panel's first column
	work      []T
}

func newCholPanel[T Float](t numtest.TB, end numtest.End, k, n, pad int) *cholPanel[T] {
	x := &cholPanel[T]{k: k, n: n, lda: n + pad}
	x.data = numtest.Fill(numtest.Guarded[T](t, (k+CholRows-1)*x.lda+n, end), T(math.NaN()))
	x.work = numtest.Guarded[T](t, CholRows, end)
	return x
}

func (x *cholPanel[T]) run(k *Kernels[T]) (bad int) {
	a := &x.data[x.k*x.lda]
	first := min(x.n, 8+x.n/24*8) // in two parts
	bad = k.Chol(x.k, 0, first, a, x.lda, &x.work[0])
	if first < x.n && k.Chol(x.k, first, x.n, a, x.lda, &x.work[0]) != 0 {
		panic("bad pivots in a solve")
	}
	return bad
}

// at returns element (i, j) of U, of the panel from row k on.
func (x *cholPanel[T]) at(i, j int) *T { return &x.data[i*x.lda+j] }

// cholWidths are numbers of columns around one, two and four vectors of every kernel.
var cholWidths = []int{8, 16, 24, 32, 40, 48, 56, 64, 72, 104}

// testCholExact: with a factor of small integers and powers of two on the diagonal every operation is exact.
func testCholExact[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, kernels *Kernels[T]) {
		for _, end := range []numtest.End{numtest.Front, numtest.Back} {
			for _, k := range []int{0, 1, 2, 5, 8, 24} {
				for _, n := range cholWidths {
					for _, pad := range []int{0, 3} {
						scope := numtest.NewScope(t)
						x := newCholPanel[T](scope, end, k, n, pad)
						r := numtest.Rand(uint64(100*k + n))
						want := make([]T, (k+CholRows)*n) // the rows of U
						for i := range k + CholRows {
							for j := range n {
								v := T(r.IntN(5) - 2)
								if p := i - k; p >= 0 && j <= p {
									if v = 0; j == p {
										v = T(int(1) << r.IntN(3))
									}
								}
								want[i*n+j] = v
								if i < k {
									*x.at(i, j) = v
								}
							}
						}
						for i := range CholRows { // A = U' U
							for j := i; j < n; j++ {
								var s T
								for p := range k + i + 1 {
									s += want[p*n+i] * want[p*n+j]
								}
								*x.at(k+i, j) = s
							}
						}
						if bad := x.run(kernels); bad != 0 {
							t.Fatalf("k=%d n=%d: bad pivots %#x", k, n, bad)
						}
						for i := range k + CholRows {
							lo := max(0, i-k)
							if !numtest.Equal(t, "row", x.data[i*x.lda+lo:i*x.lda+n], want[i*n+lo:(i+1)*n]) {
								t.Fatalf("k=%d n=%d row %d", k, n, i)
							}
							if i < k+CholRows-1 {
								for _, v := range x.data[i*x.lda+n : (i+1)*x.lda] {
									if v == v {
										t.Fatalf("k=%d n=%d: written past row %d", k, n, i)
									}
								}
							}
						}
						for i, v := range x.work {
							if v*want[(k+i)*n+i] != 1 {
								t.Fatalf("k=%d n=%d: work[%d] = %v", k, n, i, v)
							}
						}
						scope.Close()
					}
				}
			}
		}
	})
}

func TestCholExact(t *testing.T) {
	t.Run("float64", testCholExact[float64])
	t.Run("float32", testCholExact[float32])
}

// testCholRounding compares with the portable kernel in float64 on well conditioned panels.
func testCholRounding[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, kernels *Kernels[T]) {
		for _, k := range []int{0, 3, 16, 40} {
			for _, n := range cholWidths {
				x := newCholPanel[T](t, numtest.Back, k, n, 1)
				ref := newCholPanel[float64](t, numtest.Back, k, n, 1)
				r := numtest.Rand(uint64(100*k + n))
				for i := range k + CholRows {
					for j := max(0, i-k); j < n; j++ {
						v := T(2*r.Float64() - 1)
						if i == j+k {
							v = T(k + 10)
						}
						*x.at(i, j), *ref.at(i, j) = v, float64(v)
					}
				}
				cholGeneric(k, 0, n, ref.at(k, 0), ref.lda, &ref.work[0])
				if bad := x.run(kernels); bad != 0 {
					t.Fatalf("k=%d n=%d: bad pivots %#x", k, n, bad)
				}
				for i := range CholRows {
					for j := i; j < n; j++ {
						if d := math.Abs(float64(*x.at(k+i, j)) - *ref.at(k+i, j)); !(d <= 8*float64(k+9)*numtest.Eps[T]()) {
							t.Fatalf("k=%d n=%d: U(%d, %d) is off by %g", k, n, i, j, d)
						}
					}
				}
			}
		}
	})
}

func TestCholRounding(t *testing.T) {
	t.Run("float64", testCholRounding[float64])
	t.Run("float32", testCholRounding[float32])
}

// testCholBad: a pivot that is not positive or not finite is reported, and the rows before it are right.
func testCholBad[T Float](t *testing.T) {
	inf := T(math.Inf(1))
	forEachKernel(t, func(t *testing.T, kernels *Kernels[T]) {
		for _, v := range []T{0, T(math.Copysign(0, -1)), -1, T(math.NaN()), inf, -inf} {
			for b := range CholRows {
				x := newCholPanel[T](t, numtest.Back, 0, 24, 0)
				for i := range CholRows {
					for j := i; j < x.n; j++ {
						*x.at(i, j) = 0
					}
					*x.at(i, i) = 4
					*x.at(i, 18) = 6
				}
				*x.at(b, b) = v
				if bad := x.run(kernels); bad&-bad != 1<<b {
					t.Errorf("pivot %d is %v: bad pivots %#x", b, v, bad)
				}
				for i := range b {
					if *x.at(i, i) != 2 || *x.at(i, 18) != 3 {
						t.Errorf("pivot %d is %v: row %d has %v, %v, want 2, 3", b, v, i, *x.at(i, i), *x.at(i, 18))
					}
				}
			}
		}
		// the whole range of positive pivots, subnormal ones too
		for _, v := range []T{tiniest[T](), tiniest[T]() * 1024, 1, largest[T]()} {
			x := newCholPanel[T](t, numtest.Back, 0, 8, 0)
			for i := range CholRows {
				for j := i; j < x.n; j++ {
					*x.at(i, j) = 0
				}
				*x.at(i, i) = v
			}
			want := math.Sqrt(float64(v))
			if bad := x.run(kernels); bad != 0 {
				t.Errorf("pivot %v: bad pivots %#x", v, bad)
			}
			for i := range CholRows {
				if d := math.Abs(float64(*x.at(i, i))/want - 1); !(d <= 4*numtest.Eps[T]()) {
					t.Errorf("root of pivot %v is %v", v, *x.at(i, i))
				}
			}
		}
	})
}

func tiniest[T Float]() T {
	if numtest.Eps[T]() > 1e-10 {
		return T(math.SmallestNonzeroFloat32)
	}
	return T(math.Float64frombits(1))
}

func largest[T Float]() T {
	if numtest.Eps[T]() > 1e-10 {
		return T(math.MaxFloat32)
	}
	return T(math.Float64frombits(0x7fefffffffffffff))
}

func TestCholBad(t *testing.T) {
	t.Run("float64", testCholBad[float64])
	t.Run("float32", testCholBad[float32])
}

func BenchmarkChol(b *testing.B) {
	for _, k := range All[float64]() {
		for _, n := range []int{8, 32, 128} {
			b.Run("f64/isa="+k.Name, func(b *testing.B) { benchChol(b, k, n) })
		}
	}
	for _, k := range All[float32]() {
		for _, n := range []int{8, 32, 128} {
			b.Run("f32/isa="+k.Name, func(b *testing.B) { benchChol(b, k, n) })
		}
	}
}

// benchChol factors the identity, again and again: it is its own factor.
func benchChol[T Float](b *testing.B, k *Kernels[T], n int) {
	a, work := make([]T, CholRows*n), make([]T, CholRows)
	for i := range CholRows {
		a[i*n+i] = 1
	}
	for b.Loop() {
		k.Chol(0, 0, n, &a[0], n, &work[0])
	}
	b.ReportMetric(float64(n), "columns")
}
