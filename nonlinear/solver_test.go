package nonlinear

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/internal/classical"
	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// cell is x = tanh(W x + c) as a Problem, W of about the given spectral radius, c ~ scale N(0,1).
func cell(n int, radius, scale float64, seed uint64) Problem {
	s := newCells(seed, n, 1, radius)
	la.Scal(scale, s.c.Data)
	x := make([]float64, n)
	return Problem{N: n,
		F: func(fx, x []float64) {
			copy(fx, s.c.Data)
			la.Gemv(nil, la.NoTrans, 1, s.w, x, 1, fx)
			la.Tanh(fx, fx)
			for i, v := range x {
				fx[i] = v - fx[i]
			}
		},
		Jac: func(jac *la.Matrix[float64], at []float64) { copy(x, at); s.Jacobian(jac, x, 0) },
	}
}

// TestSolverAllocations: a second solve with one Solver allocates nothing, whatever the method.
func TestSolverAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes free lists drop their items")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for _, n := range []int{5, 40, 70} {
		for _, m := range methods {
			for _, jac := range []bool{true, false} {
				p := cell(n, 0.9, 1, uint64(n))
				if !jac {
					p.Jac = nil
				}
				x0 := make([]float64, n)
				var w Solver
				var err error
				solve := func() { _, err = w.Solve(nil, p, x0, m.m, nil) }
				if solve(); err != nil {
					continue // an error allocates
				}
				if a := testing.AllocsPerRun(3, solve); a != 0 {
					t.Errorf("%s, n=%d, jac %v: %g allocations", m.name, n, jac, a)
				}
			}
		}
	}
}

// TestSolverReused: a Solver that has solved other problems by other methods gives the bits of a fresh one.
func TestSolverReused(t *testing.T) {
	var w Solver
	rounds := 2
	if testing.Short() {
		rounds = 1
	}
	for round := range rounds {
		for _, m := range methods {
			for i := range 23 {
				p := classical.Problems[(7*i+3*round)%23]
				q := Problem{N: len(p.Start), F: p.F}
				set := &Settings{MaxIterations: 40}
				got, _ := w.Solve(nil, q, p.Start, m.m, set)
				want, _ := Solve(nil, q, p.Start, m.m, set)
				numtest.Equal(t, m.name+", "+p.Name, got.X, want.X)
				if got.Status != want.Status || got.Iterations != want.Iterations || got.Evaluations != want.Evaluations {
					t.Errorf("%s, %s: %+v, fresh %+v", m.name, p.Name, got, want)
				}
			}
		}
	}
}

// TestSolverBytes holds the documented working memory against what is held, and that against what the allocator says.
func TestSolverBytes(t *testing.T) {
	const n = 120
	for _, c := range []struct {
		name    string
		m       Method
		numbers int // float64s, without padding and small vectors
	}{
		{"picard", Picard{}, 7 * n},
		{"anderson", Anderson{Depth: 5}, 7*n + 2*5*n},
		{"newton", Newton{}, 7*n + 2*n*n},
		{"broyden", Broyden{Memory: 6}, 7*n + 2*n*n + 2*6*n},
		{"krylov", NewtonKrylov{Restart: 30}, 7*n + 33*n + n*n},
		{"levenberg", LevenbergMarquardt{}, 7*n + 4*n*n},
		{"homotopy", Homotopy{}, 7*n + n*n + 2*(n+1)*(n+1)},
	} {
		p := cell(n, 0.9, 1, 1)
		x0 := make([]float64, n)
		w := new(Solver)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := w.Solve(nil, p, x0, c.m, nil); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		runtime.ReadMemStats(&after)
		got, want := w.Bytes(), 8*c.numbers
		if float64(got) < 0.98*float64(want) || float64(got) > 1.1*float64(want)+8*12*n {
			t.Errorf("%s: holds %d bytes, documented %d", c.name, got, want)
		}
		if made := int(after.TotalAlloc - before.TotalAlloc); made > got+got/8+200_000 && !raceEnabled {
			t.Errorf("%s: allocated %d bytes, holds %d", c.name, made, got)
		}
	}
}

