package la_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// quantizedTiny is the change below which a row is zero.
func quantizedTiny[T la.Float]() float64 {
	if T(math.SmallestNonzeroFloat64) == 0 {
		return 0x1p-118
	}
	return 0x1p-1014
}

// quantized is x in units of top/levels: the integers, and the scale, as the documentation has it.
func quantized[T la.Float](x []T, levels int) (q []int, scale, top T) {
	for _, v := range x {
		top = max(top, T(math.Abs(float64(v))))
	}
	q = make([]int, len(x))
	if !(float64(top) >= quantizedTiny[T]()) || math.IsInf(float64(top), 0) {
		return q, 0, top
	}
	for i, v := range x {
		q[i] = int(math.RoundToEven(float64(T(v * T(T(levels)/top)))))
	}
	return q, T(top * T(1/float64(levels))), top
}

// quantizedProduct computes C += (y-z)*op(B) and the new z and the changes, by the documentation, sums in blocks of depth rows of
// op(B).
func quantizedProduct[T la.Float](y, z, b *la.Matrix[T], t la.Trans, c *la.Matrix[T], depth int) (change []T) {
	n, k := c.Cols, y.Cols
	cols := make([][]int, n)
	scales := make([]T, n)
	for j := range n {
		col := make([]T, k)
		for p := range k {
			if t {
				col[p] = b.At(j, p)
			} else {
				col[p] = b.At(p, j)
			}
		}
		var top T
		cols[j], scales[j], top = quantized(col, 127)
		if !(top <= math.MaxFloat32) {
			scales[j] = T(math.NaN())
		}
	}
	for i := range y.Rows {
		d := make([]T, k)
		for p := range d {
			d[p] = y.At(i, p) - z.At(i, p)
		}
		q, scale, top := quantized(d, 63)
		change = append(change, top)
		for p := range d {
			if scale != 0 {
				z.Set(i, p, z.At(i, p)+T(scale*T(q[p])))
			}
		}
		for j := range n {
			for lo := 0; lo < k; lo += depth {
				sum := 0
				for p := lo; p < min(lo+depth, k); p++ {
					sum += q[p] * cols[j][p]
				}
				c.Set(i, j, c.At(i, j)+T(T(T(sum)*scale)*scales[j]))
			}
		}
	}
	return change
}

// special puts into some rows of x what quantizing treats apart.
func special[T la.Float](x *la.Matrix[T]) {
	for i, v := range []float64{0, quantizedTiny[T]() * 0.9, math.Inf(1), math.NaN(), -1e30, math.Inf(-1), quantizedTiny[T](), -3e38} {
		row := 2*i + 1
		if row >= x.Rows {
			return
		}
		if i < 2 || i == 6 {
			numtest.Fill(x.Row(row), 0)
		}
		x.Set(row, (5*i)%x.Cols, T(v))
	}
}

// testQuantized: integers, scales, changes and products are to the bit what the documentation says, for every transpose, any
// workers and any blocks; nothing else is written.
func testQuantized[T la.Float](t *testing.T) {
	pool := sched.New(3)
	defer pool.Close()
	next := uniform[T](numtest.Rand(1))
	var a la.QuantizedRows[T]
	var b la.QuantizedMatrix[T]
	for _, depth := range []int{4096, 3} {
		t.Cleanup(la.SetQuantBlocking(depth, 100*depth, 40*depth, 400))
		for _, size := range append(gemmSizes, [3]int{64, 50, 50}, [3]int{17, 131, 100}, [3]int{9, 100, 301}, [3]int{100, 10, 20}) {
			for _, trans := range []la.Trans{la.NoTrans, la.Transpose} {
				x := newProduct([2]la.Trans{la.NoTrans, trans}, size[0], size[1], size[2], 2, next)
				special(x.a)
				if size[2] > 100 {
					special(x.b)
				}
				z := newProduct([2]la.Trans{}, size[0], 1, size[2], 3, next).a
				for i := range size[0] { // what is tiny shows where it is added to zero
					if i%10 == 3 {
						numtest.Fill(z.Row(i), 0)
					}
					if i%2 == 0 {
						numtest.Fill(x.c.Row(i), 0)
					}
				}
				groups := (size[2] + 3) / 4
				blocks := (groups + depth - 1) / depth
				wantZ, wantC := clone(z), clone(x.c)
				wantChange := quantizedProduct(x.a, wantZ, x.b, trans, wantC, 4*((groups+blocks-1)/blocks))
				start := clone(z)
				c0 := clone(x.c)
				for _, p := range []*sched.Pool{nil, pool} {
					what := fmt.Sprintf("%v %v depth %d workers %d", size, trans, depth, p.Workers())
					copy(z.Data, start.Data)
					copy(x.c.Data, c0.Data)
					change := make([]T, size[0])
					a.Set(x.a, z, change)
					b.Pack(p, trans, x.b)
					la.GemmQuantized(p, &a, &b, x.c)
					ok := numtest.Equal(t, what+" change", change, wantChange)
					ok = numtest.Equal(t, what+" z", elements(t, z), elements(t, wantZ)) && ok
					if ok = numtest.Equal(t, what+" c", elements(t, x.c), elements(t, wantC)) && ok; !ok {
						return
					}
				}
			}
		}
	}
}

