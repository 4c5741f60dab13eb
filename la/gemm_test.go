package la_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// forBoth runs f for both element types under every record.
func forBoth(t *testing.T, f64, f32 func(t *testing.T)) {
	forEachRecord(t, func(t *testing.T) {
		t.Run("f64", f64)
		t.Run("f32", f32)
	})
}

// gemmTransposes lists the four products.
var gemmTransposes = [][2]la.Trans{{la.NoTrans, la.NoTrans}, {la.Transpose, la.NoTrans}, {la.NoTrans, la.Transpose}, {la.Transpose, la.Transpose}}

// product is one call of Gemm on views with NaN in their padding.
type product[T la.Float] struct {
	tA, tB  la.Trans
	a, b, c *la.Matrix[T]
	m, n, k int
}

// paddedMatrix returns a rows x cols matrix with pad more elements in a row, which hold NaN.
func paddedMatrix[T la.Float](rows, cols, pad int) *la.Matrix[T] {
	x := la.NewMatrix[T](rows, cols+pad)
	numtest.Fill(x.Data, T(math.NaN()))
	x.Cols = cols
	return x
}

func newProduct[T la.Float](t [2]la.Trans, m, n, k, pad int, next func() T) *product[T] {
	p := &product[T]{tA: t[0], tB: t[1], m: m, n: n, k: k}
	p.a, p.b, p.c = paddedMatrix[T](m, k, pad), paddedMatrix[T](k, n, pad), paddedMatrix[T](m, n, pad)
	if p.tA {
		p.a = paddedMatrix[T](k, m, pad)
	}
	if p.tB {
		p.b = paddedMatrix[T](n, k, pad)
	}
	for _, x := range []*la.Matrix[T]{p.a, p.b, p.c} {
		for i := range x.Rows {
			for j := range x.Cols {
				x.Set(i, j, next())
			}
		}
	}
	return p
}

func (p *product[T]) atA(i, l int) T {
	if p.tA {
		i, l = l, i
	}
	return p.a.At(i, l)
}

func (p *product[T]) atB(l, j int) T {
	if p.tB {
		l, j = j, l
	}
	return p.b.At(l, j)
}

func (p *product[T]) run(pool *sched.Pool, alpha, beta T) {
	la.Gemm(pool, p.tA, p.tB, alpha, p.a, p.b, beta, p.c)
}

// reference returns alpha*op(A)*op(B) + beta*C and the bounds (k+2) u (|alpha||A||B| + |beta C|).
func (p *product[T]) reference(alpha, beta T) (want []T, bound []float64) {
	for i := range p.m {
		for j := range p.n {
			var s numtest.Sum
			for l := range p.k {
				s.Add(float64(p.atA(i, l)), float64(p.atB(l, j)))
			}
			w, e := float64(alpha)*s.Value(), math.Abs(float64(alpha))*s.Abs()
			if beta != 0 {
				w += float64(beta) * float64(p.c.At(i, j))
				e += math.Abs(float64(beta) * float64(p.c.At(i, j)))
			}
			want = append(want, T(w))
			bound = append(bound, float64(p.k+2)*numtest.Eps[T]()*e)
		}
	}
	return want, bound
}

// elements returns a matrix's elements; padding that no longer holds NaN fails t.
func elements[T la.Float](t *testing.T, x *la.Matrix[T]) []T {
	t.Helper()
	var all []T
	for i := range x.Rows {
		for j, v := range x.Data[i*x.Stride : (i+1)*x.Stride] {
			if j < x.Cols {
				all = append(all, v)
			} else if v == v {
				t.Fatalf("padding written in row %d", i)
			}
		}
	}
	return all
}

func integers[T la.Float](r *rand.Rand) func() T { return func() T { return T(r.IntN(9) - 4) } }
func uniform[T la.Float](r *rand.Rand) func() T  { return func() T { return T(2*r.Float64() - 1) } }

// gemmSizes are sizes around tiles, panels and (with tinyBlocks) blocks.
var gemmSizes = [][3]int{
	{1, 1, 1}, {2, 3, 4}, {6, 8, 4}, {6, 16, 5}, {7, 9, 3}, {5, 17, 7}, {12, 32, 16}, {13, 33, 17}, {1, 40, 11},
	{40, 1, 11}, {29, 31, 37}, {48, 48, 48},
}

