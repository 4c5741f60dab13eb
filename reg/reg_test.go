package reg_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/reg"
)

// sizes go around the 256 weights that are made at a time.
var sizes = []int{0, 1, 2, 3, 17, 255, 256, 257, 258, 520}

func eps[T la.Float]() float64 {
	if T(1)+T(0x1p-40) == 1 {
		return 0x1p-23
	}
	return 0x1p-52
}

func bits[T la.Float](v T) uint64 { return math.Float64bits(float64(v)) }

// view returns an m x m view of random weights into a larger matrix, and that matrix, whose other elements are 7.
func view[T la.Float](rng *rand.Rand, m int) (w, parent *la.Matrix[T]) {
	parent = la.NewMatrix[T](m+2, m+3)
	for i := range parent.Data {
		parent.Data[i] = 7
	}
	v := parent.View(1, 2, m, m)
	for i := range m {
		for j := range v.Row(i) {
			v.Set(i, j, T(rng.NormFloat64()))
		}
	}
	return &v, parent
}

func clone[T la.Float](w *la.Matrix[T]) *la.Matrix[T] {
	c := la.NewMatrix[T](w.Rows, w.Cols)
	for i := range w.Rows {
		copy(c.Row(i), w.Row(i))
	}
	return c
}

// forms returns a Weights of every kind for m nodes together with the weight of each edge, worked out plainly.
func forms[T la.Float](rng *rand.Rand, m int) map[string]struct {
	weights reg.Weights[T]
	at      func(k, j int) T
} {
	s, module := make([]T, m), make([]int32, m)
	for j := range s {
		s[j], module[j] = T(rng.ExpFloat64()), rng.Int32N(3)
	}
	edge, _ := view[T](rng, m)
	for i := range m {
		for j := range m {
			edge.Set(i, j, T(math.Abs(float64(edge.At(i, j)))))
		}
	}
	type form = struct {
		weights reg.Weights[T]
		at      func(k, j int) T
	}
	return map[string]form{
		"zero":    {reg.Weights[T]{}, func(k, j int) T { return 0 }},
		"uniform": {reg.Uniform[T](0.75), func(k, j int) T { return 0.75 }},
		"target":  {reg.PerNode(s), func(k, j int) T { return s[j] }},
		"max":     {reg.Max(s), func(k, j int) T { return max(s[k], s[j]) }},
		"merged": {reg.Merged(s, module, 0.125), func(k, j int) T {
			if module[k] == module[j] {
				return s[j]
			}
			return s[j] + (s[k] + 0.125)
		}},
		"edge": {reg.PerEdge(edge), func(k, j int) T { return edge.At(k, j) }},
	}
}

func TestRow(t *testing.T) {
	t.Run("float32", testRow[float32])
	t.Run("float64", testRow[float64])
}

func testRow[T la.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, m := range sizes {
		for name, f := range forms[T](rng, m) {
			dst := make([]T, m)
			for k := range m {
				f.weights.Row(dst, k)
				for j, got := range dst {
					if want := f.at(k, j); k != j && got != want {
						t.Fatalf("%s, m = %d, edge %d -> %d: got %v, want %v", name, m, k, j, got, want)
					}
				}
			}
		}
	}
}

// TestProx checks the optimality of the result p for the entry v and t = step*weight: v - p is in t times the
// subdifferential of the penalty at p. That is t*sign(p) or, at p = 0, [-t, t] for L1, and t*p for L2.
// Diagonal and padding keep their values.
func TestProx(t *testing.T) {
	t.Run("float32", testProx[float32])
	t.Run("float64", testProx[float64])
}

