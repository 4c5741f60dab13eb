package data

import "math"

// Scaler standardises features: (x - Mean) / Scale, column by column. A nil Scaler changes nothing.
type Scaler struct {
	Mean  []float64 `json:"mean"`
	Scale []float64 `json:"scale"`
}

// NewScaler measures the mean and the (population) deviation of each column over the given rows. A column that is constant
// there gets scale 1, so it becomes zero on these rows.
func NewScaler(t *Table, rows []int) *Scaler {
	p := len(t.Features)
	s := &Scaler{Mean: make([]float64, p), Scale: make([]float64, p)}
	buf := make([]float64, p)
	square := make([]float64, p) // sum of squared distances from the running mean (Welford 1962)
	for n, r := range rows {
		t.rows.row(buf, r)
		for j, v := range buf {
			d := v - s.Mean[j]
			s.Mean[j] += d / float64(n+1)
			square[j] += d * (v - s.Mean[j])
		}
	}
	for j := range square {
		dev := math.Sqrt(square[j] / float64(max(len(rows), 1)))
		// Rounding leaves a constant column with a deviation of a few ulps of its mean.
		if !(dev > 1e-12*math.Abs(s.Mean[j])) {
			dev = 1
		}
		s.Scale[j] = dev
	}
	return s
}

// Valid reports whether s can scale p columns.
func (s *Scaler) Valid(p int) bool {
	if s == nil {
		return true
	}
	if len(s.Mean) != p || len(s.Scale) != p {
		return false
	}
	for j := range p {
		if s.Mean[j]-s.Mean[j] != 0 || !(s.Scale[j] > 0) || math.IsInf(s.Scale[j], 0) {
			return false
		}
	}
	return true
}

func (s *Scaler) apply(x []float64) {
	if s == nil {
		return
	}
	for j := range x {
		x[j] = (x[j] - s.Mean[j]) / s.Scale[j]
	}
}