// tinyBlocks makes kc 4, mc 6 or less, nc 24 or less.
func tinyBlocks(t *testing.T, stride int) { t.Cleanup(la.SetBlocking(4, 1024, 4096, stride, 1)) }

// testGemmExact: bit equality on integers for every transpose, scalar, padding, blocking and pool.
func testGemmExact[T la.Float](t *testing.T) {
	pool := sched.New(3)
	defer pool.Close()
	next := integers[T](numtest.Rand(1))
	for _, blocks := range []string{"default", "tiny, packed", "tiny, in place"} {
		t.Run(blocks, func(t *testing.T) {
			switch blocks {
			case "tiny, packed":
				tinyBlocks(t, la.PackAll)
			case "tiny, in place":
				tinyBlocks(t, la.InPlace)
			}
			for _, size := range gemmSizes {
				for _, trans := range gemmTransposes {
					for _, s := range [][2]T{{1, 0}, {1, 1}, {-2, 3}, {0, -1}} {
						for i, p := range []*sched.Pool{nil, pool} {
							x := newProduct(trans, size[0], size[1], size[2], 3*i, next)
							want, _ := x.reference(s[0], s[1])
							if s[1] == 0 {
								for i := range x.m {
									numtest.Fill(x.c.Row(i), T(math.NaN()))
								}
							}
							x.run(p, s[0], s[1])
							what := fmt.Sprintf("%v %v alpha %v beta %v", size, trans, s[0], s[1])
							if !numtest.Equal(t, what, plusZero(elements(t, x.c)), plusZero(want)) {
								return
							}
						}
					}
				}
			}
		})
	}
}

// plusZero makes -0 into 0.
func plusZero[T la.Float](x []T) []T {
	for i := range x {
		x[i] += 0
	}
	return x
}

func TestGemmExact(t *testing.T) { forBoth(t, testGemmExact[float64], testGemmExact[float32]) }

func testGemmRounding[T la.Float](t *testing.T) {
	next := uniform[T](numtest.Rand(2))
	for _, size := range [][3]int{{17, 19, 1}, {10, 12, 255}, {10, 12, 256}, {11, 13, 257}, {7, 100, 600}, {100, 5, 1025}, {97, 101, 103}} {
		for _, trans := range gemmTransposes {
			x := newProduct(trans, size[0], size[1], size[2], 1, next)
			alpha, beta := next(), next()
			want, bound := x.reference(alpha, beta)
			x.run(nil, alpha, beta)
			numtest.Within(t, fmt.Sprintf("%v %v", size, trans), elements(t, x.c), want, bound)
		}
	}
}

func TestGemmRounding(t *testing.T) { forBoth(t, testGemmRounding[float64], testGemmRounding[float32]) }

// testGemmLarge is Freivalds' check: C z = A (B z) for a vector z of signs, in O(n^2) (R. Freivalds, IFIP 1977). An
// error in any single element shows with probability 1/2 for each z at least, and a misplaced panel for all.
func testGemmLarge[T la.Float](t *testing.T) {
	r := numtest.Rand(3)
	x := newProduct([2]la.Trans{la.NoTrans, la.Transpose}, 517, 530, 781, 2, uniform[T](r))
	x.run(nil, 1, 0)
	for range 4 {
		z := make([]float64, x.n)
		for j := range z {
			z[j] = float64(2*r.IntN(2) - 1)
		}
		bz := make([]float64, x.k)
		for l := range bz {
			for j, v := range z {
				bz[l] += float64(x.atB(l, j)) * v
			}
		}
		for i := range x.m {
			var abz, cz float64
			for l, v := range bz {
				abz += float64(x.atA(i, l)) * v
			}
			for j, v := range z {
				cz += float64(x.c.At(i, j)) * v
			}
			// |A||B||z| is at most k n; its mean is a quarter of that
			if ratio := math.Abs(abz-cz) / (float64(x.k) * float64(x.n) * numtest.Eps[T]()); !(ratio < numtest.Threshold) {
				t.Fatalf("row %d: C z = %v, A (B z) = %v, ratio %v", i, cz, abz, ratio)
			}
		}
	}
}