func TestTrace(t *testing.T) {
	p := cell(30, 0.9, 1, 2)
	x0 := make([]float64, 30)
	for _, m := range methods {
		var h History
		set := &Settings{Trace: h.Add, TraceCondition: true}
		r, err := Solve(nil, p, x0, m.m, set)
		if err != nil {
			continue
		}
		plain, _ := Solve(nil, p, x0, m.m, nil)
		numtest.Equal(t, m.name+" traced", r.X, plain.X)
		if len(h) == 0 || len(h) > r.Iterations {
			t.Errorf("%s: %d steps, %d iterations", m.name, len(h), r.Iterations)
			continue
		}
		best := math.Inf(1)
		for i, s := range h {
			if s.Method == "" || s.Iteration < 1 || i > 0 && (s.Iteration <= h[i-1].Iteration || s.Evaluations < h[i-1].Evaluations) ||
				s.Best > best || s.Residual < s.Best || s.RCond < 0 || s.RCond > 1 {
				t.Errorf("%s: step %d is %+v", m.name, i, s)
			}
			best = s.Best
		}
		if last := h[len(h)-1]; last.Residual != r.Residual || last.Evaluations != r.Evaluations-1 {
			t.Errorf("%s: last step %+v, result %+v", m.name, last, r)
		}
		if m.name == "newton" && !(h[0].RCond > 1e-6) {
			t.Errorf("Newton's condition estimate is %g", h[0].RCond)
		}
	}
}

// TestScales: FScale changes what counts as small, in the result too, and with a scale of powers of two nothing but that.
func TestScales(t *testing.T) {
	p := cell(12, 0.9, 1, 3)
	x0 := make([]float64, 12)
	scale := make([]float64, 12)
	for i := range scale {
		scale[i] = math.Ldexp(1, i-6)
	}
	for _, m := range methods {
		r, err := Solve(nil, p, x0, m.m, &Settings{FScale: scale, Tolerance: 1e-7})
		if err != nil {
			continue
		}
		fx := make([]float64, 12)
		p.F(fx, r.X)
		worst := 0.0
		for i, f := range fx {
			worst = max(worst, math.Abs(f)/scale[i])
		}
		if worst != r.Residual || worst > 1e-7 {
			t.Errorf("%s: scaled residual %g, said %g", m.name, worst, r.Residual)
		}
	}
	q := p
	q.F = func(fx, x []float64) { // the same by hand
		p.F(fx, x)
		for i, s := range scale {
			fx[i] /= s
		}
	}
	q.Jac = nil
	p.Jac = nil
	a, _ := Solve(nil, p, x0, Newton{}, &Settings{FScale: scale})
	b, _ := Solve(nil, q, x0, Newton{}, nil)
	numtest.Equal(t, "scaled by hand", a.X, b.X)

	r, err := Solve(nil, p, x0, nil, &Settings{Relative: 1e-3})
	if err != nil || r.Residual > 1e-3*3 || r.Residual < 1e-10 {
		t.Errorf("relative: %+v, %v", r, err)
	}
	for _, s := range []Settings{{FScale: []float64{1}}, {XScale: slices.Repeat([]float64{0}, 12)}, {FScale: slices.Repeat([]float64{math.NaN()}, 12)}} {
		if got := panicOf(func() { Solve(nil, p, x0, nil, &s) }); got != badScale {
			t.Errorf("panic %v", got)
		}
	}
}

// TestReuse: the policy decides how many Jacobians a solve takes.
func TestReuse(t *testing.T) {
	for _, c := range []struct {
		reuse Reuse
		least func(iterations int) int
		most  func(iterations int) int
	}{
		{Reuse{}, func(k int) int { return k }, func(k int) int { return k }},
		{Reuse{Steps: 3}, func(k int) int { return (k + 2) / 3 }, func(k int) int { return (k + 2) / 3 }},
		{Reuse{Steps: -1}, func(int) int { return 1 }, func(int) int { return 1 }},
		{Reuse{Steps: -1, Patience: 3}, func(int) int { return 2 }, func(k int) int { return k - 1 }},
	} {
		p := cell(20, 0.5, 1, 4)
		made := 0
		right := p.Jac
		p.Jac = func(jac *la.Matrix[float64], x []float64) { made++; right(jac, x) }
		r, err := Solve(nil, p, make([]float64, 20), Algorithm{Descent: Newton{}, Reuse: c.reuse}, nil)
		if err != nil || made < c.least(r.Iterations) || made > c.most(r.Iterations) {
			t.Errorf("%+v: %d Jacobians for %d iterations, %v", c.reuse, made, r.Iterations, err)
		}
	}
}

// TestBeyondContraction: with a spectral radius of 3 and small c no simple method finds a root; the default does.
func TestBeyondContraction(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	solved := 0
	for seed := range uint64(6) {
		for _, n := range []int{50, 100, 200} {
			r := solveChecked(t, fmt.Sprintf("n=%d seed %d", n, seed), cell(n, 3, 0.3, seed+10), make([]float64, n), nil, nil)
			if r.Status == Converged {
				solved++
			}
		}
	}
	t.Logf("%d of 18", solved)
	if solved < 17 {
		t.Errorf("%d of 18 solved", solved)
	}
}