func testProx[T la.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	const step = 0.4
	for _, m := range sizes {
		for name, f := range forms[T](rng, m) {
			for _, penalty := range []string{"L1", "L2"} {
				w, parent := view[T](rng, m)
				before, zeros := clone(w), 0
				if penalty == "L1" {
					reg.ProxL1(w, step, f.weights)
				} else {
					reg.ProxL2(w, step, f.weights)
				}
				sevens := 0
				for _, v := range parent.Data {
					if v == 7 {
						sevens++
					}
				}
				if want := len(parent.Data) - m*m; sevens != want {
					t.Fatalf("%s %s m = %d: %d elements of padding left, want %d", penalty, name, m, sevens, want)
				}
				for k := range m {
					for j := range m {
						v, p, weight := float64(before.At(k, j)), float64(w.At(k, j)), step*float64(f.at(k, j))
						var miss float64
						switch {
						case k == j:
							miss = math.Abs(v - p)
						case penalty == "L2":
							miss = math.Abs(v - p - weight*p)
						case p == 0:
							zeros++
							miss = max(math.Abs(v)-weight, 0)
						default:
							miss = math.Abs(v - p - math.Copysign(weight, p))
						}
						if miss > 3*eps[T]()*(math.Abs(v)+weight) || math.Signbit(v) != math.Signbit(p) {
							t.Fatalf("%s %s m = %d, edge %d -> %d: %v became %v with t = %v", penalty, name, m, k, j, v, p, weight)
						}
					}
				}
				if penalty == "L1" && m > 100 && name != "zero" && (zeros == 0 || zeros > m*m/2) {
					t.Fatalf("%s m = %d: %d zeros of %d say nothing", name, m, zeros, m*m)
				}
			}
		}
	}
}

// TestNonExpansive: no two matrices are further apart after a proximal map than before, entry by entry.
func TestNonExpansive(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	const m = 40
	for name, f := range forms[float64](rng, m) {
		for penalty, prox := range map[string]func(*la.Matrix[float64], float64, reg.Weights[float64]){
			"L1": reg.ProxL1[float64], "L2": reg.ProxL2[float64],
		} {
			a, _ := view[float64](rng, m)
			b, _ := view[float64](rng, m)
			pa, pb := clone(a), clone(b)
			prox(pa, 0.7, f.weights)
			prox(pb, 0.7, f.weights)
			for i := range m {
				for j := range m {
					before, after := math.Abs(a.At(i, j)-b.At(i, j)), math.Abs(pa.At(i, j)-pb.At(i, j))
					if after > before+4*0x1p-52*(math.Abs(a.At(i, j))+math.Abs(b.At(i, j))) {
						t.Fatalf("%s %s: distance %v became %v", penalty, name, before, after)
					}
				}
			}
		}
	}
}

// TestClosedForms has (9), (10) and the penalties on numbers that are exact in binary: lambda*s = 0.5, 1 and 3 for
// the targets 0, 1, 2.
func TestClosedForms(t *testing.T) {
	t.Run("float32", testClosedForms[float32])
	t.Run("float64", testClosedForms[float64])
}

func testClosedForms[T la.Float](t *testing.T) {
	start := []T{
		9, -1.5, 6,
		0.25, -9, -3,
		-2, 1, 9,
	}
	lambda := reg.PerNode([]T{1, 2, 6})
	for _, tc := range []struct {
		name string
		prox func(*la.Matrix[T], T, reg.Weights[T])
		want []T
	}{
		{"(9)", reg.ProxL1[T], []T{9, -0.5, 3, 0, -9, 0, -1.5, 0, 9}},
		{"(10)", reg.ProxL2[T], []T{9, -0.75, 1.5, T(0.25 / 1.5), -9, -0.75, T(-2 / 1.5), 0.5, 9}},
	} {
		w := la.NewMatrix[T](3, 3)
		copy(w.Data, start)
		tc.prox(w, 0.5, lambda)
		for i, got := range w.Data {
			if math.Abs(float64(got-tc.want[i])) > eps[T]() {
				t.Errorf("%s: element %d: got %v, want %v", tc.name, i, got, tc.want[i])
			}
		}
	}
	w := la.NewMatrix[T](3, 3)
	copy(w.Data, start)
	// 2*1.5 + 6*6 + 1*0.25 + 6*3 + 1*2 + 2*1
	if got := reg.PenaltyL1(w, lambda); got != 61.25 {
		t.Errorf("PenaltyL1: got %v, want 61.25", got)
	}
	// (2*2.25 + 6*36 + 1*0.0625 + 6*9 + 1*4 + 2*1) / 2
	if got := reg.PenaltyL2(w, lambda); got != 140.28125 {
		t.Errorf("PenaltyL2: got %v, want 140.28125", got)
	}
}