func TestGemmLarge(t *testing.T) { forBoth(t, testGemmLarge[float64], testGemmLarge[float32]) }

func TestGemmEmpty(t *testing.T) {
	for _, size := range [][3]int{{0, 0, 0}, {0, 3, 2}, {3, 0, 2}} {
		for _, trans := range gemmTransposes {
			newProduct(trans, size[0], size[1], size[2], 0, func() float64 { return 1 }).run(nil, 1, 0)
		}
	}
	// no terms: C = beta*C, and beta = 0 does not read it
	for _, c := range []struct{ start, beta, want float64 }{{2, 3, 6}, {math.NaN(), 0, 0}, {2, 1, 2}} {
		x := newProduct(gemmTransposes[0], 3, 5, 0, 1, func() float64 { return c.start })
		x.run(nil, 1, c.beta)
		numtest.Equal(t, "k=0", elements(t, x.c), numtest.Fill(make([]float64, 15), c.want))
	}
}

// testGemmNonFinite: one NaN or Inf in A spoils its row of C, in B its column, against zeros and for alpha = 0; in C it
// spoils its element unless beta is 0.
func testGemmNonFinite[T la.Float](t *testing.T) {
	tinyBlocks(t, la.PackAll)
	const m, n, k = 11, 13, 9
	for _, trans := range gemmTransposes {
		for _, bad := range []T{T(math.NaN()), T(math.Inf(1))} {
			zero := func() T { return 0 }
			for _, alpha := range []T{0, 1} {
				x := newProduct(trans, m, n, k, 0, zero)
				x.a.Data[k+1] = bad
				row := (k + 1) / x.a.Stride
				if trans[0] {
					row = (k + 1) % x.a.Stride
				}
				x.run(nil, alpha, 0)
				for i := range m {
					for j := range n {
						if v := x.c.At(i, j); (v != v) != (i == row) {
							t.Fatalf("%v: C[%d][%d] = %v, bad row %d", trans, i, j, v, row)
						}
					}
				}
			}
			x := newProduct(trans, m, n, k, 0, zero)
			x.b.Data[n+k] = bad
			col := (n + k) % x.b.Stride
			if trans[1] {
				col = (n + k) / x.b.Stride
			}
			x.c.Set(2, (col+1)%n, bad)
			x.run(nil, 1, 0.5)
			for i := range m {
				for j := range n {
					spoiled := j == col || i == 2 && j == (col+1)%n
					if v := x.c.At(i, j); (v-v == 0) == spoiled {
						t.Fatalf("%v: C[%d][%d] = %v, bad column %d", trans, i, j, v, col)
					}
				}
			}
		}
	}
}

func TestGemmNonFinite(t *testing.T) {
	forBoth(t, testGemmNonFinite[float64], testGemmNonFinite[float32])
}

func TestGemmMisuse(t *testing.T) {
	mat := la.NewMatrix[float64]
	whole := mat(8, 8)
	view := func(i, j, r, c int) *la.Matrix[float64] { v := whole.View(i, j, r, c); return &v }
	for _, c := range []struct {
		name, want string
		a, b, c    *la.Matrix[float64]
	}{
		{"nil", "la: nil matrix", nil, mat(2, 2), mat(2, 2)},
		{"inner", "la: dimension mismatch", mat(2, 3), mat(2, 2), mat(2, 2)},
		{"rows", "la: dimension mismatch", mat(2, 3), mat(3, 2), mat(3, 2)},
		{"columns", "la: dimension mismatch", mat(2, 3), mat(3, 2), mat(2, 3)},
		{"stride", "la: stride smaller than the number of columns", &la.Matrix[float64]{Rows: 2, Cols: 2, Stride: 1, Data: make([]float64, 4)}, mat(2, 2), mat(2, 2)},
		{"data", "la: matrix data too short", &la.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: make([]float64, 3)}, mat(2, 2), mat(2, 2)},
		{"c is a", "la: operands overlap in part", view(0, 0, 3, 3), mat(3, 3), view(0, 0, 3, 3)},
		{"c is b", "la: operands overlap in part", mat(3, 3), view(0, 0, 3, 3), view(0, 0, 3, 3)},
		{"c crosses a", "la: operands overlap in part", view(0, 0, 3, 3), mat(3, 3), view(2, 2, 3, 3)},
		{"beside", "", view(0, 0, 3, 3), view(0, 0, 3, 3), view(0, 3, 3, 3)},
		{"below", "", view(0, 0, 3, 3), view(0, 0, 3, 3), view(3, 0, 3, 3)},
	} {
		t.Run(c.name, func(t *testing.T) {
			product := func() { la.Gemm(nil, la.NoTrans, la.NoTrans, 1, c.a, c.b, 0, c.c) }
			if c.want == "" {
				product()
			} else {
				wantPanic(t, c.want, product)
			}
		})
	}
}

