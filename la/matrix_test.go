package la_test

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"runtime/debug"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
)

// Helpers of this package's tests.

// forEachRecord runs f once with each set of kernels of this machine.
func forEachRecord(t *testing.T, f func(t *testing.T)) {
	active := asm.Active[float64]().Name
	defer asm.Set(active)
	for _, k := range asm.All[float64]() {
		t.Run("isa="+k.Name, func(t *testing.T) {
			if err := asm.Set(k.Name); err != nil {
				t.Fatal(err)
			}
			f(t)
		})
	}
}

// sentinel stands in the padding of the matrices of padded; no computation here yields it.
const sentinel = -12345

// padded returns a copy of m with a stride 3 larger than needed and sentinels in the padding.
func padded[T la.Float](m *la.Matrix[T]) *la.Matrix[T] {
	p := &la.Matrix[T]{Rows: m.Rows, Cols: m.Cols, Stride: m.Cols + 3}
	p.Data = numtest.Fill(make([]T, p.Rows*p.Stride), sentinel)
	la.Copy(p, m)
	return p
}

func checkPadding[T la.Float](t *testing.T, m *la.Matrix[T]) {
	t.Helper()
	for i, v := range m.Data {
		if i%m.Stride >= m.Cols && v != sentinel {
			t.Fatalf("padding of row %d, column %d was written", i/m.Stride, i%m.Stride)
		}
	}
}

func random[T la.Float](r *rand.Rand, rows, cols int) *la.Matrix[T] {
	m := la.NewMatrix[T](rows, cols)
	numtest.Uniform(r, m.Data)
	return m
}

// wantPanic fails t unless f panics with the given string.
func wantPanic(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := recover(); got != want {
			t.Errorf("panic %v, want %q", got, want)
		}
	}()
	f()
}

