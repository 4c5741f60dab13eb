package asm

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// layout says how a tile's operands lie in memory.
type layout struct {
	name        string
	inPlaceA    bool // rows of A contiguous, more than kc apart
	transposedA bool // columns of A contiguous, more than m apart
	inPlaceB    bool // rows of B more than n apart
	misalign    int  // elements
	guard       numtest.End
	paddingC    int // ldc - n
}

var layouts = []layout{
	{name: "packed", guard: numtest.Back},
	{name: "packed/front", guard: numtest.Front, paddingC: 1},
	{name: "misaligned", misalign: 1, guard: numtest.Front, paddingC: 5},
	{name: "in place", inPlaceA: true, inPlaceB: true, guard: numtest.Back, paddingC: 3},
	{name: "in place/front", inPlaceA: true, inPlaceB: true, guard: numtest.Front},
	{name: "far rows", guard: numtest.Back, paddingC: 50},
	{name: "transposed A", transposedA: true, inPlaceB: true, guard: numtest.Back, paddingC: 2},
}

// tile is one call of Kernels.Gemm: operands in guarded memory, padding and whatever the kernel must not touch set to
// NaN.
type tile[T Float] struct {
	k                          *Kernels[T]
	kc, m, n                   int
	a, b, c                    []T
	rsa, csa, rsb, ldc, offset int
}

// newTile lays out a strip; the caller fills A, B and C through the accessors.
func newTile[T Float](t numtest.TB, k *Kernels[T], l layout, kc, m, n int) *tile[T] {
	x := &tile[T]{k: k, kc: kc, m: m, n: n, rsa: 1, csa: m, rsb: n, ldc: n + l.paddingC, offset: l.misalign}
	switch {
	case l.inPlaceA:
		x.rsa, x.csa = kc+3, 1
	case l.transposedA:
		x.csa = m + 5
	}
	if l.inPlaceB {
		x.rsb = n + 3
	}
	// no element more than the contract lets the kernel touch
	nan := T(math.NaN())
	x.a = numtest.Fill(numtest.Guarded[T](t, (kc-1)*x.csa+(m-1)*x.rsa+1+x.offset, l.guard), nan)
	x.b = numtest.Fill(numtest.Guarded[T](t, (kc-1)*x.rsb+n+x.offset, l.guard), nan)
	x.c = numtest.Fill(numtest.Guarded[T](t, (m-1)*x.ldc+n+x.offset, l.guard), nan)
	return x
}

func (x *tile[T]) atA(i, p int) *T { return &x.a[x.offset+i*x.rsa+p*x.csa] }
func (x *tile[T]) atB(p, j int) *T { return &x.b[x.offset+p*x.rsb+j] }
func (x *tile[T]) atC(i, j int) *T { return &x.c[x.offset+i*x.ldc+j] }

// fill sets all the kernel reads.
func (x *tile[T]) fill(next func() T) {
	for p := range x.kc {
		for i := range x.m {
			*x.atA(i, p) = next()
		}
		for j := range x.n {
			*x.atB(p, j) = next()
		}
	}
	for i := range x.m {
		for j := range x.n {
			*x.atC(i, j) = next()
		}
	}
}

func (x *tile[T]) run(alpha, beta T) {
	x.k.Gemm(x.kc, &x.a[x.offset], x.rsa, x.csa, &x.b[x.offset], x.rsb, &x.b[x.offset], &x.c[x.offset], x.ldc, x.m, x.n, alpha, beta)
}

// result returns the m x n tile and fails t if the padding of C was touched.
func (x *tile[T]) result(t numtest.TB) []T {
	t.Helper()
	var tile []T
	for q, v := range x.c {
		i, j := (q-x.offset)/x.ldc, (q-x.offset)%x.ldc
		if q >= x.offset && j < x.n {
			tile = append(tile, v)
		} else if v == v {
			t.Errorf("padding of C written at row %d, column %d", i, j)
		}
	}
	return tile
}

// exact computes the tile from integers.
func (x *tile[T]) exact(alpha, beta T) []T {
	want := make([]T, 0, x.m*x.n)
	for i := range x.m {
		for j := range x.n {
			var s T
			for p := range x.kc {
				s += *x.atA(i, p) * *x.atB(p, j)
			}
			s *= alpha
			if beta != 0 {
				s += beta * *x.atC(i, j)
			}
			want = append(want, s)
		}
	}
	return want
}

func integers[T Float](r *rand.Rand) func() T { return func() T { return T(r.IntN(17) - 8) } }
func uniform[T Float](r *rand.Rand) func() T  { return func() T { return T(2*r.Float64() - 1) } }

// testGemmExact: every strip width, heights of up to two tiles and a bit, every layout on integers, where all orders give the
// same bits.
func testGemmExact[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		for _, l := range layouts {
			t.Run(l.name, func(t *testing.T) {
				next := integers[T](numtest.Rand(1))
				for _, kc := range []int{1, 2, 33} {
					for m := 1; m <= 2*k.MR+2; m++ {
						for n := 1; n <= k.NR; n++ {
							exactTile(t, k, l, kc, m, n, next)
						}
					}
				}
			})
		}
	})
}

