package gonum

import (
	"math"
	"reflect"
	"sync"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/gonum"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Bad arguments end in gonum's own panic.
func TestPanics(t *testing.T) {
	long, short := make([]float64, 64), make([]float64, 2)
	const N, T, L, U, D = blas.NoTrans, blas.Trans, blas.Left, blas.Upper, blas.NonUnit
	calls := map[string]func(b blas.Float64){
		"gemm transpose": func(b blas.Float64) { b.Dgemm('X', N, 2, 2, 2, 1, long, 2, long, 2, 0, long, 2) },
		"gemm m":         func(b blas.Float64) { b.Dgemm(N, N, -1, 2, 2, 1, long, 2, long, 2, 0, long, 2) },
		"gemm k":         func(b blas.Float64) { b.Dgemm(N, N, 2, 2, -1, 1, long, 2, long, 2, 0, long, 2) },
		"gemm lda":       func(b blas.Float64) { b.Dgemm(N, N, 2, 2, 3, 1, long, 2, long, 2, 0, long, 2) },
		"gemm ldb":       func(b blas.Float64) { b.Dgemm(N, T, 2, 2, 3, 1, long, 3, long, 2, 0, long, 2) },
		"gemm a":         func(b blas.Float64) { b.Dgemm(N, N, 2, 2, 2, 1, short, 2, long, 2, 0, long, 2) },
		"gemm c":         func(b blas.Float64) { b.Dgemm(N, N, 2, 2, 2, 1, long, 2, long, 2, 0, short, 2) },
		"trsm side":      func(b blas.Float64) { b.Dtrsm('X', U, N, D, 2, 2, 1, long, 2, long[9:], 2) },
		"trsm triangle":  func(b blas.Float64) { b.Dtrsm(L, 'X', N, D, 2, 2, 1, long, 2, long[9:], 2) },
		"trsm diagonal":  func(b blas.Float64) { b.Dtrsm(L, U, N, 'X', 2, 2, 1, long, 2, long[9:], 2) },
		"trsm b":         func(b blas.Float64) { b.Dtrsm(L, U, N, D, 2, 2, 1, long, 2, short, 2) },
		"trsv x":         func(b blas.Float64) { b.Dtrsv(U, N, D, 3, long, 3, short, 1) },
		"trsv increment": func(b blas.Float64) { b.Dtrsv(U, N, D, 3, long, 3, long, 0) },
		"gemv y":         func(b blas.Float64) { b.Dgemv(N, 3, 2, 1, long, 2, long, 1, 0, short, 1) },
		"gemv lda":       func(b blas.Float64) { b.Dgemv(N, 2, 3, 1, long, 2, long, 1, 0, long, 1) },
		"ger a":          func(b blas.Float64) { b.Dger(2, 2, 1, long, 1, long, 1, short, 2) },
		"dot x":          func(b blas.Float64) { b.Ddot(3, short, 1, long, 1) },
		"dot n":          func(b blas.Float64) { b.Ddot(-1, long, 1, long, 1) },
		"axpy y":         func(b blas.Float64) { b.Daxpy(3, 1, long, 1, short, 1) },
		"axpy increment": func(b blas.Float64) { b.Daxpy(3, 1, long, 1, long, 0) },
		"scal x":         func(b blas.Float64) { b.Dscal(3, 2, short, 1) },
		"nrm2 x":         func(b blas.Float64) { b.Dnrm2(3, short, 1) },
	}
	value := func(b blas.Float64, f func(blas.Float64)) (v any) {
		defer func() { v = recover() }()
		f(b)
		return nil
	}
	each(t, func(t *testing.T, b BLAS) {
		for name, f := range calls {
			if got, want := value(b, f), value(gonum.Implementation{}, f); want == nil || got != want {
				t.Errorf("%s: panics with %v, gonum with %v", name, got, want)
			}
		}
	})
}

// Operands that overlap, or interleave without overlapping, never panic; what la refuses has gonum's bits.
func TestOverlap(t *testing.T) {
	r := numtest.Rand(7)
	each(t, func(t *testing.T, b BLAS) {
		aliased, apart := 0, 0
		for range 20000 {
			buf := numtest.Uniform(r, make([]float64, 120))
			want := append([]float64(nil), buf...)
			m, n, k := 1+r.IntN(4), 1+r.IntN(4), 1+r.IntN(4)
			lda := k + r.IntN(12)
			ldc := n + r.IntN(12)
			if r.IntN(2) == 0 {
				ldc = max(lda, n)
				lda = max(ldc, k)
			}
			a, c := r.IntN(120-(m-1)*lda-k+1), r.IntN(120-(m-1)*ldc-n+1)
			x := numtest.Uniform(r, make([]float64, k*n))
			written := make(map[int]bool)
			for i := range m {
				for j := range n {
					written[c+i*ldc+j] = true
				}
			}
			clash := false
			for i := range m {
				for j := range k {
					clash = clash || written[a+i*lda+j]
				}
			}
			gonum.Implementation{}.Dgemm(blas.NoTrans, blas.NoTrans, m, n, k, 1, want[a:], lda, x, n, 1, want[c:], ldc)
			b.Dgemm(blas.NoTrans, blas.NoTrans, m, n, k, 1, buf[a:], lda, x, n, 1, buf[c:], ldc)
			if clash {
				aliased++
				numtest.Equal(t, "aliased", buf, want)
			} else {
				apart++
				numtest.Within(t, "apart", buf, want, numtest.Fill(make([]float64, len(buf)), 1e-14))
			}
			if t.Failed() {
				t.Fatalf("m %d n %d k %d, A at %d stride %d, C at %d stride %d", m, n, k, a, lda, c, ldc)
			}
		}
		if aliased < 1000 || apart < 1000 {
			t.Errorf("%d aliased and %d other cases", aliased, apart)
		}
	})
}

// la serves from the measured sizes on, and at any size without limits.
func TestLimits(t *testing.T) {
	const N, T, L, R, U, D = blas.NoTrans, blas.Trans, blas.Left, blas.Right, blas.Upper, blas.NonUnit
	x := make([]float64, 1<<19)
	y := make([]float64, 1<<19)
	second := func(_ float64, ok bool) bool { return ok }
	for _, c := range []struct {
		name        string
		f           func(n int) bool
		below, from int
	}{
		{"gemm", func(n int) bool { return gemm(nil, N, N, n, n, n, 1, x, n, x, n, 0, y, n) }, 10, 11},
		{"gemm rows", func(n int) bool { return gemm(nil, N, N, n, 99, 99, 1, x, 99, x, 99, 0, y, 99) }, 3, 4},
		{"gemm NT", func(n int) bool { return gemm(nil, N, T, n, 99, 99, 1, x, 99, x, 99, 0, y, 99) }, 15, 16},
		{"trsm left", func(n int) bool { return trsm(nil, L, U, N, D, n, 2, 1, x, n, y, 2) }, 47, 48},
		{"trsm right", func(n int) bool { return trsm(nil, R, U, N, D, 64, n, 1, x, n, y, n) }, 511, 512},
		{"trsm rows", func(n int) bool { return trsm(nil, R, U, N, D, n, 512, 1, x, 512, y, 512) }, 63, 64},
		{"trsv", func(n int) bool { return trsv(U, N, D, n, x, n, y, 1) }, 95, 96},
		{"gemv", func(n int) bool { return gemv(nil, N, n, 256, 1, x, 256, x, 1, 0, y, 1) }, 511, 512},
		{"gemv columns", func(n int) bool { return gemv(nil, N, 1000, n, 1, x, n, x, 1, 0, y, 1) }, 255, 256},
		{"ger", func(n int) bool { return ger(2, n, 1, x, 1, x, 1, y, n) }, 255, 256},
		{"dot", func(n int) bool { return second(dot(n, x, 1, y, 1)) }, 127, 128},
		{"axpy", func(n int) bool { return axpy(n, 1, x, 1, y, 1) }, 127, 128},
		{"scal", func(n int) bool { return scal(n, 1, y, 1) }, 127, 128},
		{"nrm2", func(n int) bool { return second(nrm2(n, x, 1)) }, 7, 8},
		{"gemv T", func(n int) bool { return gemv(nil, T, n, n, 1, x, n, x, 1, 0, y, 1) }, 700, 0},
	} {
		limits = measured
		below, from := c.f(c.below), c.from == 0 || c.f(c.from)
		limits = thresholds{}
		one := c.f(1)
		limits = measured
		if below || !from || !one {
			t.Errorf("%s: la serves size %d: %v, size %d: %v, without limits: %v", c.name, c.below, below, c.from, from, one)
		}
	}
}

// A NaN reaches the result though it meets a zero; gonum hides it.
func TestNaN(t *testing.T) {
	limits = thresholds{}
	defer func() { limits = measured }()
	a, x, c := make([]float64, 4), []float64{math.NaN(), 1, 1, 1}, make([]float64, 4)
	BLAS{}.Dgemm(blas.NoTrans, blas.NoTrans, 2, 2, 2, 1, a, 2, x, 2, 0, c, 2)
	if c[0] == c[0] || c[1] != 0 || c[2] == c[2] || c[3] != 0 {
		t.Errorf("zero times NaN is %v", c)
	}
}

// Many goroutines share one BLAS and its pool, and all get the bits of one alone.
func TestConcurrent(t *testing.T) {
	const n = 150
	r := numtest.Rand(8)
	a, x, want := numtest.Uniform(r, make([]float64, n*n)), numtest.Uniform(r, make([]float64, n*n)), make([]float64, n*n)
	BLAS{}.Dgemm(blas.NoTrans, blas.Trans, n, n, n, 1, a, n, x, n, 0, want, n)
	pool := sched.New(2)
	defer pool.Close()
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for range 5 {
				got := make([]float64, n*n)
				BLAS{Pool: pool}.Dgemm(blas.NoTrans, blas.Trans, n, n, n, 1, a, n, x, n, 0, got, n)
				numtest.Equal(t, "product", got, want)
			}
		})
	}
	wg.Wait()
}

