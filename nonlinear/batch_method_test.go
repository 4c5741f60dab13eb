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

var forced = []BatchMethod{ByPicard, ByAnderson, ByNewton, ByChord, ByKrylov, ByPath}

// others returns the statistics of all stages but those that a method may come to when it is strict.
func others(m BatchMethod, s BatchStats) BatchStats {
	s.Unconverged = 0
	switch m {
	case ByPicard:
		s.Picard = 0
	case ByAnderson:
		s.Anderson = 0
	case ByNewton, ByPath:
		s.Newton, s.Chord, s.Factorizations = 0, 0, 0
	case ByChord:
		s.Picard, s.Newton, s.Chord, s.Factorizations = 0, 0, 0, 0
	case ByKrylov:
		s.Krylov, s.Newton = 0, 0
	}
	return s
}

func testMethods[T la.Float](t *testing.T) {
	for _, n := range []int{1, 2, 20, 70} {
		for _, sigma := range []float64{0.5, 1, 2.5} {
			for _, m := range forced {
				for _, strict := range []bool{false, true} {
					what := fmt.Sprintf("n=%d sigma=%g %v strict=%v", n, sigma, m, strict)
					sys := newNet[T](uint64(n), n, 9, sigma, tanh)
					x, status := sys.starts(), make([]Status, 9)
					var b Batch[T]
					set := &BatchSettings{Method: m, Strict: strict}
					st := b.Solve(nil, sys, x, status, set)
					checkHonest(t, sys, x, status)
					if strict && others(m, st) != (BatchStats{}) {
						t.Errorf("%s: %+v", what, st)
					}
					if !strict && st.Unconverged > 0 || strict && sigma < 0.8 && st.Unconverged > 0 {
						t.Errorf("%s: %v, %+v", what, status, st)
					}
					if strict && n == 70 && sigma > 2 && m == ByPicard && st.Unconverged != 9 {
						t.Errorf("%s: sweeps converged where they should not: %+v", what, st)
					}
					for _, s := range []int{0, 8} {
						one := sub(sys, s)
						x1, st1 := one.starts(), make([]Status, 1)
						var b1 Batch[T]
						b1.Solve(nil, one, x1, st1, set)
						numtest.Equal(t, what+" alone", x1.Data, x.Row(s))
						if st1[0] != status[s] {
							t.Errorf("%s: %v alone, %v in the batch", what, st1[0], status[s])
						}
					}
					// The adjoint with what the solve left, and without.
					for _, fresh := range []bool{false, true} {
						if fresh {
							b = Batch[T]{}
						}
						adj := sys.toAdjoint(x)
						d := adj.starts()
						st = b.SolveAdjoint(nil, adj, d, status, set)
						checkHonest(t, adj, d, status)
						if !strict && st.Unconverged > 0 {
							t.Errorf("%s adjoint, fresh=%v: %v, %+v", what, fresh, status, st)
						}
						if strict && fresh && m < ByNewton && st.Factorizations > 0 {
							t.Errorf("%s adjoint: %+v", what, st)
						}
					}
				}
			}
		}
	}
}

// TestBatchMethods: every method, forced, solves what it can with its own steps alone when it is strict, everything when it is not, never
// claims what is not so, and a sample alone has the bits of a row.
func TestBatchMethods(t *testing.T) {
	t.Run("float64", testMethods[float64])
	t.Run("float32", testMethods[float32])
}

// TestBatchMethodsWorkers: same bits, statuses and counts for every number of workers, whatever the method.
func TestBatchMethodsWorkers(t *testing.T) {
	const n, samples = 40, 2*batchPart + 5
	for _, m := range forced {
		sys := &mulCells{newCells(7, n, samples, 1.5)}
		var want *la.Matrix[float64]
		var wantStats BatchStats
		for _, workers := range []int{1, 2, 5} {
			pool := sched.New(workers)
			for _, forget := range []bool{false, true} {
				x, status := la.NewMatrix[float64](samples, n), make([]Status, samples)
				var b Batch[float64]
				st := b.Solve(nil, sys, x, status, &BatchSettings{Method: m, Pool: pool, Forget: forget})
				if want == nil {
					want, wantStats = x, st
				}
				numtest.Equal(t, fmt.Sprintf("%v, %d workers, forget %v", m, workers, forget), x.Data, want.Data)
				if st != wantStats {
					t.Errorf("%v, %d workers: %+v, want %+v", m, workers, st, wantStats)
				}
			}
			pool.Close()
		}
	}
}

