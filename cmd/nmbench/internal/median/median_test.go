package median

import "testing"

func TestOf(t *testing.T) {
	for _, c := range []struct {
		v    []float64
		want float64
	}{{[]float64{3}, 3}, {[]float64{9, 1}, 5}, {[]float64{4, 1, 2}, 2}, {[]float64{8, 1, 4, 2}, 3}} {
		if got := Of(c.v); got != c.want {
			t.Errorf("median of %v: %v, want %v", c.v, got, c.want)
		}
	}
}