// TestGemmConcurrent: calls from many goroutines on one pool, some from inside its tasks.
func TestGemmConcurrent(t *testing.T) {
	t.Cleanup(la.SetBlocking(la.Depth, 1<<16, 1<<18, 64, 1000))
	pool := sched.New(3)
	defer pool.Close()
	ref := newProduct(gemmTransposes[0], 50, 40, 30, 0, uniform[float64](numtest.Rand(6)))
	ref.run(nil, 1, 0)
	product := func() {
		c := la.NewMatrix[float64](50, 40)
		for range 20 {
			la.Gemm(pool, la.NoTrans, la.NoTrans, 1, ref.a, ref.b, 0, c)
			if !reflect.DeepEqual(c.Data, ref.c.Data) {
				t.Error("wrong product")
			}
		}
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(product)
		wg.Go(func() {
			if err := pool.For(nil, 4, func(int) { product() }); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestGemmAllocations(t *testing.T) {
	pool := sched.New(2)
	defer pool.Close()
	small := newProduct(gemmTransposes[0], 5, 6, 7, 0, uniform[float64](numtest.Rand(7)))
	large := newProduct(gemmTransposes[1], 150, 160, 170, 0, uniform[float64](numtest.Rand(7)))
	single := newProduct(gemmTransposes[2], 50, 160, 17, 0, uniform[float32](numtest.Rand(7)))
	for name, p := range map[string]*sched.Pool{"nil": nil, "two workers": pool} {
		wantNoAllocs(t, name, func() {
			small.run(p, 1, 0)
			large.run(p, 1, 2)
			single.run(p, 1, 1)
			// views on the caller's stack stay there
			v, c := large.a.View(0, 0, 20, 20), large.c.View(0, 0, 20, 20)
			la.Gemm(p, la.NoTrans, la.NoTrans, 1, &v, &v, 0, &c)
		})
	}
}

// FuzzGemm compares a product of integers, any shape, transposes and block sizes, with plain sums.
func FuzzGemm(f *testing.F) {
	f.Add(uint64(1), uint8(7), uint8(9), uint8(5), uint8(0), uint8(0), int8(1), int8(0))
	f.Add(uint64(2), uint8(48), uint8(17), uint8(33), uint8(3), uint8(1), int8(-2), int8(3))
	f.Fuzz(func(t *testing.T, seed uint64, m, n, k, trans, pad uint8, alpha, beta int8) {
		defer la.SetBlocking(1+int(pad)%8, 1024, 4096, 1<<(seed%10), 1)()
		x := newProduct(gemmTransposes[trans%4], int(m)%64, int(n)%64, int(k)%64, int(pad)%5, integers[float64](numtest.Rand(seed)))
		want, _ := x.reference(float64(alpha), float64(beta))
		x.run(nil, float64(alpha), float64(beta))
		numtest.Equal(t, "C", plusZero(elements(t, x.c)), plusZero(want))
	})
}

func ExampleGemm() {
	a := &la.Matrix[float64]{Rows: 2, Cols: 3, Stride: 3, Data: []float64{1, 2, 3, 4, 5, 6}}
	b := &la.Matrix[float64]{Rows: 2, Cols: 3, Stride: 3, Data: []float64{1, 0, -1, 0, 1, 0}}
	c := la.NewMatrix[float64](2, 2)
	la.Gemm(nil, la.NoTrans, la.Transpose, 1, a, b, 0, c) // C = A*B'
	fmt.Println(c.Row(0), c.Row(1))
	// Output: [-2 2] [-2 5]
}