// TestPenaltyL2Large: the half is taken before the sum is rounded, so that a penalty which float32 can hold is no Inf.
func TestPenaltyL2Large(t *testing.T) {
	w := la.NewMatrix[float32](2, 2)
	w.Set(0, 1, 0x1p64)
	if got := reg.PenaltyL2(w, reg.Uniform[float32](1)); got != 0x1p127 {
		t.Errorf("got %v, want %v", got, float32(0x1p127))
	}
}

// TestPenalty compares with the plain double sum, on views and across the spans.
func TestPenalty(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for _, m := range sizes {
		for name, f := range forms[float64](rng, m) {
			w, _ := view[float64](rng, m)
			var l1, l2 float64
			for k := range m {
				for j := range m {
					if k != j {
						l1 += f.at(k, j) * math.Abs(w.At(k, j))
						l2 += f.at(k, j) * w.At(k, j) * w.At(k, j) / 2
					}
				}
			}
			tol := float64(m*m+1) * 0x1p-52
			if got := reg.PenaltyL1(w, f.weights); math.Abs(got-l1) > tol*l1 {
				t.Errorf("L1 %s m = %d: got %v, want %v", name, m, got, l1)
			}
			if got := reg.PenaltyL2(w, f.weights); math.Abs(got-l2) > tol*l2 {
				t.Errorf("L2 %s m = %d: got %v, want %v", name, m, got, l2)
			}
		}
	}
}

// TestEquivalence: one number as a uniform weight, for every node, and for every edge give the same bits.
func TestEquivalence(t *testing.T) {
	const m, v = 300, 0.3
	rng := rand.New(rand.NewPCG(5, 5))
	s, module, edge := make([]float32, m), make([]int32, m), la.NewMatrix[float32](m, m)
	for j := range s {
		s[j] = v
	}
	for i := range edge.Data {
		edge.Data[i] = v
	}
	w, _ := view[float32](rng, m)
	want := clone(w)
	reg.ProxL1(want, 0.5, reg.Uniform[float32](v))
	for name, weights := range map[string]reg.Weights[float32]{
		"PerNode": reg.PerNode(s), "Max": reg.Max(s), "Merged": reg.Merged(s, module, 5), "PerEdge": reg.PerEdge(edge),
	} {
		got := clone(w)
		reg.ProxL1(got, 0.5, weights)
		if !slices.Equal(got.Data, want.Data) {
			t.Errorf("%s differs from Uniform", name)
		}
	}
	rows := clone(w)
	for k := range m {
		reg.L1Row(rows.Row(k), k, 0.5, reg.Uniform[float32](v))
	}
	if !slices.Equal(rows.Data, want.Data) {
		t.Error("L1Row differs from ProxL1")
	}
}

// TestSharedStorage: a Weights sees what is written to its slice later.
func TestSharedStorage(t *testing.T) {
	s := []float64{1, 1}
	weights := reg.PerNode(s)
	s[1] = 5
	dst := make([]float64, 2)
	if weights.Row(dst, 0); dst[1] != 5 {
		t.Errorf("got %v, want 5", dst[1])
	}
}

