package nonlinear

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime/debug"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// starts returns n0 = r for every sample.
func (s *net[T]) starts() *la.Matrix[T] {
	x := la.NewMatrix[T](s.r.Rows, s.r.Cols)
	copy(x.Data, s.r.Data)
	return x
}

// toAdjoint returns the adjoint system at the solution n, with a random right-hand side.
func (s *net[T]) toAdjoint(n *la.Matrix[T]) *net[T] {
	rng := numtest.Rand(99)
	g := la.NewMatrix[T](n.Rows, n.Cols)
	for i := range g.Data {
		g.Data[i] = T(rng.NormFloat64())
	}
	return &net[T]{w: s.w, r: g, f: s.f, rtol: s.rtol, adjoint: true, n: n}
}

// residual computes max|F| of one row with plain loops of its own.
func (s *net[T]) residual(x []T, row int) float64 {
	worst := 0.0
	for j := range x {
		sum := 0.0
		for k := range x {
			if s.adjoint {
				sum += float64(x[k]) * float64(s.w.At(j, k))
			} else {
				y, _ := s.f(float64(x[k]))
				sum += y * float64(s.w.At(k, j))
			}
		}
		g := float64(s.r.At(row, j)) + sum
		if s.adjoint {
			_, d := s.f(float64(s.n.At(row, j)))
			g *= d
		}
		worst = max(worst, math.Abs(float64(x[j])-g)) // NaN sticks
	}
	return worst
}

// checkHonest fails the test where a status and the residual of its row disagree. Sums run in another
// order here, hence the slack.
func checkHonest[T la.Float](t *testing.T, sys *net[T], x *la.Matrix[T], status []Status) {
	t.Helper()
	for s, v := range status {
		row := x.Row(s)
		tol := float64(sys.Tolerance(s, maxAbs(row)))
		slack := 8 * float64(eps[T]()) * float64(len(row)) * math.Max(1, float64(maxAbs(row)))
		got := sys.residual(row, s)
		if v == Converged && !(got <= tol+slack) {
			t.Errorf("sample %d: converged with residual %g, tolerance %g", s, got, tol)
		}
		if v != Converged && got < tol-slack {
			t.Errorf("sample %d: %v with residual %g, tolerance %g", s, v, got, tol)
		}
		if v == 0 {
			t.Errorf("sample %d has no status", s)
		}
	}
}

func count(status []Status, want Status) int {
	n := 0
	for _, s := range status {
		if s == want {
			n++
		}
	}
	return n
}

// TestBatchConvergence holds the percentages of the design's table (m = 100, 32 samples, relative
// tolerance 1e-9, start r): those of Newton there are the least that is asked for here.
func TestBatchConvergence(t *testing.T) {
	for _, c := range []struct {
		name    string
		f       func(float64) (float64, float64)
		sigma   float64
		percent int
	}{
		{"tanh", tanh, 0.3, 100}, {"tanh", tanh, 0.9, 100}, {"tanh", tanh, 1.2, 100},
		{"tanh", tanh, 1.5, 100}, {"tanh", tanh, 2, 95}, {"tanh", tanh, 3, 90},
		{"relu", relu, 0.9, 100}, {"relu", relu, 1.2, 100}, {"relu", relu, 1.5, 20},
		{"sigmoid", sigmoid, 0.9, 100}, {"sigmoid", sigmoid, 4, 100},
	} {
		for _, first := range []BatchMethod{ByCost, ByNewton, ByChord, ByKrylov, ByAnderson} {
			t.Run(fmt.Sprintf("%s/sigma=%g/first=%v", c.name, c.sigma, first), func(t *testing.T) {
				sys := newNet[float64](1, 100, 32, c.sigma, c.f)
				x, status := sys.starts(), make([]Status, 32)
				var b Batch[float64]
				st := b.Solve(context.Background(), sys, x, status, &BatchSettings{Method: first})
				checkHonest(t, sys, x, status)
				got := 100 * count(status, Converged) / 32
				per := func(k int) float64 { return float64(k) / 32 }
				t.Logf("%d%%, per sample: %.1f sweeps, %.1f Anderson steps, %.1f Newton steps, %.1f of them with old factors, %.1f products, %.1f factorisations, %.2f fallbacks", got,
					per(st.Picard), per(st.Anderson), per(st.Newton), per(st.Chord), per(st.Krylov), per(st.Factorizations), per(st.Fallbacks))
				if got < c.percent {
					t.Errorf("%d%% converged, want at least %d%%", got, c.percent)
				}
				if st.Unconverged != 32-count(status, Converged) {
					t.Errorf("Unconverged = %d", st.Unconverged)
				}
				if first == ByNewton && st.Picard != 0 {
					t.Errorf("%d Picard sweeps in a Newton solve", st.Picard)
				}
			})
		}
	}
}