func TestQuantized(t *testing.T) { forBoth(t, testQuantized[float64], testQuantized[float32]) }

func clone[T la.Float](x *la.Matrix[T]) *la.Matrix[T] {
	c := *x
	c.Data = slices.Clone(x.Data)
	return &c
}

// testQuantizedRows: a row of a product has the same bits whatever rows and columns stand beside it.
func testQuantizedRows[T la.Float](t *testing.T) {
	const m, n, k = 70, 110, 90
	next := uniform[T](numtest.Rand(2))
	x := newProduct([2]la.Trans{}, m, n, k, 0, next)
	run := func(i, m, j, n int) *la.Matrix[T] {
		y, w := x.a.View(i, 0, m, k), x.b.View(0, j, k, n)
		z, c := la.NewMatrix[T](m, k), la.NewMatrix[T](m, n)
		var a la.QuantizedRows[T]
		var b la.QuantizedMatrix[T]
		a.Set(&y, z, make([]T, m))
		b.Pack(nil, la.NoTrans, &w)
		la.GemmQuantized(nil, &a, &b, c)
		return c
	}
	full := run(0, m, 0, n)
	for _, q := range [][4]int{{0, 1, 0, n}, {69, 1, 109, 1}, {3, 64, 5, 60}, {7, 9, 40, 33}} {
		got, want := run(q[0], q[1], q[2], q[3]), full.View(q[0], q[2], q[1], q[3])
		for i := range q[1] {
			numtest.Equal(t, fmt.Sprintf("%v row %d", q, i), got.Row(i), want.Row(i))
		}
	}
}

func TestQuantizedRows(t *testing.T) {
	forBoth(t, testQuantizedRows[float64], testQuantizedRows[float32])
}

// testQuantizedFeedback: setting the same y again and again makes z equal y but for rounding, and the sum of the products the
// product of y, as far as B's integers stand for B.
func testQuantizedFeedback[T la.Float](t *testing.T) {
	const m, n, k, rounds = 5, 33, 47, 12
	next := uniform[T](numtest.Rand(3))
	x := newProduct([2]la.Trans{}, m, n, k, 0, next)
	z, c := la.NewMatrix[T](m, k), la.NewMatrix[T](m, n)
	var a la.QuantizedRows[T]
	var b la.QuantizedMatrix[T]
	b.Pack(nil, la.NoTrans, x.b)
	change := make([]T, m)
	for r := range rounds {
		before := slices.Clone(change)
		a.Set(x.a, z, change)
		la.GemmQuantized(nil, &a, &b, c)
		for i := range m {
			if r > 0 && float64(change[i]) > float64(before[i])/126*1.001+2*numtest.Eps[T]() {
				t.Errorf("round %d: change %g after %g", r, change[i], before[i])
			}
		}
	}
	exact := la.NewMatrix[T](m, n)
	la.Gemm(nil, la.NoTrans, la.NoTrans, 1, x.a, x.b, 0, exact)
	for i := range m {
		for j := range n {
			if e := math.Abs(float64(c.At(i, j) - exact.At(i, j))); e > float64(k)/254 {
				t.Errorf("(%d, %d): error %g", i, j, e)
			}
		}
	}
}

func TestQuantizedFeedback(t *testing.T) {
	forBoth(t, testQuantizedFeedback[float64], testQuantizedFeedback[float32])
}

func TestQuantizedMisuse(t *testing.T) {
	mat := la.NewMatrix[float64]
	var a la.QuantizedRows[float64]
	var b la.QuantizedMatrix[float64]
	a.Set(mat(3, 2), mat(3, 2), make([]float64, 3))
	b.Pack(nil, la.Transpose, mat(4, 2))
	if a.Rows() != 3 || a.Cols() != 2 || b.Rows() != 2 || b.Cols() != 4 {
		t.Errorf("%dx%d and %dx%d", a.Rows(), a.Cols(), b.Rows(), b.Cols())
	}
	y := mat(3, 2)
	wantPanic(t, "la: nil matrix", func() { la.GemmQuantized(nil, nil, &b, mat(3, 4)) })
	wantPanic(t, "la: nil matrix", func() { la.GemmQuantized(nil, &a, nil, mat(3, 4)) })
	wantPanic(t, "la: nil matrix", func() { b.Pack(nil, la.NoTrans, nil) })
	wantPanic(t, "la: nil matrix", func() { a.Set(nil, y, nil) })
	wantPanic(t, "la: dimension mismatch", func() { la.GemmQuantized(nil, &a, &b, mat(3, 3)) })
	wantPanic(t, "la: dimension mismatch", func() { a.Set(y, mat(2, 2), make([]float64, 3)) })
	wantPanic(t, "la: vector of wrong length", func() { a.Set(y, mat(3, 2), make([]float64, 2)) })
	wantPanic(t, "la: operands overlap in part", func() { a.Set(y, y, make([]float64, 3)) })
	wantPanic(t, "la: operands overlap in part", func() { a.Set(y, mat(3, 2), y.Data[:3]) })
	change := []float64{1}
	a.Set(mat(1, 0), mat(1, 0), change)
	b.Pack(nil, la.NoTrans, mat(0, 4))
	c := &la.Matrix[float64]{Rows: 1, Cols: 4, Stride: 4, Data: []float64{1, 2, 3, 4}}
	la.GemmQuantized(nil, &a, &b, c) // nothing to add
	if change[0] != 0 || c.Data[3] != 4 {
		t.Errorf("change %v, C %v", change, c.Data)
	}
}