func TestUse(t *testing.T) {
	defer func(b64 blas.Float64, b32 blas.Float32) { blas64.Use(b64); blas32.Use(b32) }(blas64.Implementation(), blas32.Implementation())
	defer func(name string) { asm.Set(name) }(asm.Active[float64]().Name)
	for _, k := range asm.All[float64]() {
		blas64.Use(gonum.Implementation{})
		blas32.Use(gonum.Implementation{})
		if err := asm.Set(k.Name); err != nil {
			t.Fatal(err)
		}
		Use(nil)
		_, got64 := blas64.Implementation().(BLAS)
		_, got32 := blas32.Implementation().(BLAS)
		if want := k.Name != "generic"; got64 != want || got32 != want {
			t.Errorf("%s: installed for float64 %v, for float32 %v; want %v", k.Name, got64, got32, want)
		}
	}
}

func TestViews(t *testing.T) {
	g := blas64.General{Rows: 2, Cols: 3, Stride: 4, Data: make([]float64, 7)}
	m := Matrix(g)
	m.Set(1, 2, 5)
	if back := General(m); !reflect.DeepEqual(back, g) || &back.Data[0] != &g.Data[0] || g.Data[6] != 5 {
		t.Errorf("%v became %v", g, back)
	}
	g32 := blas32.General{Rows: 2, Cols: 3, Stride: 4, Data: make([]float32, 7)}
	m32 := Matrix32(g32)
	m32.Set(1, 2, 5)
	if back := General32(m32); !reflect.DeepEqual(back, g32) || &back.Data[0] != &g32.Data[0] || g32.Data[6] != 5 {
		t.Errorf("%v became %v", g32, back)
	}
	empty, empty32 := General(la.Matrix[float64]{}), General32(la.Matrix[float32]{})
	if empty.Stride != 1 || empty32.Stride != 1 { // gonum panics if it is 0
		t.Errorf("strides of empty matrices are %d and %d", empty.Stride, empty32.Stride)
	}
}