func TestBatchNewtonEqualsPicard(t *testing.T) {
	for _, sigma := range []float64{0.3, 0.9} {
		sys := newNet[float64](2, 60, 8, sigma, tanh)
		sys.rtol = 1e-13
		var x [2]*la.Matrix[float64]
		for i, set := range []BatchSettings{{PicardAbove: -1, MaxNewton: -1}, {PicardAbove: 1000}} {
			var b Batch[float64]
			status := make([]Status, 8)
			x[i] = sys.starts()
			if st := b.Solve(nil, sys, x[i], status, &set); st.Unconverged > 0 {
				t.Fatalf("sigma %g, settings %+v: %v", sigma, set, status)
			}
		}
		for i, v := range x[0].Data {
			if d := math.Abs(v - x[1].Data[i]); d > 1e-11 {
				t.Fatalf("sigma %g: solutions differ by %g at %d", sigma, d, i)
			}
		}
	}
}

// recorder notes the residual of every point a single sample is evaluated at.
type recorder struct {
	*net[float64]
	norms []float64
}

func (r *recorder) Map(g, x *la.Matrix[float64], rows []int) {
	r.net.Map(g, x, rows)
	worst := 0.0
	for j, v := range x.Row(0) {
		worst = max(worst, math.Abs(v-g.At(0, j)))
	}
	r.norms = append(r.norms, worst)
}

func TestBatchQuadraticRate(t *testing.T) {
	sys := &recorder{net: newNet[float64](3, 20, 1, 0.9, tanh)}
	sys.rtol = 1e-14
	var b Batch[float64]
	b.Solve(nil, sys, sys.starts(), make([]Status, 1), &BatchSettings{Method: ByNewton})
	checked := 0
	for k := 1; k < len(sys.norms); k++ {
		before, after := sys.norms[k-1], sys.norms[k]
		if before > 0.1 || before < 1e-7 {
			continue
		}
		checked++
		if after > 20*before*before {
			t.Errorf("step %d: residual %g after %g", k, after, before)
		}
	}
	if checked < 2 {
		t.Errorf("only %d steps in the quadratic region: %v", checked, sys.norms)
	}
}

func twoNodes(w12, w21, r float64, f func(float64) (float64, float64)) *net[float64] {
	w := la.NewMatrix[float64](2, 2)
	w.Set(0, 1, w12)
	w.Set(1, 0, w21)
	b := la.NewMatrix[float64](3, 2)
	for i := range b.Data {
		b.Data[i] = r
	}
	return &net[float64]{w: w, r: b, f: f, rtol: 1e-12}
}

func TestBatchThreeRoots(t *testing.T) {
	sys := twoNodes(2, 2, 0, tanh)
	x := la.NewMatrix[float64](3, 2)
	copy(x.Data, []float64{0, 0, 1, 1, -1, -1})
	status := make([]Status, 3)
	var b Batch[float64]
	b.Solve(nil, sys, x, status, nil)
	checkHonest(t, sys, x, status)
	if n := count(status, Converged); n != 3 {
		t.Fatalf("%d of 3 converged", n)
	}
	if a := x.At(1, 0); x.At(0, 0) != 0 || a < 1.9 || math.Abs(a+x.At(2, 0)) > 1e-9 {
		t.Errorf("roots %v", x.Data)
	}
}

// TestBatchReLU: two nodes with r = (1, 1) have no solution when w12 w21 >= 1 and both are positive.
func TestBatchReLU(t *testing.T) {
	for _, c := range []struct {
		w12, w21 float64
		exists   bool
	}{{1, 1, false}, {2, 0.5, false}, {2, 2, false}, {50, 0.1, false}, {0.99, 0.99, true}, {100, 0.0099, true}, {-3, 5, true}} {
		for _, above := range []int{32, -1} {
			sys := twoNodes(c.w12, c.w21, 1, relu)
			x, status := sys.starts(), make([]Status, 3)
			var b Batch[float64]
			b.Solve(nil, sys, x, status, &BatchSettings{PicardAbove: above})
			checkHonest(t, sys, x, status)
			if got := status[0] == Converged; got != c.exists {
				t.Errorf("w = (%g, %g): %v, a solution exists: %v", c.w12, c.w21, status[0], c.exists)
			}
		}
	}
}

