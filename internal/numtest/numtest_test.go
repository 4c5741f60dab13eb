package numtest

import (
	"math"
	"strings"
	"testing"
)

// recorder is a TB that counts failures.
type recorder struct {
	testing.TB
	lines []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.lines = append(r.lines, format)
}

func TestULPs(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		x, y float64
		want uint64
	}{
		{0, math.Copysign(0, -1), 0},
		{1, math.Nextafter(1, 2), 1},
		{-1, math.Nextafter(-1, -2), 1},
		{math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 2},
		{math.MaxFloat64, inf, 1},
		{nan, nan, 0},
		{nan, 1, math.MaxUint64},
		{-inf, inf, 2 * 0x7ff0000000000000},
	} {
		if got := ULPs(c.x, c.y); got != c.want {
			t.Errorf("ULPs(%v, %v) = %d, want %d", c.x, c.y, got, c.want)
		}
		if got := ULPs(c.y, c.x); got != c.want {
			t.Errorf("ULPs(%v, %v) = %d, want %d", c.y, c.x, got, c.want)
		}
	}
	if got := ULPs(float32(1), math.Nextafter32(1, 0)); got != 1 {
		t.Errorf("float32: %d, want 1", got)
	}
}

func TestComparisonsFail(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name string
		ok   bool
		run  func(t TB) bool
	}{
		{"equal", true, func(t TB) bool { return Equal(t, "x", []float64{1, nan}, []float64{1, nan}) }},
		{"signed zero", false, func(t TB) bool { return Equal(t, "x", []float64{0}, []float64{math.Copysign(0, -1)}) }},
		{"length", false, func(t TB) bool { return Equal(t, "x", []float64{0}, nil) }},
		{"one ulp", true, func(t TB) bool { return WithinULPs(t, "x", []float64{1}, []float64{math.Nextafter(1, 2)}, 1) }},
		{"two ulps", false, func(t TB) bool { return WithinULPs(t, "x", []float64{1}, []float64{1 + 0x1p-51}, 1) }},
		{"within", true, func(t TB) bool { return Within(t, "x", []float64{1}, []float64{1.5}, []float64{0.5}) }},
		{"nan", false, func(t TB) bool { return Within(t, "x", []float64{nan}, []float64{1.5}, []float64{math.Inf(1)}) }},
	} {
		r := &recorder{TB: t}
		if got := c.run(r); got != c.ok || got != (len(r.lines) == 0) {
			t.Errorf("%s: returned %v, %d reports, want %v", c.name, got, len(r.lines), c.ok)
		}
	}
	r := &recorder{TB: t}
	Equal(r, "x", make([]float64, 100), Fill(make([]float64, 100), 1))
	if len(r.lines) != maxReports+1 || !strings.Contains(r.lines[maxReports], "differ") {
		t.Errorf("100 differences gave %d lines", len(r.lines))
	}
}

func TestRatios(t *testing.T) {
	// A = [1 2; 4 3] = P [4 3; 1 2], L = [1; 1/4 1], U = [4 3; 1.25]
	a := []float64{1, 2, 4, 3}
	lu := []float64{4, 3, 0.25, 1.25}
	piv := []int{1, 1}
	if got := LURatio(2, a, 2, lu, 2, piv); got != 0 {
		t.Errorf("exact LU: ratio %v", got)
	}
	lu[3] = 1.5
	if got := LURatio(2, a, 2, lu, 2, piv); got < Threshold {
		t.Errorf("wrong U: ratio %v", got)
	}
	lu[3] = math.NaN()
	if got := LURatio(2, a, 2, lu, 2, piv); got < Threshold {
		t.Errorf("NaN in U: ratio %v", got)
	}
	x := []float64{5, -1}
	if got := SolveRatio(2, 1, a, 2, false, x, 1, []float64{3, 17}, 1); got != 0 {
		t.Errorf("exact solve: ratio %v", got)
	}
	if got := SolveRatio(2, 1, a, 2, true, x, 1, []float64{1, 7}, 1); got != 0 {
		t.Errorf("exact transposed solve: ratio %v", got)
	}
	if got := SolveRatio(2, 1, a, 2, true, x, 1, []float64{3, 17}, 1); got < Threshold {
		t.Errorf("wrong transpose: ratio %v", got)
	}
	if got := ErrorRatio(2, 1, []float64{5, -1.5}, 1, x, 1, 0.1); got < Threshold {
		t.Errorf("wrong solution: ratio %v", got)
	}
}

func TestGuarded(t *testing.T) {
	for _, end := range []End{Front, Back} {
		for _, n := range []int{1, 7, 4096} {
			x := Guarded[float32](t, n, end)
			if len(x) != n {
				t.Fatalf("length %d, want %d", len(x), n)
			}
			Fill(x, 1)
		}
	}
}

func TestSum(t *testing.T) {
	var s Sum
	for _, p := range [][2]float64{{0x1p40, 1}, {1 + 0x1p-30, 1 + 0x1p-30}, {-0x1p40, 1}, {-1, 1}} {
		s.Add(p[0], p[1])
	}
	if got, want := s.Value(), 0x1p-29+0x1p-60; got != want {
		t.Errorf("sum %v, want %v", got, want)
	}
	if got := s.Abs(); got < 0x1p41+2 || got > 0x1p41+3 {
		t.Errorf("sum of absolute values %v", got)
	}
}
