package kernels

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
)

type silent struct{}

func (silent) Begin(string, int)           {}
func (silent) Step(int)                    {}
func (silent) Status(string, string, bool) {}

// brief measures next to nothing.
var brief = Timing{Sample: 10 * time.Microsecond, Rounds: 1}

// TestRun measures every operation at small sizes, with every kind of kernels, and holds that all results are right.
func TestRun(t *testing.T) {
	before := asm.Active[float64]().Name
	sizes, pools := []int{1, 5, 18}, []int{1, 2}
	if testing.Short() {
		sizes, pools = []int{5}, []int{1}
	}
	for _, workers := range pools {
		counts := map[string]int{}
		c := Config{Selection: Selection{Sizes: sizes}, Timing: brief, Workers: workers, Progress: silent{}}
		err := Run(context.Background(), c, func(r Record) {
			counts[r.Op+r.Lib]++
			if opNamed(r.Op) == nil {
				if r.GFLOPS+r.GBs <= 0 {
					t.Errorf("probe without a rate: %+v", r)
				}
				return
			}
			if r.Wrong || r.Err == nil {
				t.Errorf("wrong or not checked: %+v", r)
			}
			if r.Seconds <= 0 || r.Best > r.Seconds || r.Samples != 1 || r.Share < 0 || r.Lib == Ours && r.ISA == "" {
				t.Errorf("odd record: %+v", r)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		isas := len(asm.All[float64]())
		for _, o := range Ops() {
			want := isas * len(sizes) * 2
			if workers > 1 {
				want *= 2
				if !o.pool {
					want = 0
				}
			}
			if got := counts[o.Name+Ours]; got != want {
				t.Errorf("%d workers: %d records of %s, want %d", workers, got, o.Name, want)
			}
		}
	}
	if now := asm.Active[float64]().Name; now != before {
		t.Errorf("Run left the kernels %s active, not %s", now, before)
	}
}

// TestNoResultIsWrong takes the error before the operation ran: no check may pass then.
func TestNoResultIsWrong(t *testing.T) {
	t.Run("float32", noResultIsWrong[float32])
	t.Run("float64", noResultIsWrong[float64])
}

func noResultIsWrong[T la.Float](t *testing.T) {
	for _, o := range table[T]() {
		if slices.Contains([]string{"lu", "cholesky", "qr", "batch_lu"}, o.Name) { // nothing to ask before: see TestFactorErrors
			continue
		}
		s := o.shape(9)
		p := o.problem(s, newSource[T](s))
		tasks := map[string]task{Ours: p.ours(nil)}
		if p.base != nil {
			tasks[p.lib] = p.base()
		}
		for lib, task := range tasks {
			if err := task.err(); err <= residualLimit {
				t.Errorf("%s of %s: error %v of a result that was not computed", o.Name, lib, err)
			}
		}
	}
}

// TestFactorErrors changes one element of right factors: the checks must see it.
func TestFactorErrors(t *testing.T) {
	const n = 20
	s := newSource[float64](Shape{M: n})
	general, positive := s.matrix(n, n), s.positive(n)
	var f la.LU[float64]
	var c la.Cholesky[float64]
	var q la.QR[float64]
	if err := f.Factorize(nil, general); err != nil {
		t.Fatal(err)
	}
	if err := c.Factorize(nil, la.Upper, positive); err != nil {
		t.Fatal(err)
	}
	q.Factorize(nil, general)
	lu, piv := f.Factors()
	u, r, column := c.Factor(), la.NewMatrix[float64](n, n), la.NewMatrix[float64](n, 1)
	q.RTo(r)
	exchanges := func(i int) int { return int(piv[i]) }
	for _, c := range []struct {
		name    string
		factor  *la.Matrix[float64]
		err     func() float64
		changes [][2]int
	}{
		{"LU", &lu, func() float64 { return luError(general, &lu, exchanges) }, [][2]int{{0, 0}, {19, 19}, {3, 17}, {17, 3}}},
		{"Cholesky", &u, func() float64 { return choleskyError(positive, &u) }, [][2]int{{0, 0}, {19, 19}, {3, 17}}},
		{"QR", r, func() float64 {
			return qrError(general, r, column, func() { q.QMulTo(nil, column, la.NoTrans, column) })
		}, [][2]int{{0, 0}, {19, 19}, {3, 17}}},
	} {
		if err := c.err(); !(err < residualLimit) {
			t.Errorf("%s: error %v of right factors", c.name, err)
		}
		for _, at := range c.changes {
			v := c.factor.At(at[0], at[1])
			c.factor.Set(at[0], at[1], v*(1+1e-9))
			if err := c.err(); !(err > residualLimit) {
				t.Errorf("%s: error %v after a change at %v", c.name, err, at)
			}
			c.factor.Set(at[0], at[1], v)
		}
	}
	if err := luError(general, &lu, func(i int) int { return i }); !(err > residualLimit) {
		t.Errorf("error %v without the exchanges", err)
	}
}

func TestUlps(t *testing.T) {
	x := []float32{-1, 0, 2}
	got := []float32{-1, 0, math.Nextafter32(2, 3)}
	if u := ulps(got, x, func(x float64) float64 { return x }); u != 1 {
		t.Errorf("%v ulp, want 1", u)
	}
	got[0] = float32(math.NaN())
	if u := ulps(got, x, func(x float64) float64 { return x }); !math.IsNaN(u) {
		t.Errorf("%v ulp of a NaN", u)
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	c := Config{Selection: Selection{Ops: []string{"gemm"}, Sizes: []int{2, 3, 4}, Types: []string{float64Type}}, Timing: brief, Progress: silent{}}
	err := Run(ctx, c, func(r Record) {
		if r.Op == "gemm" {
			n++
			cancel()
		}
	})
	if err != context.Canceled || n == 0 || n > 1+len(asm.All[float64]()) {
		t.Errorf("error %v after %d records", err, n)
	}
}

// TestSizes holds that the size of a shape is found again and that the peers' shapes are those of their programs.
func TestSizes(t *testing.T) {
	for _, o := range Ops() {
		for _, n := range o.Sizes {
			if got := o.size(o.shape(n)); got != n {
				t.Errorf("%s: size %d of the shape of %d", o.Name, got, n)
			}
		}
		if (o.peerShape == nil) != (len(o.peers) == 0) {
			t.Errorf("%s: half of what finds peers", o.Name)
		}
	}
}

func TestSelection(t *testing.T) {
	s := Selection{Ops: []string{"level1", "gemm"}, MaxN: 100}
	var got []string
	for _, o := range Ops() {
		if s.op(&o) {
			got = append(got, o.Name)
		}
	}
	if want := "gemm dot axpy scal nrm2 asum iamax"; strings.Join(got, " ") != want {
		t.Errorf("selected %v, want %s", got, want)
	}
	if sizes := s.sizes(opNamed("gemm")); slices.Max(sizes) != 100 {
		t.Errorf("sizes %v", sizes)
	}
	if sizes := s.sizes(opNamed("dot")); slices.Max(sizes) != 1000000 {
		t.Errorf("sizes of vectors %v", sizes)
	}
	if e, op, n := s.Largest(); op != "dot" || n != 1000000 || e != 2e6 {
		t.Errorf("largest %v %v %v", e, op, n)
	}
}