func testBatchRows[T la.Float](t *testing.T) {
	for _, n := range []int{1, 2, 31, 32, 33, 100} {
		for _, sigma := range []float64{0.9, 2} {
			sys := newNet[T](uint64(n), n, 7, sigma, tanh)
			x, status := sys.starts(), make([]Status, 7)
			var b Batch[T]
			b.Solve(nil, sys, x, status, nil)
			checkHonest(t, sys, x, status)
			adj := sys.toAdjoint(x)
			d, dstatus := adj.starts(), make([]Status, 7)
			b.SolveAdjoint(nil, adj, d, dstatus, nil)
			checkHonest(t, adj, d, dstatus)
			if n > 1 && (count(status, Converged) < 7 || count(dstatus, Converged) < 7) {
				t.Errorf("n=%d sigma=%g: %v, adjoint %v", n, sigma, status, dstatus)
			}
			for s := range 7 {
				one := sub(sys, s)
				x1, st1 := one.starts(), make([]Status, 1)
				var b1 Batch[T]
				b1.Solve(nil, one, x1, st1, nil)
				what := fmt.Sprintf("n=%d sigma=%g sample %d", n, sigma, s)
				numtest.Equal(t, what, x1.Data, x.Row(s))
				if st1[0] != status[s] {
					t.Errorf("%s: %v alone, %v in the batch", what, st1[0], status[s])
				}
				adj1 := sub(adj, s)
				d1 := adj1.starts()
				b1.SolveAdjoint(nil, adj1, d1, st1, nil)
				numtest.Equal(t, what+" adjoint", d1.Data, d.Row(s))
			}
		}
	}
}

// sub returns the system of sample s alone.
func sub[T la.Float](sys *net[T], s int) *net[T] {
	one := *sys
	r := sys.r.View(s, 0, 1, sys.r.Cols)
	one.r = &r
	one.z = la.Matrix[T]{}
	if sys.n != nil {
		n := sys.n.View(s, 0, 1, sys.n.Cols)
		one.n = &n
	}
	return &one
}

func TestBatchOfOneEqualsRow(t *testing.T) {
	t.Run("float64", testBatchRows[float64])
	t.Run("float32", testBatchRows[float32])
}

func testAdjoint[T la.Float](t *testing.T) {
	for _, n := range []int{2, 20, 40} { // a single node is solved at its start and keeps no factors
		sys := newNet[T](4, n, 5, 0.9, tanh)
		x, status := sys.starts(), make([]Status, 5)
		var b Batch[T]
		b.Solve(nil, sys, x, status, nil)
		adj := sys.toAdjoint(x)
		d := la.NewMatrix[T](5, n)
		first := b.SolveAdjoint(nil, adj, d, status, nil)
		checkHonest(t, adj, d, status)
		if first.Unconverged > 0 || n <= 32 && first.Factorizations > 0 || n > 32 && first.Newton > 0 {
			t.Errorf("n=%d: %+v %v", n, first, status)
		}
		jac := la.NewMatrix[T](n, n)
		want := make([]T, n)
		rhs := make([]T, n)
		for s := range 5 {
			// (I - D W) delta = D g, solved directly.
			adj.Jacobian(jac, nil, s)
			for j := range rhs {
				_, df := adj.f(float64(x.At(s, j)))
				rhs[j] = T(df) * adj.r.At(s, j)
			}
			var lu la.LU[T]
			if err := lu.Factorize(nil, jac); err != nil {
				t.Fatal(err)
			}
			if err := lu.SolveVecTo(want, la.NoTrans, rhs); err != nil {
				t.Fatal(err)
			}
			for j, v := range want {
				if e := float64(abs(v - d.At(s, j))); e > 100*float64(adj.rtol) {
					t.Errorf("n=%d sample %d: delta[%d] off by %g", n, s, j, e)
				}
			}
		}
		// A second adjoint uses the same factors again.
		again := la.NewMatrix[T](5, n)
		if st := b.SolveAdjoint(nil, adj, again, status, nil); st != first {
			t.Errorf("n=%d: second adjoint took %+v, first %+v", n, st, first)
		}
		numtest.Equal(t, "second adjoint", again.Data, d.Data)
	}
}

func TestAdjoint(t *testing.T) {
	t.Run("float64", testAdjoint[float64])
	t.Run("float32", testAdjoint[float32])
}

func TestAdjointRefinesStaleFactors(t *testing.T) {
	sys := newNet[float64](5, 20, 6, 0.9, tanh)
	sys.rtol = 1e-2 // the kept factors belong to a point far from the returned one
	x, status := sys.starts(), make([]Status, 6)
	var b Batch[float64]
	b.Solve(nil, sys, x, status, nil)
	adj := sys.toAdjoint(x)
	adj.rtol = 1e-13
	d := la.NewMatrix[float64](6, 20)
	st := b.SolveAdjoint(nil, adj, d, status, nil)
	checkHonest(t, adj, d, status)
	if st.Unconverged > 0 || st.Newton <= 6 {
		t.Errorf("%+v: stale factors need more than one step a sample", st)
	}

	// Factors of another problem altogether are replaced.
	other := newNet[float64](6, 20, 6, 1.5, tanh).toAdjoint(x)
	clear(d.Data)
	st = b.SolveAdjoint(nil, other, d, status, nil)
	checkHonest(t, other, d, status)
	if st.Unconverged > 0 || st.Factorizations == 0 {
		t.Errorf("foreign factors: %+v %v", st, status)
	}
}

