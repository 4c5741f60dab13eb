package asm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"unsafe"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// quantGemm is QuantKernels.Gemm.
type quantGemm[T Float] = func(kc int, a *uint32, rsa, csa int, b *uint32, rsb int, next *uint32, c *T, ldc, m, n int, start *int32, row, col *T)

// forEachQuant runs f for the quantized kernels of every record, and for those a record would have on a lesser processor.
func forEachQuant[T Float](t *testing.T, f func(t *testing.T, k QuantKernels[T])) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		f(t, k.Quant)
		for name, gemm := range lesserQuantGemms[T](k.Name) {
			lesser := k.Quant
			lesser.Gemm = gemm
			t.Run(name, func(t *testing.T) { f(t, lesser) })
		}
	})
}

func testQuantComplete[T Float](t *testing.T) {
	forEachQuant(t, func(t *testing.T, k QuantKernels[T]) {
		for v, i := reflect.ValueOf(k), 0; i < v.NumField(); i++ {
			if name := v.Type().Field(i).Name; v.Field(i).IsZero() && name != "Pays" {
				t.Errorf("field %s is not set", name)
			}
		}
		if k.NR%k.Vec != 0 {
			t.Errorf("strips of %d columns by vectors of %d", k.NR, k.Vec)
		}
	})
}

func TestQuantComplete(t *testing.T) {
	testQuantComplete[float64](t)
	testQuantComplete[float32](t)
}

// words returns n guarded words of random bytes.
func words[W uint32 | int32](t numtest.TB, r *rand.Rand, n int, end numtest.End) []W {
	f := numtest.Guarded[float32](t, n, end)
	w := unsafe.Slice((*W)(unsafe.Pointer(unsafe.SliceData(f))), n)
	for i := range w {
		w[i] = W(r.Uint32())
	}
	return w
}

// groups returns n guarded groups of an A.
func groups(t numtest.TB, r *rand.Rand, n int, end numtest.End) []uint32 {
	w := words[uint32](t, r, n, end)
	for i := range w {
		for s := 0; s < 32; s += 8 {
			w[i] = w[i]&^(255<<s) | uint32(QuantZeroA+r.IntN(2*QuantTopA+1)-QuantTopA)<<s
		}
		if r.IntN(8) == 0 { // all of the largest
			w[i] = (QuantZeroA + QuantTopA) * 0x01010101
		}
	}
	return w
}

// testQuantGemm: the bits of the portable function for every height and width, layout and length, flush against faulting pages;
// nothing beside the strip is written.
func testQuantGemm[T Float](t *testing.T) {
	forEachQuant(t, func(t *testing.T, k QuantKernels[T]) {
		r := numtest.Rand(1)
		for _, kc := range []int{1, 2, 13} {
			for m := 1; m <= 17; m++ {
				for n := 1 + m%2; n <= k.NR; n += 1 + kc%2 {
					end, pad := numtest.End(n%2), n%3
					s := numtest.NewScope(t)
					lda, ldb, ldc := kc+pad, n+pad, n+pad
					if m%3 == 0 {
						ldc += 50 // rows that no vector reaches into
					}
					a := groups(s, r, (m-1)*lda+kc, end)
					b := words[uint32](s, r, (kc-1)*ldb+n, end)
					for i := range b {
						for q := 0; q < 32; q += 8 {
							if b[i]>>q&255 == 128 {
								b[i] ^= 255 << q // 127
							}
						}
						if r.IntN(8) == 0 {
							b[i] = 0x7F7F7F7F * (1 + uint32(r.IntN(2))*2) // 127 or -127 and others
						}
						if b[i]&0x80808080 != 0 && r.IntN(8) == 0 {
							b[i] = 0x81818181
						}
					}
					start := words[int32](s, r, (n+k.Vec-1)&^(k.Vec-1), end)
					for i := range start {
						start[i] >>= 8
					}
					row, col := numtest.Uniform(r, numtest.Guarded[T](s, m, end)), numtest.Uniform(r, numtest.Guarded[T](s, n, end))
					c := numtest.Uniform(r, numtest.Guarded[T](s, (m-1)*ldc+n, end))
					want := slices.Clone(c)
					quantGemmGeneric(kc, &a[0], lda, 1, &b[0], ldb, &b[0], &want[0], ldc, m, n, &start[0], &row[0], &col[0])
					k.Gemm(kc, &a[0], lda, 1, &b[0], ldb, &b[0], &c[0], ldc, m, n, &start[0], &row[0], &col[0])
					ok := numtest.Equal(s, fmt.Sprintf("kc=%d m=%d n=%d", kc, m, n), c, want)
					s.Close()
					if !ok {
						return
					}
				}
			}
		}
	})
}

