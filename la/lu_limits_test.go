package la

import (
	"testing"
	"time"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la/asm"
)

// TestLUCallTime measures the longest calls. The rule is 50 microseconds; a slower processor is allowed four times that, and
// the shortest of many runs counts.
func TestLUCallTime(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a machine of its own")
	}
	const most = 200 * time.Microsecond
	k := asm.Active[float64]()
	if k.Name == "generic" {
		t.Skip("Go code can be preempted")
	}
	best := func(f func()) time.Duration {
		least := time.Hour
		for range 20 {
			start := time.Now()
			f()
			least = min(least, time.Since(start))
		}
		return least
	}
	n := luTall
	a, work := numtest.Uniform(numtest.Rand(61), make([]float64, n*8)), make([]float64, 8*padded[float64](n))
	piv := make([]int32, 8)
	if d := best(func() { k.LUPanel(n, 8, &a[0], 8, &piv[0], 0, &work[0], padded[float64](n)) }); d > most {
		t.Errorf("a panel of %d rows takes %v", n, d)
	}
	b := make([]float64, n*8)
	for _, m := range []int{8, 64, n} {
		w := min(m, 64)
		if m == n {
			w = 8
		}
		cols := max(8, min(trsmCall/(m*w), 8*n/m))
		if d := best(func() { k.Trsm(m, w, cols, &a[0], 1, 0, nil, 1, &b[0], cols) }); d > most {
			t.Errorf("a triangle of %d x %d for %d columns takes %v", m, w, cols, d)
		}
	}
	x := make([]float64, 256)
	c := numtest.Uniform(numtest.Rand(62), make([]float64, 256*256))
	for i := range 256 {
		c[i*257] = 1
	}
	for _, f := range []func(n int, a *float64, lda int, x *float64){k.TrsvLower, k.TrsvUpper, k.TrsvLowerTrans, k.TrsvUpperTrans} {
		if d := best(func() { clear(x); f(256, &c[0], 256, &x[0]) }); d > most {
			t.Errorf("a triangle of 256 rows takes %v", d)
		}
	}
	swaps := make([]int32, 64)
	for i := range swaps {
		swaps[i] = int32(n - 1 - i)
	}
	big := make([]float64, n*64)
	if d := best(func() { k.SwapRows(64, 0, 64, 1, &big[0], 64, &swaps[0]) }); d > most {
		t.Errorf("64 exchanges take %v", d)
	}
}