// TestAdjointAlone: without a Solve before it, or after one of another shape, no factors are reused.
func TestAdjointAlone(t *testing.T) {
	var b Batch[float64]
	for _, n := range []int{10, 50, 12} {
		sys := newNet[float64](7, n, 4, 0.8, tanh)
		adj := sys.toAdjoint(sys.starts())
		d, status := la.NewMatrix[float64](4, n), make([]Status, 4)
		st := b.SolveAdjoint(nil, adj, d, status, nil)
		checkHonest(t, adj, d, status)
		if st.Unconverged > 0 || (n <= 32) != (st.Factorizations == 4) {
			t.Errorf("n=%d: %+v %v", n, st, status)
		}
		small := newNet[float64](8, 5, 3, 0.8, tanh)
		b.Solve(nil, small, small.starts(), make([]Status, 3), nil)
	}
}

// TestAdjointOtherShape: after a Solve of other rows or of other unknowns SolveAdjoint gives the bits of a fresh Batch.
func TestAdjointOtherShape(t *testing.T) {
	var b Batch[float64]
	for _, shape := range [][2]int{{2, 12}, {5, 12}, {4, 9}, {4, 15}} {
		before := newNet[float64](21, shape[1], shape[0], 2, tanh)
		b.Solve(nil, before, before.starts(), make([]Status, shape[0]), nil)
		sys := newNet[float64](22, 12, 4, 0.8, tanh)
		adj := sys.toAdjoint(sys.starts())
		var fresh Batch[float64]
		d, want, status := la.NewMatrix[float64](4, 12), la.NewMatrix[float64](4, 12), make([]Status, 4)
		fresh.SolveAdjoint(nil, adj, want, status, nil)
		b.SolveAdjoint(nil, adj, d, status, nil)
		checkHonest(t, adj, d, status)
		numtest.Equal(t, fmt.Sprintf("after a Solve of %v", shape), d.Data, want.Data)
	}
}

// TestAdjointAfterFailure: factors that came out singular are not used, nor is the failure of one adjoint held
// against the next.
func TestAdjointAfterFailure(t *testing.T) {
	good := newNet[float64](23, 2, 3, 0.5, tanh)
	adj := good.toAdjoint(good.starts())
	singular := twoNodes(1, 1, 1, identity).toAdjoint(good.starts())
	kink := twoNodes(2, 0.5, 1, relu) // no root, and I - D W singular where both nodes are positive
	var b Batch[float64]
	d, status := la.NewMatrix[float64](3, 2), make([]Status, 3)
	check := func(after string) {
		clear(d.Data)
		st := b.SolveAdjoint(nil, adj, d, status, nil)
		checkHonest(t, adj, d, status)
		if st.Unconverged > 0 || st.Factorizations != 3 {
			t.Errorf("after %s: %v, %+v", after, status, st)
		}
	}
	b.SolveAdjoint(nil, singular, d, status, nil)
	check("a singular adjoint")
	// Now the factors are those of adj; a problem of the same shape needs its own.
	adj = newNet[float64](24, 2, 3, 3, tanh).toAdjoint(good.starts())
	check("another problem's adjoint")
	// The first factors of this solve are regular, its second and last singular.
	x := kink.starts()
	numtest.Fill(x.Data, -5)
	st := b.Solve(nil, kink, x, status, &BatchSettings{MaxNewton: 2})
	if count(status, MaxIterations) != 3 || st.Factorizations != 6 || st.Newton != 3 {
		t.Errorf("no root: %v, %+v", status, st)
	}
	check("a solve without a root")
}

func TestAdjointSingular(t *testing.T) {
	sys := twoNodes(1, 1, 1, identity) // I - W is singular, (1, 1) outside its range
	adj := sys.toAdjoint(sys.starts())
	for i := range adj.r.Data {
		adj.r.Data[i] = 1
	}
	d, status := la.NewMatrix[float64](3, 2), make([]Status, 3)
	var b Batch[float64]
	b.SolveAdjoint(nil, adj, d, status, nil)
	checkHonest(t, adj, d, status)
	if count(status, Singular) != 3 {
		t.Errorf("%v", status)
	}
}

// canceller ends a context at a given call of Map.
type canceller struct {
	*net[float64]
	calls  int
	cancel func()
}