// mulCells is cells with products.
type mulCells struct{ *cells }

func (s *mulCells) Products(jv, v, x *la.Matrix[float64], rows []int) {
	z := la.NewMatrix[float64](len(rows), s.w.Rows)
	s.Map(z, x, rows)
	la.Gemm(nil, la.NoTrans, la.Transpose, 1, v, s.w, 0, jv)
	for i := range rows {
		out := jv.Row(i)
		for j, h := range z.Row(i) {
			out[j] = v.At(i, j) - (1-h*h)*out[j]
		}
	}
}

// TestBatchKrylovNeedsProducts: without them ByKrylov is ByNewton.
func TestBatchKrylovNeedsProducts(t *testing.T) {
	sys := newCells(5, 30, 12, 1)
	x, y, status := la.NewMatrix[float64](12, 30), la.NewMatrix[float64](12, 30), make([]Status, 12)
	var b Batch[float64]
	k := b.Solve(nil, sys, x, status, &BatchSettings{Method: ByKrylov})
	n := b.Solve(nil, sys, y, status, &BatchSettings{Method: ByNewton})
	numtest.Equal(t, "solutions", x.Data, y.Data)
	if k != n || k.Krylov != 0 {
		t.Errorf("%+v, %+v", k, n)
	}
}

// TestBatchKrylovPreconditioned: where GMRES fails the Jacobian is factorised, and with its factors the next solves take few
// products.
func TestBatchKrylovPreconditioned(t *testing.T) {
	steep := func(x float64) (float64, float64) { y, d := tanh(x); return x + y/20, 1 + d/20 }
	sys := newNet[float64](31, 150, 6, 2, steep)
	x, status := sys.starts(), make([]Status, 6)
	var b Batch[float64]
	st := b.Solve(nil, sys, x, status, &BatchSettings{Method: ByKrylov})
	checkHonest(t, sys, x, status)
	// 30 products are in vain, those of the steps with a preconditioner far fewer.
	if st.Unconverged > 0 || st.Factorizations == 0 || st.Newton < 3*st.Factorizations || st.Fallbacks != st.Factorizations ||
		st.Krylov-30*st.Fallbacks > 10*(st.Newton-st.Factorizations) {
		t.Errorf("%v, %+v", status, st)
	}
}

// TestBatchKrylovCancelled: a context that ends between two products ends the solve there.
func TestBatchKrylovCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	sys := &stopsProducts{newNet[float64](9, 30, 5, 1, tanh), 3, cancel}
	x, status := sys.starts(), make([]Status, 5)
	var b Batch[float64]
	st := b.Solve(ctx, sys, x, status, &BatchSettings{Method: ByKrylov})
	checkHonest(t, sys.net, x, status)
	if count(status, Cancelled) != 5 || sys.calls != 0 {
		t.Errorf("%v, %+v, %d calls", status, st, 3-sys.calls)
	}
}

// stopsProducts ends a context at a given call of Products.
type stopsProducts struct {
	*net[float64]
	calls  int
	cancel func()
}

func (s *stopsProducts) Products(jv, v, x *la.Matrix[float64], rows []int) {
	if s.calls--; s.calls == 0 {
		s.cancel()
	}
	s.net.Products(jv, v, x, rows)
}

// TestBatchChordSavesFactors: one or two factorisations a sample where Newton takes five, and no more steps than that saves.
func TestBatchChordSavesFactors(t *testing.T) {
	sys := newNet[float64](33, 120, 16, 0.9, tanh)
	status := make([]Status, 16)
	var b Batch[float64]
	newton := b.Solve(nil, sys, sys.starts(), status, &BatchSettings{Method: ByNewton})
	chord := b.Solve(nil, sys, sys.starts(), status, &BatchSettings{Method: ByChord})
	if newton.Factorizations < 4*16 || chord.Factorizations > 2*16 || chord.Newton > 8*16 || chord.Newton-chord.Chord != chord.Factorizations {
		t.Errorf("Newton %+v, chord %+v", newton, chord)
	}
}