// TestEdgeForms has modules {0, 1} of 3 edges, {2, 3, 4} of 4 edges and a lone node 5.
func TestEdgeForms(t *testing.T) {
	s, module := []float64{3, 3, 4, 4, 4, 0}, []int32{0, 0, 1, 1, 1, 2}
	for _, tc := range []struct {
		name    string
		weights reg.Weights[float64]
		want    [6][6]float64
	}{
		{"target", reg.PerNode(s), [6][6]float64{
			{3, 3, 4, 4, 4, 0}, {3, 3, 4, 4, 4, 0}, {3, 3, 4, 4, 4, 0}, {3, 3, 4, 4, 4, 0}, {3, 3, 4, 4, 4, 0}, {3, 3, 4, 4, 4, 0},
		}},
		{"max", reg.Max(s), [6][6]float64{
			{3, 3, 4, 4, 4, 3}, {3, 3, 4, 4, 4, 3}, {4, 4, 4, 4, 4, 4}, {4, 4, 4, 4, 4, 4}, {4, 4, 4, 4, 4, 4}, {3, 3, 4, 4, 4, 0},
		}},
		{"merged", reg.Merged(s, module, 1), [6][6]float64{
			{3, 3, 8, 8, 8, 4}, {3, 3, 8, 8, 8, 4}, {8, 8, 4, 4, 4, 5}, {8, 8, 4, 4, 4, 5}, {8, 8, 4, 4, 4, 5}, {4, 4, 5, 5, 5, 0},
		}},
	} {
		dst := make([]float64, 6)
		for k := range 6 {
			if tc.weights.Row(dst, k); !slices.Equal(dst, tc.want[k][:]) {
				t.Errorf("%s, row %d: got %v, want %v", tc.name, k, dst, tc.want[k])
			}
		}
	}
}

func TestSpecialValues(t *testing.T) {
	t.Run("float32", testSpecialValues[float32])
	t.Run("float64", testSpecialValues[float64])
}

func testSpecialValues[T la.Float](t *testing.T) {
	inf, nan, minus := T(math.Inf(1)), T(math.NaN()), T(math.Copysign(0, -1))
	var tiny T = math.SmallestNonzeroFloat32
	one := func(v, step, weight T, prox func(*la.Matrix[T], T, reg.Weights[T])) T {
		w := la.NewMatrix[T](2, 2)
		w.Set(0, 1, v)
		prox(w, step, reg.Uniform(weight))
		return w.At(0, 1)
	}
	for _, v := range []T{0, minus, 1, -1, inf, -inf, tiny, -tiny, math.MaxFloat32} {
		for name, prox := range map[string]func(*la.Matrix[T], T, reg.Weights[T]){"L1": reg.ProxL1[T], "L2": reg.ProxL2[T]} {
			if got := one(v, 0, 3, prox); bits(got) != bits(v) {
				t.Errorf("%s, step 0: %v became %v", name, v, got)
			}
			if got := one(v, 3, 0, prox); bits(got) != bits(v) {
				t.Errorf("%s, weight 0: %v became %v", name, v, got)
			}
			if got := one(v, nan, 1, prox); got == got {
				t.Errorf("%s, step NaN: %v became %v", name, v, got)
			}
			if got := one(v, 1, nan, prox); got == got {
				t.Errorf("%s, weight NaN: %v became %v", name, v, got)
			}
			if got := one(nan, 1, 1, prox); got == got {
				t.Errorf("%s: NaN became %v", name, got)
			}
			if got := one(v, 1, inf, prox); !math.IsInf(float64(v), 0) && got != 0 {
				t.Errorf("%s, weight Inf: %v became %v", name, v, got)
			}
		}
	}
	// At the threshold, and one unit in the last place above it.
	above := T(math.Nextafter32(0.5, 1))
	if got := one(0.5, 1, 0.5, reg.ProxL1[T]); bits(got) != 0 {
		t.Errorf("at the threshold: got %v", got)
	}
	if got := one(-above, 1, 0.5, reg.ProxL1[T]); got != -(above - 0.5) {
		t.Errorf("above the threshold: got %v, want %v", got, -(above - 0.5))
	}
	// NaN in one entry and on the diagonal stays where it is.
	w := la.NewMatrix[T](3, 3)
	for i := range w.Data {
		w.Data[i] = 2
	}
	w.Set(1, 1, nan)
	if got := reg.PenaltyL1(w, reg.Uniform[T](1)); got != 12 {
		t.Errorf("the diagonal was counted: %v", got)
	}
	w.Set(0, 2, nan)
	reg.ProxL1(w, 1, reg.Uniform[T](1))
	for i, v := range w.Data {
		if (v != v) != (i == 2 || i == 4) {
			t.Errorf("element %d: %v", i, v)
		}
	}
	if got := reg.PenaltyL2(w, reg.Uniform[T](1)); got == got {
		t.Errorf("a NaN weight gives a penalty of %v", got)
	}
}