func TestQuantGemm(t *testing.T) {
	t.Run("f64", testQuantGemm[float64])
	t.Run("f32", testQuantGemm[float32])
}

// testQuantChange: the bits of the portable function for numbers of all kinds and every length; nothing beside is written.
func testQuantChange[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(2)
		for n := 1; n <= 140; n++ {
			for _, m := range []int{1, 2, 5} {
				for kind := range 4 {
					end, pad := numtest.End(n%2), n%3
					s := numtest.NewScope(t)
					y, z := numtest.Guarded[T](s, (m-1)*(n+pad)+n, end), numtest.Guarded[T](s, (m-1)*(n+2*pad)+n, end)
					numtest.Uniform(r, y)
					numtest.Uniform(r, z)
					switch kind {
					case 1: // all kinds
						anything(r.Uint64(), y)
						anything(r.Uint64(), z)
					case 2: // ties: the largest difference is 63
						numtest.Integers(r, y, 126)
						for i := range y {
							z[i%len(z)], y[i] = 0, y[i]/2
						}
						y[0] = -63
					case 3: // small, zero and large rows
						for i := range y {
							y[i], z[i%len(z)] = T([]float64{0, 1e-37, 1e38}[(i/(n+pad))%3]), 0
						}
					}
					rows := (n + 15) &^ 15 / 4
					ldq := rows + pad
					q := words[uint32](s, r, (m-1)*ldq+rows, end)
					scale, change := numtest.Guarded[T](s, m, end), numtest.Guarded[T](s, m, end)
					wantZ, wantQ, wantScale, wantChange := slices.Clone(z), slices.Clone(q), make([]T, m), make([]T, m)
					quantLargestGeneric(m, n, &wantChange[0], &y[0], n+pad, &z[0], n+2*pad)
					quantChangeGeneric(m, n, &wantQ[0], ldq, &wantScale[0], &wantChange[0], &y[0], n+pad, &wantZ[0], n+2*pad)
					k.Quant.Largest(m, n, &change[0], &y[0], n+pad, &z[0], n+2*pad)
					k.Quant.Change(m, n, &q[0], ldq, &scale[0], &change[0], &y[0], n+pad, &z[0], n+2*pad)
					what := fmt.Sprintf("m=%d n=%d kind=%d ", m, n, kind)
					ok := numtest.Equal(s, what+"change", change, wantChange)
					ok = numtest.Equal(s, what+"scale", scale, wantScale) && ok
					ok = numtest.Equal(s, what+"z", z, wantZ) && ok
					for i := range m { // arbitrary past n
						for g := n / 4; g < rows; g++ {
							mask := uint32(1)<<(8*max(0, n-4*g)) - 1
							q[i*ldq+g] &= mask
							wantQ[i*ldq+g] &= mask
						}
					}
					if !slices.Equal(q, wantQ) {
						s.Errorf("%s: integers %x, want %x", what, q, wantQ)
						ok = false
					}
					s.Close()
					if !ok {
						return
					}
				}
			}
		}
	})
}

func TestQuantChange(t *testing.T) {
	t.Run("f64", testQuantChange[float64])
	t.Run("f32", testQuantChange[float32])
}

// testQuantPack: MaxAbs and Columns have the bits of the portable functions; nothing beside is written.
func testQuantPack[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		r := numtest.Rand(3)
		for n := 1; n <= k.Quant.NR; n++ {
			for _, m := range []int{1, 2, 3, 4, 5, 16, 31, 70} {
				end, pad := numtest.End(n%2), n%3
				s := numtest.NewScope(t)
				b := numtest.Guarded[T](s, (m-1)*(n+pad)+n, end)
				top := numtest.Guarded[T](s, n, end)
				for i := range top {
					top[i] = T(r.IntN(3))
				}
				want := slices.Clone(top)
				for range 2 { // the second time with what is not finite
					quantMaxAbsGeneric(m, n, &b[0], n+pad, &want[0])
					k.Quant.MaxAbs(m, n, &b[0], n+pad, &top[0])
					numtest.Equal(s, fmt.Sprintf("MaxAbs m=%d n=%d", m, n), top, want)
					anything(r.Uint64(), b)
				}
				for i := range b {
					b[i] = T(r.IntN(255)-127) / 2 // ties
				}
				inv := numtest.Fill(numtest.Guarded[T](s, n, end), 1)
				inv[n/2], inv[n-1] = 1.999, -0.7
				q, start := words[uint32](s, r, (m+3)/4*n, end), words[int32](s, r, n, end)
				wantQ, wantStart := slices.Clone(q), slices.Clone(start)
				quantColumnsGeneric(m, n, &b[0], n+pad, &inv[0], &wantQ[0], &wantStart[0])
				k.Quant.Columns(m, n, &b[0], n+pad, &inv[0], &q[0], &start[0])
				if !slices.Equal(q, wantQ) || !slices.Equal(start, wantStart) {
					s.Errorf("Columns m=%d n=%d: %x %d, want %x %d", m, n, q, start, wantQ, wantStart)
				}
				s.Close()
				if t.Failed() {
					return
				}
			}
		}
	})
}