// exactTile has its own cleanup scope, so that guarded memory does not pile up.
func exactTile[T Float](t *testing.T, k *Kernels[T], l layout, kc, m, n int, next func() T) {
	s := numtest.NewScope(t)
	defer s.Close()
	x := newTile(s, k, l, kc, m, n)
	for _, alpha := range []T{1, -3} {
		for _, beta := range []T{0, 2} {
			x.fill(next)
			want := x.exact(alpha, beta)
			if beta == 0 {
				for i := range m {
					numtest.Fill(x.c[x.offset+i*x.ldc:][:n], T(math.NaN()))
				}
			}
			x.run(alpha, beta)
			what := fmt.Sprintf("k=%d m=%d n=%d alpha=%v beta=%v", kc, m, n, alpha, beta)
			if !numtest.Equal(s, what, plusZero(x.result(s)), plusZero(want)) {
				t.FailNow()
			}
		}
	}
}

// plusZero makes -0 into 0: the sign of a zero sum is not part of the contract.
func plusZero[T Float](x []T) []T {
	for i := range x {
		x[i] += 0
	}
	return x
}

func TestGemmExact(t *testing.T) {
	t.Run("f64", testGemmExact[float64])
	t.Run("f32", testGemmExact[float32])
}

// testGemmBits: a strip of any height, width and layout gives the bits of one of two full tiles, packed.
func testGemmBits[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		const kc, alpha, beta = 37, 0.7, 0.3
		full := newTile(t, k, layouts[0], kc, 2*k.MR, k.NR)
		full.fill(uniform[T](numtest.Rand(2)))
		start := append([]T(nil), full.c...)
		full.run(alpha, beta)
		for _, l := range layouts {
			for m := 1; m <= 2*k.MR; m++ {
				for n := 1; n <= k.NR; n++ {
					s := numtest.NewScope(t)
					x := newTile(s, k, l, kc, m, n)
					for p := range kc {
						for i := range m {
							*x.atA(i, p) = *full.atA(i, p)
						}
						for j := range n {
							*x.atB(p, j) = *full.atB(p, j)
						}
					}
					var want []T
					for i := range m {
						for j := range n {
							*x.atC(i, j) = start[i*full.ldc+j]
							want = append(want, *full.atC(i, j))
						}
					}
					x.run(alpha, beta)
					ok := numtest.Equal(s, fmt.Sprintf("%s m=%d n=%d", l.name, m, n), x.result(s), want)
					s.Close()
					if !ok {
						t.FailNow()
					}
				}
			}
		}
	})
}

func TestGemmBits(t *testing.T) {
	t.Run("f64", testGemmBits[float64])
	t.Run("f32", testGemmBits[float32])
}

// testGemmRounding: |error| <= (k+2) u (|alpha| |A||B| + |C|) against sums without rounding.
func testGemmRounding[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		next := uniform[T](numtest.Rand(3))
		for _, kc := range []int{1, 2, 3, 16, 255, 1024} {
			x := newTile(t, k, layouts[0], kc, k.MR, k.NR)
			x.fill(next)
			alpha := next()
			var want []T
			var bound []float64
			for i := range k.MR {
				for j := range k.NR {
					sum, abs := new(big.Float).SetPrec(256), 0.0
					for p := range kc {
						a, b := float64(*x.atA(i, p)), float64(*x.atB(p, j))
						sum.Add(sum, new(big.Float).SetPrec(256).Mul(big.NewFloat(a), big.NewFloat(b)))
						abs += math.Abs(a * b)
					}
					sum.Mul(sum, big.NewFloat(float64(alpha)))
					sum.Add(sum, big.NewFloat(float64(*x.atC(i, j))))
					w, _ := sum.Float64()
					want = append(want, T(w))
					// of the k+2, the kernel's own share is k+1: want itself is rounded to T
					bound = append(bound, float64(kc+2)*numtest.Eps[T]()*(math.Abs(float64(alpha))*abs+math.Abs(float64(*x.atC(i, j)))))
				}
			}
			x.run(alpha, 1)
			numtest.Within(t, fmt.Sprintf("k=%d", kc), x.result(t), want, bound)
		}
	})
}

func TestGemmRounding(t *testing.T) {
	t.Run("f64", testGemmRounding[float64])
	t.Run("f32", testGemmRounding[float32])
}

// testGemmNonFinite: a NaN or Inf in A spoils its row, in B its column, also against zeros; nothing else changes.
func testGemmNonFinite[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		const kc = 9
		for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			for p := range kc {
				for q := range k.MR + k.NR {
					s := numtest.NewScope(t)
					x := newTile(s, k, layouts[0], kc, k.MR, k.NR)
					x.fill(func() T { return 0 })
					if q < k.MR {
						*x.atA(q, p) = T(bad)
					} else {
						*x.atB(p, q-k.MR) = T(bad)
					}
					x.run(0, 1)
					for i := range k.MR {
						for j := range k.NR {
							spoiled := i == q || j == q-k.MR
							if v := *x.atC(i, j); (v != v) != spoiled {
								t.Fatalf("%v at %d, p=%d: C[%d][%d] = %v", bad, q, p, i, j, v)
							}
						}
					}
					s.Close()
				}
			}
		}
	})
}

func TestGemmNonFinite(t *testing.T) {
	t.Run("f64", testGemmNonFinite[float64])
	t.Run("f32", testGemmNonFinite[float32])
}