func (c *canceller) Map(g, x *la.Matrix[float64], rows []int) {
	if c.calls--; c.calls == 0 {
		c.cancel()
	}
	c.net.Map(g, x, rows)
}

func TestBatchCancelled(t *testing.T) {
	for _, n := range []int{20, 60} {
		for calls := range 12 {
			sys := newNet[float64](9, n, 5, 1.5, tanh)
			ctx, cancel := context.WithCancel(context.Background())
			if calls == 0 {
				cancel()
			}
			x, status := sys.starts(), make([]Status, 5)
			var b Batch[float64]
			b.Solve(ctx, &canceller{sys, calls, cancel}, x, status, nil)
			cancel()
			checkHonest(t, sys, x, status)
			for s, v := range status {
				if v != Cancelled && v != Converged {
					t.Errorf("n=%d calls=%d sample %d: %v", n, calls, s, v)
				}
				if got, was := sys.residual(x.Row(s), s), sys.residual(sys.r.Row(s), s); got > was {
					t.Errorf("n=%d calls=%d sample %d: residual %g at return, %g at the start", n, calls, s, got, was)
				}
			}
			if calls < 2 {
				if count(status, Cancelled) != 5 {
					t.Errorf("n=%d calls=%d: %v", n, calls, status)
				}
				numtest.Equal(t, "x after an early end", x.Data, sys.r.Data)
			}
		}
	}
}

// cancelsInJacobian ends a context at its first Jacobian and counts them.
type cancelsInJacobian struct {
	*net[float64]
	cancel func()
	made   int
}

func (c *cancelsInJacobian) Jacobian(jac *la.Matrix[float64], x []float64, row int) {
	c.made++
	c.cancel()
	c.net.Jacobian(jac, x, row)
}

// TestBatchCancelledBetweenSamples: the factorisation at work is the last one, also in the round in which all samples
// leave Picard together.
func TestBatchCancelledBetweenSamples(t *testing.T) {
	for _, n := range []int{20, 60} {
		for _, adjoint := range []bool{false, true} {
			ctx, cancel := context.WithCancel(context.Background())
			sys := newNet[float64](9, n, 5, 2.5, tanh)
			x, status := sys.starts(), make([]Status, 5)
			if adjoint {
				sys = sys.toAdjoint(x)
			}
			c := &cancelsInJacobian{net: sys, cancel: cancel}
			var b Batch[float64]
			set := &BatchSettings{MaxPicard: 1}
			if adjoint {
				b.SolveAdjoint(ctx, c, x, status, set)
			} else {
				b.Solve(ctx, c, x, status, set)
			}
			checkHonest(t, sys, x, status)
			if c.made != 1 || count(status, Cancelled) != 5 {
				t.Errorf("n=%d adjoint=%v: %d Jacobians, %v", n, adjoint, c.made, status)
			}
		}
	}
}

// unruly is a system whose residual grows with every call of Map, or whose tolerance is as given. Too many calls panic.
type unruly struct {
	*net[float64]
	drift, tol float64
	calls      int
}

func (u *unruly) Map(g, x *la.Matrix[float64], rows []int) {
	if u.calls++; u.calls > 5000 {
		panic("no end")
	}
	u.net.Map(g, x, rows)
	for i := range rows {
		for j := range g.Row(i) {
			g.Row(i)[j] += u.drift * float64(u.calls)
		}
	}
}

func (u *unruly) Tolerance(int, float64) float64 { return u.tol }

// TestBatchAlwaysEnds: a Map that is no function and a tolerance that nothing meets end a solve like any other.
func TestBatchAlwaysEnds(t *testing.T) {
	plain := newNet[float64](20, 6, 4, 0.7, tanh)
	none := newNet[float64](20, 6, 4, 0, tanh) // W = 0: the residual becomes exactly 0
	for _, above := range []int{32, -1} {
		for _, c := range []struct {
			sys        *net[float64]
			drift, tol float64
		}{{plain, 1, 1e-9}, {plain, 0, math.NaN()}, {plain, 0, -1}, {none, 0, math.NaN()}, {none, 0, -1}, {none, 1, 1e-9}} {
			x, status := c.sys.starts(), make([]Status, 4)
			set := &BatchSettings{PicardAbove: above, MaxPicard: 1}
			var b Batch[float64]
			b.Solve(nil, &unruly{net: c.sys, drift: c.drift, tol: c.tol}, x, status, set)
			if count(status, Converged) > 0 || count(status, 0) > 0 {
				t.Errorf("above=%d drift=%g tolerance=%g: %v", above, c.drift, c.tol, status)
			}
			adj := c.sys.toAdjoint(c.sys.starts())
			for range 2 { // with factors of its own the second time
				clear(x.Data)
				b.SolveAdjoint(nil, &unruly{net: adj, drift: c.drift, tol: c.tol}, x, status, set)
				if count(status, Converged) > 0 || count(status, 0) > 0 {
					t.Errorf("above=%d drift=%g tolerance=%g adjoint: %v", above, c.drift, c.tol, status)
				}
			}
		}
	}
}