// wantNoAllocs fails t if f allocates after its first call.
func wantNoAllocs(t *testing.T, what string, f func()) {
	t.Helper()
	if raceEnabled {
		return
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection may empty the free lists
	f()
	// AllocsPerRun changes GOMAXPROCS, at which a free list may drop what it holds: what allocates in every call does so in
	// all attempts.
	least := testing.AllocsPerRun(10, f)
	for range 9 {
		if least == 0 {
			return
		}
		least = min(least, testing.AllocsPerRun(10, f))
	}
	t.Errorf("%s: %v allocations a call, want 0", what, least)
}

func TestMatrixAccess(t *testing.T) {
	m := la.NewMatrix[float64](3, 4)
	for i := range m.Data {
		m.Data[i] = float64(i)
	}
	v := m.View(1, 2, 2, 2)
	if v.At(0, 0) != 6 || v.At(1, 1) != 11 || len(v.Data) != 6 {
		t.Errorf("view %+v", v)
	}
	v.Set(1, 0, -1)
	if m.At(2, 2) != -1 {
		t.Error("Set on a view does not reach the matrix")
	}
	if r := v.Row(0); len(r) != 2 || cap(r) != 2 || &r[0] != &m.Data[6] {
		t.Errorf("row %v, capacity %d", r, cap(r))
	}
	for _, e := range [][4]int{{0, 0, 0, 0}, {3, 4, 0, 0}, {3, 0, 0, 4}, {0, 4, 3, 0}} {
		if v := m.View(e[0], e[1], e[2], e[3]); v.Rows != e[2] || v.Cols != e[3] {
			t.Errorf("empty view %v: %+v", e, v)
		}
	}

	if r := (&la.Matrix[float64]{Rows: 3, Stride: 4}).Row(2); len(r) != 0 {
		t.Errorf("row without columns: %v", r)
	}

	const out = "la: index out of range"
	for name, f := range map[string]func(){
		"At row":   func() { v.At(2, 0) },
		"At col":   func() { v.At(0, 2) },
		"Set":      func() { v.Set(0, -1, 0) },
		"Row":      func() { v.Row(2) },
		"View":     func() { m.View(0, 3, 1, 2) },
		"View neg": func() { m.View(0, 0, -1, 2) },
		"View max": func() { m.View(math.MaxInt, 0, 1, 1) },
	} {
		t.Run(name, func(t *testing.T) { wantPanic(t, out, f) })
	}
	wantPanic(t, "la: negative dimension", func() { la.NewMatrix[float32](1, -1) })
	wantPanic(t, "la: matrix too large", func() { la.NewMatrix[float32](1<<(bits.UintSize/2), 1<<(bits.UintSize/2)) })
}

func TestCopy(t *testing.T) {
	src := padded(random[float32](numtest.Rand(1), 4, 5))
	dst := padded(la.NewMatrix[float32](4, 5))
	la.Copy(dst, src)
	numtest.Equal(t, "copy", dst.Data, src.Data)
	la.Copy(src, src)
	numtest.Equal(t, "copy of itself", src.Data, dst.Data)
	checkPadding(t, dst)

	a := la.NewMatrix[float64](2, 3)
	wantPanic(t, "la: nil matrix", func() { la.Copy(nil, a) })
	wantPanic(t, "la: dimension mismatch", func() { la.Copy(a, la.NewMatrix[float64](3, 2)) })
	wantPanic(t, "la: stride smaller than the number of columns",
		func() { la.Copy(&la.Matrix[float64]{Rows: 2, Cols: 3, Stride: 2, Data: a.Data}, a) })
	wantPanic(t, "la: matrix data too short",
		func() { la.Copy(&la.Matrix[float64]{Rows: 2, Cols: 3, Stride: 4, Data: a.Data}, a) })
	wantPanic(t, "la: negative dimension", func() { la.Copy(&la.Matrix[float64]{Rows: -1}, a) })
	left, right := a.View(0, 0, 2, 2), a.View(0, 1, 2, 2)
	wantPanic(t, "la: operands overlap in part", func() { la.Copy(&left, &right) })

	// (rows-1)*stride is a multiple of 2^64, or of 2^32
	const half = 1 << (bits.UintSize / 2)
	huge := &la.Matrix[float64]{Rows: half + 1, Cols: 1, Stride: half, Data: a.Data}
	wantPanic(t, "la: matrix data too short", func() { la.Copy(huge, huge) })
	wantPanic(t, "la: matrix data too short", func() {
		c := &la.Matrix[float64]{Rows: half + 1, Cols: 1, Stride: half, Data: make([]float64, 6)}
		la.Gemm(nil, la.NoTrans, la.NoTrans, 1, huge, la.NewMatrix[float64](1, 1), 0, c)
	})
}

// TestOverlap compares with a count of the shared elements, over all pairs of views of one matrix.
func TestOverlap(t *testing.T) {
	m := la.NewMatrix[float32](4, 3)
	views := []la.Matrix[float32]{}
	for i := range 4 {
		for j := range 3 {
			for r := 1; i+r <= 4; r++ {
				for c := 1; j+c <= 3; c++ {
					views = append(views, m.View(i, j, r, c))
				}
			}
		}
	}
	for i := range 8 { // 2 x 2 matrices that start anywhere: some run over the end of a row of m
		views = append(views, la.Matrix[float32]{Rows: 2, Cols: 2, Stride: 3, Data: m.Data[i : i+5]})
	}
	for i := range 12 { // single rows whose stride is another
		for n := 1; i+n <= 12; n++ {
			views = append(views, la.Matrix[float32]{Rows: 1, Cols: n, Stride: n, Data: m.Data[i : i+n]})
		}
	}
	if wide := (&la.Matrix[float32]{Rows: 2, Cols: 2, Stride: 5, Data: m.Data}); !la.Overlap(wide, m) {
		t.Error("no overlap of one memory with two strides")
	}
	for x := range views {
		for y := range views {
			a, b := &views[x], &views[y]
			seen := map[*float32]bool{}
			for i := range a.Rows {
				for j := range a.Cols {
					seen[&a.Row(i)[j]] = true
				}
			}
			want := false
			for i := range b.Rows {
				for j := range b.Cols {
					want = want || seen[&b.Row(i)[j]]
				}
			}
			if got := la.Overlap(a, b); got != want {
				t.Fatalf("%+v and %+v: %v, want %v", a, b, got, want)
			}
		}
	}
}

func TestNorms(t *testing.T) {
	t.Run("float64", testNorms[float64])
	t.Run("float32", testNorms[float32])
}

func testNorms[T la.Float](t *testing.T) {
	m := padded(&la.Matrix[T]{Rows: 2, Cols: 3, Stride: 3, Data: []T{1, -2, 3, -4, 5, -6}})
	big := T(math.Sqrt(math.MaxFloat32)) // its square overflows in float32, that of huge in both
	huge, small := T(3e38), T(1e-44)
	if numtest.Eps[T]() < 1e-10 {
		h, s := 1e308, 1e-320
		huge, small = T(h), T(s)
	}
	nan, inf := T(math.NaN()), T(math.Inf(1))
	wide := la.NewMatrix[T](2, 131) // more than one strip of columns
	wide.Set(0, 130, 3)
	wide.Set(1, 130, -4)
	row := func(x ...T) *la.Matrix[T] { return &la.Matrix[T]{Rows: 1, Cols: len(x), Stride: len(x), Data: x} }
	for _, c := range []struct {
		name              string
		m                 *la.Matrix[T]
		one, inf, max, fr T
	}{
		{"2x3", m, 9, 15, 6, T(math.Sqrt(91))},
		{"wide", wide, 7, 4, 4, 5},
		{"empty", la.NewMatrix[T](0, 3), 0, 0, 0, 0},
		{"zero", la.NewMatrix[T](3, 3), 0, 0, 0, 0},
		{"big", row(3*big, 4*big), 4 * big, 7 * big, 4 * big, 5 * big},
		{"huge", row(huge), huge, huge, huge, huge},
		{"small", row(small), small, small, small, small},
		{"NaN", row(1, nan, 5), nan, nan, nan, nan},
		{"NaN and Inf", row(nan, inf), nan, nan, nan, nan},
		{"Inf", row(1, -inf), inf, inf, inf, inf},
	} {
		t.Run(c.name, func(t *testing.T) {
			numtest.WithinULPs(t, "norms", []T{c.m.Norm1(), c.m.NormInf(), c.m.NormMax(), c.m.NormFro()},
				[]T{c.one, c.inf, c.max, c.fr}, 2)
		})
	}
	checkPadding(t, m)
}

func ExampleMatrix_View() {
	m := la.NewMatrix[float64](3, 3)
	v := m.View(1, 1, 2, 2)
	v.Set(0, 0, 7)
	fmt.Println(m.At(1, 1), v.Rows, v.Cols)
	// Output: 7 2 2
}

// testTransposeTo: every element at its place, nothing beside.
func testTransposeTo[T la.Float](t *testing.T) {
	r := numtest.Rand(1)
	for _, size := range [][2]int{{1, 1}, {7, 20}, {64, 65}, {300, 100}, {3, 20000}, {20000, 3}, {0, 2}} {
		x := padded(random[T](r, size[0], size[1]))
		y := padded(la.NewMatrix[T](size[1], size[0]))
		la.TransposeTo(y, x)
		checkPadding(t, y)
		for i := range x.Rows {
			for j := range x.Cols {
				if x.At(i, j) != y.At(j, i) {
					t.Fatalf("%v: element (%d, %d)", size, i, j)
				}
			}
		}
	}
}

func TestTransposeTo(t *testing.T) { forBoth(t, testTransposeTo[float64], testTransposeTo[float32]) }
