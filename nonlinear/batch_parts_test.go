package nonlinear

import (
	"context"
	"fmt"
	"math"
	"runtime/debug"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// cells is x = tanh(W x + c), the same W for every sample; its methods may run at the same time.
type cells struct {
	w, c *la.Matrix[float64]
}

func newCells(seed uint64, n, samples int, sigma float64) *cells {
	rng := numtest.Rand(seed)
	s := &cells{la.NewMatrix[float64](n, n), la.NewMatrix[float64](samples, n)}
	for i := range s.w.Data {
		s.w.Data[i] = sigma * rng.NormFloat64() / math.Sqrt(float64(n))
	}
	for i := range s.c.Data {
		s.c.Data[i] = rng.NormFloat64()
	}
	return s
}

func (s *cells) Size() int                      { return s.w.Rows }
func (s *cells) Tolerance(int, float64) float64 { return 1e-10 }
func (s *cells) Map(g, x *la.Matrix[float64], rows []int) {
	la.Gemm(nil, la.NoTrans, la.Transpose, 1, x, s.w, 0, g)
	for i, row := range rows {
		la.Axpy(1, s.c.Row(row), g.Row(i))
		la.Tanh(g.Row(i), g.Row(i))
	}
}

func (s *cells) Jacobian(jac *la.Matrix[float64], x []float64, row int) {
	for i := range x {
		h := math.Tanh(la.Dot(s.w.Row(i), x) + s.c.At(row, i))
		out := jac.Row(i)
		for j, w := range s.w.Row(i) {
			out[j] = (h*h - 1) * w
		}
		out[i]++
	}
}

// TestBatchWorkers: more samples than a part holds, some of them hard, have the same bits, statuses and counts for every number of
// workers, and those of a batch of one.
func TestBatchWorkers(t *testing.T) {
	pools := []*sched.Pool{nil, sched.New(1), sched.New(2), sched.New(7)}
	for _, p := range pools {
		defer p.Close()
	}
	sizes := []int{1, 3, 8, 33, 50}
	if testing.Short() {
		sizes = sizes[:3]
	}
	for _, n := range sizes {
		const samples = 2*batchPart + 5
		sys := newCells(uint64(n), n, samples, 2.5)
		const bad = batchPart + 3
		sys.c.Set(bad, 0, math.NaN())
		var want *la.Matrix[float64]
		var wantStatus []Status
		var wantStats BatchStats
		for k, pool := range pools {
			for _, forget := range []bool{false, true} {
				x, status := la.NewMatrix[float64](samples, n), make([]Status, samples)
				var b Batch[float64]
				for range 2 { // the second time with used storage
					clear(x.Data)
					st := b.Solve(nil, sys, x, status, &BatchSettings{Pool: pool, Forget: forget, PicardAbove: 40})
					what := fmt.Sprintf("n=%d pool %d forget %v", n, k, forget)
					if want == nil {
						want, wantStatus, wantStats = x, status, st
						continue
					}
					numtest.Equal(t, what, x.Data, want.Data)
					if st != wantStats {
						t.Errorf("%s: %+v, want %+v", what, st, wantStats)
					}
					for s, v := range status {
						if v != wantStatus[s] {
							t.Errorf("%s: sample %d %v, want %v", what, s, v, wantStatus[s])
						}
					}
				}
			}
		}
		if wantStatus[bad] != NonFinite || wantStats.Unconverged > 1+samples/10 {
			t.Errorf("n=%d: %+v, sample with NaN %v", n, wantStats, wantStatus[bad])
		}
		for _, s := range []int{0, batchPart - 1, batchPart, samples - 1} {
			c := sys.c.View(s, 0, 1, n)
			x, status := la.NewMatrix[float64](1, n), make([]Status, 1)
			var b Batch[float64]
			b.Solve(nil, &cells{sys.w, &c}, x, status, &BatchSettings{PicardAbove: 40})
			numtest.Equal(t, fmt.Sprintf("n=%d sample %d alone", n, s), x.Data, want.Row(s))
		}
	}
}

// TestBatchIterations: what a sample took is its own.
func TestBatchIterations(t *testing.T) {
	sys := newCells(3, 12, 100, 0.9)
	x, status := la.NewMatrix[float64](100, 12), make([]Status, 100)
	var b Batch[float64]
	b.Solve(nil, sys, x, status, nil)
	again := make([]Status, 100)
	sum := 0
	for s := range 100 {
		if k := b.Iterations(s); k < 2 || k > 15 {
			t.Errorf("sample %d took %d iterations", s, k)
		}
		sum += b.Iterations(s)
	}
	if st := b.Solve(nil, sys, x, again, nil); st.Newton != 0 || b.Iterations(5) != 0 {
		t.Errorf("from the solution: %+v, %d iterations", st, b.Iterations(5))
	}
	if sum < 300 {
		t.Errorf("%d iterations in all", sum)
	}
}

// TestBatchSingularNeighbours: a singular Jacobian sends its sample on the path and leaves the others of its group alone.
func TestBatchSingularNeighbours(t *testing.T) {
	sys := newNet[float64](31, 6, 40, 0.8, tanh)
	want, status := sys.starts(), make([]Status, 40)
	var b Batch[float64]
	b.Solve(nil, sys, want, status, nil)
	bad := &singularAt{net: sys, row: 17}
	x := sys.starts()
	b.Solve(nil, bad, x, status, nil)
	for s := range 40 {
		if status[s] != Converged {
			t.Errorf("sample %d: %v", s, status[s])
		}
		if s != 17 {
			numtest.Equal(t, fmt.Sprintf("row %d", s), x.Row(s), want.Row(s))
		}
	}
	if !bad.hit {
		t.Error("no singular Jacobian was given")
	}
}

// singularAt has a singular Jacobian for one row, once.
type singularAt struct {
	*net[float64]
	row int
	hit bool
}

func (s *singularAt) Jacobian(jac *la.Matrix[float64], x []float64, row int) {
	s.net.Jacobian(jac, x, row)
	if row == s.row && !s.hit {
		s.hit = true
		copy(jac.Row(1), jac.Row(0))
	}
}

func TestBatchPoolAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes free lists drop their items")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	pool := sched.New(2)
	defer pool.Close()
	for _, n := range []int{8, 20, 50} {
		sys := newCells(12, n, 200, 0.9)
		x, status := la.NewMatrix[float64](200, n), make([]Status, 200)
		var b Batch[float64]
		ctx := context.Background()
		set := &BatchSettings{Pool: pool}
		solve := func() {
			clear(x.Data)
			b.Solve(ctx, sys, x, status, set)
		}
		// Free lists belong to processors: a worker that wakes on another one may find its list empty, now and then.
		least := math.Inf(1)
		for range 5 {
			solve()
			least = min(least, testing.AllocsPerRun(5, solve))
		}
		if least != 0 {
			t.Errorf("n=%d: %g allocations a solve", n, least)
		}
	}
}