func TestBatchNaNRow(t *testing.T) {
	for _, n := range []int{20, 60} {
		for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			sys := newNet[float64](10, n, 6, 1.2, tanh)
			want, status := sys.starts(), make([]Status, 6)
			var b Batch[float64]
			b.Solve(nil, sys, want, status, nil)
			sys.r.Set(2, n/2, bad)
			x := sys.starts()
			st := b.Solve(nil, sys, x, status, nil)
			for s := range 6 {
				if s == 2 {
					numtest.Equal(t, "the bad row", x.Row(s), sys.r.Row(s))
					continue
				}
				numtest.Equal(t, fmt.Sprintf("row %d", s), x.Row(s), want.Row(s))
			}
			if status[2] != NonFinite || st.Unconverged != 1 {
				t.Errorf("n=%d %g: %v", n, bad, status)
			}
		}
	}
}

func TestBatchStride(t *testing.T) {
	for _, n := range []int{3, 40} {
		sys := newNet[float64](11, n, 5, 1.5, tanh)
		want, status := sys.starts(), make([]Status, 5)
		var b Batch[float64]
		b.Solve(nil, sys, want, status, nil)
		wide := la.NewMatrix[float64](5, n+3)
		numtest.Fill(wide.Data, -7)
		x := wide.View(0, 2, 5, n)
		for s := range 5 {
			copy(x.Row(s), sys.r.Row(s))
		}
		b.Solve(nil, sys, &x, status, nil)
		for s := range 5 {
			numtest.Equal(t, "row of a view", x.Row(s), want.Row(s))
			row := wide.Row(s)
			if row[0] != -7 || row[1] != -7 || row[n+2] != -7 {
				t.Errorf("n=%d: padding of row %d written: %v", n, s, row)
			}
		}
	}
}

func TestBatchAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes free lists drop their items")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for _, c := range []struct {
		n     int
		sigma float64
	}{{8, 0.9}, {20, 2}, {50, 0.5}, {50, 2.5}} {
		sys := newNet[float64](12, c.n, 6, c.sigma, tanh)
		x, status := sys.starts(), make([]Status, 6)
		var b Batch[float64]
		adj := sys.toAdjoint(x)
		d := la.NewMatrix[float64](6, c.n)
		ctx := context.Background()
		solve := func() {
			copy(x.Data, sys.r.Data)
			b.Solve(ctx, sys, x, status, nil)
			clear(d.Data)
			b.SolveAdjoint(ctx, adj, d, status, nil)
		}
		solve()
		if a := testing.AllocsPerRun(10, solve); a != 0 {
			t.Errorf("n=%d sigma=%g: %g allocations a solve", c.n, c.sigma, a)
		}
	}
}

func TestBatchEmpty(t *testing.T) {
	var b Batch[float64]
	sys := newNet[float64](13, 5, 0, 1, tanh)
	x := la.NewMatrix[float64](0, 5)
	if st := b.Solve(nil, sys, x, nil, nil); st != (BatchStats{}) {
		t.Errorf("no samples: %+v", st)
	}
	if st := b.SolveAdjoint(nil, sys.toAdjoint(x), x, nil, nil); st != (BatchStats{}) {
		t.Errorf("no samples, adjoint: %+v", st)
	}
	none := newNet[float64](13, 0, 3, 1, tanh)
	status := make([]Status, 3)
	b.Solve(nil, none, la.NewMatrix[float64](3, 0), status, nil)
	if count(status, Converged) != 3 {
		t.Errorf("no unknowns: %v", status)
	}
}

// TestBatchReused: a Batch that has seen other shapes gives the bits of a fresh one.
func TestBatchReused(t *testing.T) {
	var b Batch[float64]
	for _, n := range []int{40, 5, 64, 2} {
		sys := newNet[float64](14, n, 3+n%4, 2, tanh)
		x, y := sys.starts(), sys.starts()
		var fresh Batch[float64]
		status := make([]Status, x.Rows)
		b.Solve(nil, sys, x, status, nil)
		fresh.Solve(nil, sys, y, status, nil)
		numtest.Equal(t, fmt.Sprintf("n=%d", n), x.Data, y.Data)
	}
}