func TestQuantizedAllocations(t *testing.T) {
	pool := sched.New(2)
	defer pool.Close()
	for name, p := range map[string]*sched.Pool{"nil": nil, "two workers": pool} {
		for _, trans := range []la.Trans{la.NoTrans, la.Transpose} {
			x := newProduct([2]la.Trans{la.NoTrans, trans}, 64, 700, 600, 0, uniform[float64](numtest.Rand(7)))
			z, change := la.NewMatrix[float64](64, 600), make([]float64, 64)
			var a la.QuantizedRows[float64]
			var b la.QuantizedMatrix[float64]
			wantNoAllocs(t, name, func() {
				b.Pack(p, trans, x.b)
				a.Set(x.a, z, change)
				la.GemmQuantized(p, &a, &b, x.c)
			})
		}
	}
}

func ExampleGemmQuantized() {
	w := &la.Matrix[float64]{Rows: 2, Cols: 2, Stride: 2, Data: []float64{1, 2, -3, 4}}
	var b la.QuantizedMatrix[float64]
	b.Pack(nil, la.NoTrans, w)
	y := &la.Matrix[float64]{Rows: 1, Cols: 2, Stride: 2, Data: []float64{1, 0.3}}
	z, c := la.NewMatrix[float64](1, 2), la.NewMatrix[float64](1, 2)
	var a la.QuantizedRows[float64]
	change := make([]float64, 1)
	for range 3 { // C approaches Y*W, its error is that of W in 8 bits
		a.Set(y, z, change)
		la.GemmQuantized(nil, &a, &b, c)
		fmt.Printf("%.5f %.3f\n", change, c.Data)
	}
	// Output:
	// [1.00000] [0.087 3.222]
	// [0.00159] [0.092 3.216]
	// [0.00000] [0.092 3.216]
}

// BenchmarkQuantized is (64 x n)(n x n) with both factors quantized, setting the first and packing the second.
func BenchmarkQuantized(b *testing.B) {
	b.Run("type=float64", benchQuantized[float64])
	b.Run("type=float32", benchQuantized[float32])
}

func benchQuantized[T la.Float](b *testing.B) {
	for _, n := range []int{50, 100, 300, 1000, 3000} {
		x := newProduct([2]la.Trans{}, 64, n, n, 0, uniform[T](numtest.Rand(1)))
		z, change := la.NewMatrix[T](64, n), make([]T, 64)
		var q la.QuantizedMatrix[T]
		var a la.QuantizedRows[T]
		perElement := func(b *testing.B, elements int) {
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/float64(elements), "ns/element")
		}
		b.Run(fmt.Sprintf("op=pack/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				q.Pack(nil, la.NoTrans, x.b)
			}
			perElement(b, n*n)
		})
		b.Run(fmt.Sprintf("op=packT/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				q.Pack(nil, la.Transpose, x.b)
			}
			perElement(b, n*n)
		})
		b.Run(fmt.Sprintf("op=set/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				for i := 0; i < len(x.a.Data); i += n { // every row changes
					z.Data[i] = x.a.Data[i] + 1
				}
				a.Set(x.a, z, change)
			}
			perElement(b, 64*n)
		})
		q.Pack(nil, la.NoTrans, x.b)
		a.Set(x.a, z, change)
		b.Run(fmt.Sprintf("op=gemm/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				la.GemmQuantized(nil, &a, &q, x.c)
			}
			reportFlops(b, 128*float64(n)*float64(n))
		})
		var packed la.PackedMatrix[T]
		packed.Pack(nil, la.NoTrans, x.b)
		b.Run(fmt.Sprintf("op=gemmpacked/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				la.GemmPacked(nil, la.NoTrans, 1, x.a, &packed, 0, x.c)
			}
			reportFlops(b, 128*float64(n)*float64(n))
		})
		b.Run(fmt.Sprintf("op=gemmfloat/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				la.Gemm(nil, la.NoTrans, la.NoTrans, 1, x.a, x.b, 0, x.c)
			}
			reportFlops(b, 128*float64(n)*float64(n))
		})
	}
}