func TestNoAllocation(t *testing.T) {
	if raceEnabled {
		t.Skip("under the race detector sync.Pool drops part of la's scratch memory at random")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection would empty it
	const m = 70
	rng := rand.New(rand.NewPCG(6, 6))
	w, _ := view[float32](rng, m)
	s, row := make([]float32, m), make([]float32, m)
	for name, f := range forms[float32](rng, m) {
		if n := testing.AllocsPerRun(5, func() {
			reg.Normalize(s, s, nil, reg.ScaleMean)
			reg.ProxL1(w, 0.001, f.weights)
			reg.ProxL2(w, 0.001, f.weights)
			reg.PenaltyL1(w, f.weights)
			f.weights.Row(row, 3)
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func TestPanics(t *testing.T) {
	two, wide := la.NewMatrix[float64](2, 2), la.NewMatrix[float64](2, 3)
	three := make([]float64, 3)
	for _, tc := range []struct {
		name, want string
		f          func()
	}{
		{"ProxL1 2x3", "reg: matrix not square", func() { reg.ProxL1(wide, 1, reg.Uniform(1.0)) }},
		{"ProxL2 2x3", "reg: matrix not square", func() { reg.ProxL2(wide, 1, reg.Uniform(1.0)) }},
		{"PenaltyL1 2x3", "reg: matrix not square", func() { reg.PenaltyL1(wide, reg.Uniform(1.0)) }},
		{"PerEdge 2x3", "reg: matrix not square", func() { reg.PerEdge(wide) }},
		{"ProxL1 with three nodes", "reg: dimension mismatch", func() { reg.ProxL1(two, 1, reg.PerNode(three)) }},
		{"ProxL2 with three nodes", "reg: dimension mismatch", func() { reg.ProxL2(two, 1, reg.PerEdge(la.NewMatrix[float64](3, 3))) }},
		{"PenaltyL2 with three nodes", "reg: dimension mismatch", func() { reg.PenaltyL2(two, reg.Max(three)) }},
		{"Merged of two sizes", "reg: dimension mismatch", func() { reg.Merged(three, make([]int32, 2), 1) }},
		{"L1Row of no node", "reg: dimension mismatch", func() { reg.L1Row(three, 3, 1, reg.Uniform(1.0)) }},
		{"Row of no node", "reg: dimension mismatch", func() { reg.Uniform(1.0).Row(three, -1) }},
		{"Row of another length", "reg: dimension mismatch", func() { reg.PerNode(three).Row(three[:2], 0) }},
		{"ProxL1 with step -1", "reg: negative step", func() { reg.ProxL1(two, -1, reg.Uniform(1.0)) }},
		{"ProxL2 with step -1", "reg: negative step", func() { reg.ProxL2(two, -1, reg.Uniform(1.0)) }},
		{"Normalize of two lengths", "reg: dimension mismatch", func() { reg.Normalize(three[:2], three, nil, reg.ScaleMean) }},
		{"Normalize without first", "reg: dimension mismatch", func() { reg.Normalize(three, three, nil, reg.ScaleFirst) }},
		{"Normalize mode 9", "reg: unknown scale", func() { reg.Normalize(three, three, nil, reg.Scale(9)) }},
		{"JoinProbability", "reg: negative size", func() { reg.JoinProbability(0.5, -1) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); got != tc.want {
					t.Errorf("panic %q, want %q", got, tc.want)
				}
			}()
			tc.f()
		})
	}
}
