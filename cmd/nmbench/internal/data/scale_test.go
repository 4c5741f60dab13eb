package data

import (
	"math"
	"strings"
	"testing"
)

func TestScaler(t *testing.T) {
	table := &Table{Name: "t", Features: []string{"a", "constant", "large"}, rows: &dense{cols: 3, values: []float64{
		1, 0.1, 1e9 + 1,
		3, 0.1, 1e9 + 3,
		100, 7, 1e9 + 9, // not among the training rows
	}}}
	s := NewScaler(table, []int{0, 1})
	m, err := Matrix[float32](table, []int{0, 1, 2}, s)
	if err != nil {
		t.Fatal(err)
	}
	want := []float32{-1, 0, -1, 1, 0, 1, 98, 6.9, 7}
	for i, v := range m.Data {
		if math.Abs(float64(v-want[i])) > 1e-6 {
			t.Errorf("value %d = %v, want %v", i, v, want[i])
		}
	}
	if !s.Valid(3) || s.Valid(2) || (&Scaler{Mean: []float64{0}, Scale: []float64{0}}).Valid(1) || (&Scaler{Mean: []float64{math.NaN()}, Scale: []float64{1}}).Valid(1) {
		t.Error("Valid is wrong")
	}
}

// A column that three equal values make constant has a deviation of rounding errors, which must not become a scale.
func TestScalerConstantColumn(t *testing.T) {
	table := &Table{Features: []string{"a"}, rows: &dense{cols: 1, values: []float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}}}
	if s := NewScaler(table, table.All()); s.Scale[0] != 1 {
		t.Errorf("scale %g", s.Scale[0])
	}
}

func TestMatrixOutOfRange(t *testing.T) {
	table := &Table{Name: "t.csv", Features: []string{"a"}, rows: &dense{cols: 1, values: []float64{1, 1e300}}}
	if _, err := Matrix[float32](table, []int{0, 1}, nil); err == nil || !strings.Contains(err.Error(), `t.csv: row 2, column "a"`) {
		t.Errorf("error %v", err)
	}
}

func TestOnes(t *testing.T) {
	table := &Table{Features: []string{"a", "b", "c"}, rows: ones{{2, 0}, {}}}
	m, err := Matrix[float64](table, []int{1, 0}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{0, 0, 0, 1, 0, 1} {
		if m.Data[i] != want {
			t.Errorf("value %d = %v, want %v", i, m.Data[i], want)
		}
	}
}