func TestBatchBudgets(t *testing.T) {
	for _, c := range []struct {
		name string
		set  BatchSettings
		want Status
		most BatchStats
	}{
		{"Picard alone stalls", BatchSettings{PicardAbove: -1, MaxNewton: -1}, Stalled, BatchStats{Picard: 4 * 400}},
		{"few sweeps", BatchSettings{PicardAbove: -1, MaxPicard: 5, MaxNewton: -1}, MaxIterations, BatchStats{Picard: 4 * 5}},
		{"one factorisation", BatchSettings{Method: ByNewton, MaxNewton: 1}, MaxIterations, BatchStats{Newton: 4, Factorizations: 4}},
		{"nothing allowed", BatchSettings{MaxPicard: -1, MaxNewton: -1}, MaxIterations, BatchStats{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			sys := newNet[float64](15, 50, 4, 3, tanh)
			x, status := sys.starts(), make([]Status, 4)
			var b Batch[float64]
			st := b.Solve(nil, sys, x, status, &c.set)
			checkHonest(t, sys, x, status)
			if count(status, c.want) != 4 {
				t.Errorf("%v, want %v", status, c.want)
			}
			if st.Picard > c.most.Picard || st.Newton > c.most.Newton || st.Factorizations > c.most.Factorizations {
				t.Errorf("%+v, at most %+v allowed", st, c.most)
			}
		})
	}
}

func testBeyondRounding[T la.Float](t *testing.T) {
	for _, n := range []int{20, 50} {
		sys := newNet[T](19, n, 6, 0.9, tanh)
		sys.rtol = T(1e-30)
		x, status := sys.starts(), make([]Status, 6)
		var b Batch[T]
		st := b.Solve(nil, sys, x, status, nil)
		if count(status, Converged)+count(status, Stalled) != 6 || count(status, Stalled) == 0 || st.Factorizations > 6*20 {
			t.Errorf("n=%d: %v, %+v", n, status, st)
		}
		adj := sys.toAdjoint(x)
		adj.rtol = sys.rtol
		d, dstatus := adj.starts(), make([]Status, 6)
		st = b.SolveAdjoint(nil, adj, d, dstatus, nil)
		if count(dstatus, Converged)+count(dstatus, Stalled) != 6 || st.Factorizations > 6*2 {
			t.Errorf("n=%d adjoint: %v, %+v", n, dstatus, st)
		}
		for s := range 6 {
			bound := float64(n) * 4 * float64(eps[T]())
			if r := sys.residual(x.Row(s), s); r > bound {
				t.Errorf("n=%d sample %d: residual %g", n, s, r)
			}
			if r := adj.residual(d.Row(s), s); r > bound*float64(max(1, maxAbs(d.Row(s)))) {
				t.Errorf("n=%d sample %d: adjoint residual %g", n, s, r)
			}
		}
	}
}

// TestBatchBeyondRounding: a tolerance that no point can meet is reported, soon and from close by.
func TestBatchBeyondRounding(t *testing.T) {
	t.Run("float64", testBeyondRounding[float64])
	t.Run("float32", testBeyondRounding[float32])
}

// TestBatchDamping: G has eigenvalues +-1.2i, so the plain sweep swings ever wider, the damped one settles.
func TestBatchDamping(t *testing.T) {
	sys := twoNodes(-1.2, 1.2, 1, identity)
	for _, omega := range []float64{1, 0.4} {
		x, status := sys.starts(), make([]Status, 3)
		var b Batch[float64]
		b.Solve(nil, sys, x, status, &BatchSettings{PicardAbove: -1, MaxPicard: 300, MaxNewton: -1, Damping: omega})
		checkHonest(t, sys, x, status)
		if got := status[0] == Converged; got != (omega < 1) {
			t.Errorf("damping %g: %v", omega, status[0])
		}
	}
}

// odd is a system that lies, jumps, or leaves the numbers, by kind.
type odd struct {
	n, kind int
	rng     *rand.Rand
}

func (o *odd) Size() int                             { return o.n }
func (o *odd) Tolerance(_ int, norm float64) float64 { return 1e-9 * max(1, norm) }
func (o *odd) g(x float64) float64 {
	switch o.kind {
	case 0: // jumps over its root
		return x + math.Copysign(1, x-0.5)
	case 1: // no root
		return x + 1 + x*x
	case 2: // defined on one side only
		return x - math.Sqrt(x-0.25) + 0.1
	case 3: // double root
		return x - (x-0.3)*(x-0.3)
	case 4: // overflows
		return x - math.Exp(50*x) + 2
	default: // flat
		return x + 1
	}
}

func (o *odd) Map(g, x *la.Matrix[float64], rows []int) {
	for i := range rows {
		for j, v := range x.Row(i) {
			g.Set(i, j, o.g(v))
		}
	}
}