func TestQuantPack(t *testing.T) {
	t.Run("f64", testQuantPack[float64])
	t.Run("f32", testQuantPack[float32])
}

// TestQuantGemmExact holds the portable function itself against sums of its own: integers, scales that are powers of two.
func TestQuantGemmExact(t *testing.T) {
	r := numtest.Rand(4)
	const kc, m, n = 9, 3, 5
	a, b := groups(t, r, m*kc, numtest.Back), words[uint32](t, r, kc*n, numtest.Back)
	start, row, col, c := make([]int32, n), []float64{1, 2, 0.5}, []float64{1, 4, 1, 0.25, 1}, make([]float64, m*n)
	want := make([]float64, m*n)
	for j := range n {
		for i := range m {
			sum := 0
			for p := range 4 * kc {
				x, y := int(uint8(a[i*kc+p/4]>>(p%4*8))), int(int8(b[p/4*n+j]>>(p%4*8)))
				sum += (x - QuantZeroA) * y
				if i == 0 {
					start[j] -= QuantZeroA * int32(y)
				}
			}
			want[i*n+j] = float64(sum) * row[i] * col[j]
		}
	}
	quantGemmGeneric(kc, &a[0], kc, 1, &b[0], n, &b[0], &c[0], n, m, n, &start[0], &row[0], &col[0])
	numtest.Equal(t, "product", c, want)
	if float64(Tiny[float32]()) != 0x1p-118 || Tiny[float64]() != 0x1p-1014 || math.IsInf(float64(QuantTop/Tiny[float32]()), 0) {
		t.Errorf("Tiny: %g %g", Tiny[float32](), Tiny[float64]())
	}
}

// BenchmarkQuant measures a strip with its operands in cache, as BenchmarkGemm does, and the other kernels.
func BenchmarkQuant(b *testing.B) {
	b.Run("type=float64", benchQuant[float64])
	b.Run("type=float32", benchQuant[float32])
}

func benchQuant[T Float](b *testing.B) {
	const kc, m, columns = 64, 64, 256
	r := numtest.Rand(1)
	for _, k := range All[T]() {
		gemms := map[string]quantGemm[T]{"": k.Quant.Gemm}
		for name, gemm := range lesserQuantGemms[T](k.Name) {
			gemms["/"+name] = gemm
		}
		q, n := k.Quant, k.Quant.NR
		a, w := groups(b, r, m*kc, numtest.Back), words[uint32](b, r, kc*n, numtest.Back)
		start, row, col, c := make([]int32, n), make([]T, m), make([]T, n), make([]T, m*n)
		y, z, scale, change := numtest.Uniform(r, make([]T, m*columns)), make([]T, m*columns), make([]T, m), make([]T, m)
		run := func(name string, flops int, f func()) {
			b.Run("isa="+k.Name+"/"+name, func(b *testing.B) {
				for b.Loop() {
					f()
				}
				b.ReportMetric(float64(flops)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "op/ns")
			})
		}
		for name, gemm := range gemms {
			run("gemm"+name, 8*kc*m*n, func() {
				gemm(kc, &a[0], kc, 1, &w[0], n, &w[0], &c[0], n, m, n, &start[0], &row[0], &col[0])
			})
		}
		run("largest", m*columns, func() { q.Largest(m, columns, &change[0], &y[0], columns, &z[0], columns) })
		run("change", m*columns, func() {
			change[0] = 2 // of the others nothing changes after some rounds
			q.Change(m, columns, &a[0], kc, &scale[0], &change[0], &y[0], columns, &z[0], columns)
		})
		run("maxabs", kc*4*n, func() { q.MaxAbs(kc*4, n, &y[0], n, &col[0]) })
		run("columns", kc*4*n, func() { q.Columns(kc*4, n, &y[0], n, &row[0], &w[0], &start[0]) })
	}
}