// TestBatchAndersonDepth: on a linear system of 4 unknowns Anderson ends in 5 steps, as a Krylov method does, though sweeps diverge.
func TestBatchAndersonDepth(t *testing.T) {
	sys := newNet[float64](34, 4, 10, 2, identity)
	sys.rtol = 1e-10
	x, status := sys.starts(), make([]Status, 10)
	var b Batch[float64]
	st := b.Solve(nil, sys, x, status, &BatchSettings{Method: ByAnderson, Strict: true})
	checkHonest(t, sys, x, status)
	if st.Unconverged > 0 || st.Anderson > 10*8 {
		t.Errorf("%v, %+v", status, st)
	}
}

// TestBatchMethodStatus: a strict method that fails says how.
func TestBatchMethodStatus(t *testing.T) {
	hard := newNet[float64](15, 50, 4, 3, tanh)
	kink := twoNodes(2, 0.5, 1, relu) // no root
	for _, c := range []struct {
		sys  *net[float64]
		set  BatchSettings
		want Status
	}{
		{hard, BatchSettings{Method: ByPicard}, Stalled},
		{hard, BatchSettings{Method: ByPicard, MaxPicard: 5}, MaxIterations},
		{hard, BatchSettings{Method: ByAnderson, MaxPicard: 5}, MaxIterations},
		{hard, BatchSettings{Method: ByNewton}, Stalled},
		{hard, BatchSettings{Method: ByNewton, MaxNewton: 2}, MaxIterations},
		{hard, BatchSettings{Method: ByPath, MaxNewton: 2}, MaxIterations},
		{hard, BatchSettings{Method: ByKrylov}, Stalled},
		{kink, BatchSettings{Method: ByPath}, Stalled},
		{kink, BatchSettings{Method: ByNewton}, Singular},
	} {
		x, status := c.sys.starts(), make([]Status, c.sys.r.Rows)
		c.set.Strict = true
		var b Batch[float64]
		st := b.Solve(nil, c.sys, x, status, &c.set)
		checkHonest(t, c.sys, x, status)
		if count(status, c.want) != len(status) || st.Fallbacks > 0 {
			t.Errorf("%v with %+v: %v, %+v", c.want, c.set, status, st)
		}
	}
}

func TestBatchMethodAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes free lists drop their items")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for _, m := range forced {
		for _, n := range []int{20, 70} {
			sys := newNet[float64](12, n, 6, 1.5, tanh)
			x, status := sys.starts(), make([]Status, 6)
			var b Batch[float64]
			adj := sys.toAdjoint(x)
			d := la.NewMatrix[float64](6, n)
			ctx := context.Background()
			set := &BatchSettings{Method: m}
			solve := func() {
				copy(x.Data, sys.r.Data)
				b.Solve(ctx, sys, x, status, set)
				clear(d.Data)
				b.SolveAdjoint(ctx, adj, d, status, set)
			}
			solve()
			if a := testing.AllocsPerRun(10, solve); a != 0 {
				t.Errorf("%v, n=%d: %g allocations a solve", m, n, a)
			}
		}
	}
}

// TestBatchMethodsAlwaysEnd: every method ends where Map is no function, and where no point meets the tolerance.
func TestBatchMethodsAlwaysEnd(t *testing.T) {
	for _, m := range forced {
		for _, strict := range []bool{false, true} {
			for _, w := range []float64{0.7, 0} {
				for _, c := range [][2]float64{{1, 1e-9}, {0, math.NaN()}, {0, -1}, {0, 1e-30}} {
					sys := newNet[float64](20, 6, 4, w, tanh)
					set := &BatchSettings{Method: m, Strict: strict}
					x, status := sys.starts(), make([]Status, 4)
					var b Batch[float64]
					b.Solve(nil, &unruly{net: sys, drift: c[0], tol: c[1]}, x, status, set)
					if count(status, 0) > 0 {
						t.Errorf("%v %v: %v", m, c, status)
					}
					adj := sys.toAdjoint(sys.starts())
					b.SolveAdjoint(nil, &unruly{net: adj, drift: c[0], tol: c[1]}, x, status, set)
					if count(status, 0) > 0 {
						t.Errorf("%v %v adjoint: %v", m, c, status)
					}
				}
			}
		}
	}
}