func (o *odd) Jacobian(jac *la.Matrix[float64], x []float64, _ int) {
	clear(jac.Data)
	for i, v := range x {
		d := (o.g(v+1e-7) - o.g(v)) / 1e-7
		if o.kind%2 == 1 && o.rng.IntN(3) == 0 {
			d *= 3 * o.rng.NormFloat64() // a Jacobian that lies
		}
		jac.Set(i, i, 1-d)
	}
}

func TestBatchNeverLies(t *testing.T) {
	rng := numtest.Rand(16)
	seen := map[Status]int{}
	for trial := range 240 {
		sys := &odd{n: 1 + rng.IntN(5), kind: trial % 6, rng: rng}
		x := la.NewMatrix[float64](4, sys.n)
		for i := range x.Data {
			x.Data[i] = rng.NormFloat64()
		}
		status := make([]Status, 4)
		var b Batch[float64]
		b.Solve(nil, sys, x, status, &BatchSettings{PicardAbove: 2})
		for s, v := range status {
			seen[v]++
			worst := 0.0
			for _, y := range x.Row(s) {
				worst = max(worst, math.Abs(y-sys.g(y)))
			}
			if ok := worst <= sys.Tolerance(s, maxAbs(x.Row(s))); ok != (v == Converged) {
				t.Errorf("kind %d: %v with residual %g", sys.kind, v, worst)
			}
		}
	}
	for trial := range 40 {
		sys := newNet[float32](uint64(trial), 1+rng.IntN(45), 5, 5*rng.Float64(), []func(float64) (float64, float64){tanh, relu}[trial%2])
		x, status := sys.starts(), make([]Status, 5)
		var b Batch[float32]
		b.Solve(nil, sys, x, status, nil)
		checkHonest(t, sys, x, status)
	}
	for _, s := range []Status{Converged, Stalled, NonFinite} {
		if seen[s] == 0 {
			t.Errorf("no sample ended %v: %v", s, seen)
		}
	}
}

// explosive panics at a given call of Map.
type explosive struct {
	*net[float64]
	calls int
}

func (e *explosive) Map(g, x *la.Matrix[float64], rows []int) {
	if e.calls--; e.calls == 0 {
		panic("boom")
	}
	e.net.Map(g, x, rows)
}

func TestBatchPanics(t *testing.T) {
	sys := newNet[float64](17, 40, 4, 1.5, tanh)
	x, status := sys.starts(), make([]Status, 4)
	var b Batch[float64]
	if got := panicOf(func() { b.Solve(nil, &explosive{sys, 3}, x, status, nil) }); got != "boom" {
		t.Errorf("panic of Map became %v", got)
	}
	x = sys.starts()
	if b.Solve(nil, sys, x, status, nil); count(status, Converged) != 4 {
		t.Errorf("after a panic: %v", status)
	}
	short := &la.Matrix[float64]{Rows: 4, Cols: 40, Stride: 40, Data: x.Data[:100]}
	for _, c := range []struct {
		want string
		call func()
	}{
		{nilProblem, func() { b.Solve(nil, nil, x, status, nil) }},
		{badMatrix, func() { b.Solve(nil, sys, nil, status, nil) }},
		{badMatrix, func() { b.Solve(nil, sys, la.NewMatrix[float64](4, 39), status, nil) }},
		{badMatrix, func() { b.Solve(nil, sys, short, status, nil) }},
		{badStatus, func() { b.Solve(nil, sys, x, status[:3], nil) }},
		{badDamping, func() { b.Solve(nil, sys, x, status, &BatchSettings{Damping: 1.5}) }},
		{badDamping, func() { b.Solve(nil, sys, x, status, &BatchSettings{Damping: math.NaN()}) }},
		{badMethod, func() { b.Solve(nil, sys, x, status, &BatchSettings{Method: ByPath + 1}) }},
	} {
		if got := panicOf(c.call); got != c.want {
			t.Errorf("panic %v, want %q", got, c.want)
		}
	}
}

func panicOf(f func()) (r any) {
	defer func() { r = recover() }()
	f()
	return nil
}

// TestBatchDropsOut: samples that are done are not mapped again.
func TestBatchDropsOut(t *testing.T) {
	sys := newNet[float64](18, 40, 8, 0.5, tanh)
	x, status := sys.starts(), make([]Status, 8)
	var b Batch[float64]
	b.Solve(nil, sys, x, status, nil)
	sys.mapped = 0
	for j := range 40 {
		x.Data[j]++
	}
	st := b.Solve(nil, sys, x, status, nil)
	if want := 8 + st.Picard; sys.mapped != want || st.Picard > 40 {
		t.Errorf("%d rows mapped, want %d (%+v)", sys.mapped, want, st)
	}
}
