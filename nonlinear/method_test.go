package nonlinear

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// linear is F(x) = A x - b with A = I + something small, a regular matrix.
func linear(n int, seed uint64) (Problem, *la.Matrix[float64]) {
	rng := numtest.Rand(seed)
	a := la.NewMatrix[float64](n, n)
	for i := range n {
		for j := range n {
			a.Set(i, j, 0.4*rng.NormFloat64()/math.Sqrt(float64(n)))
		}
		a.Set(i, i, 1+a.At(i, i))
	}
	b := make([]float64, n)
	for i := range b {
		b[i] = rng.NormFloat64()
	}
	return Problem{N: n, F: func(fx, x []float64) {
		copy(fx, b)
		la.Gemv(nil, la.NoTrans, 1, a, x, -1, fx)
	}}, a
}

// TestLinear: what ends in a finite number of steps on a linear system does so. Anderson of full depth is GMRES in disguise
// (Walker & Ni 2011, theorem 2.2), Broyden's methods end in 2 n steps (Gay 1979), Newton in one.
func TestLinear(t *testing.T) {
	const n = 6
	for seed := range uint64(5) {
		p, _ := linear(n, seed)
		for _, c := range []struct {
			name string
			m    Method
			most int
		}{
			{"newton", Newton{}, 2}, {"anderson", Anderson{Depth: n}, n + 1}, {"krylov", NewtonKrylov{}, 10},
			{"broyden", Broyden{Scaled: true}, 2*n + 2}, {"bad broyden", Broyden{Scaled: true, Bad: true}, 2*n + 3},
			{"dogleg", Dogleg{}, 3}, {"homotopy", Homotopy{Global: true}, 10},
		} {
			r := solveChecked(t, c.name, p, make([]float64, n), c.m, &Settings{Tolerance: 1e-9})
			if r.Status != Converged || r.Iterations > c.most {
				t.Errorf("%s, seed %d: %v after %d iterations, residual %g", c.name, seed, r.Status, r.Iterations, r.Residual)
			}
		}
	}
}

// TestBroydenSecant: after every step H y = s, for both updates and both beginnings.
func TestBroydenSecant(t *testing.T) {
	const n = 7
	c := cell(n, 0.9, 1, 8)
	for _, d := range []Broyden{{}, {Bad: true}, {Scaled: true}, {Scaled: true, Bad: true}} {
		var w Solver
		w.open(t.Context(), c, (&Settings{}).withDefaults(n), make([]float64, n))
		w.begin(Stop{}, 99)
		d.begin(&w)
		y, hy := make([]float64, n), make([]float64, n)
		for step := range 5 {
			if !d.direction(&w) || !(FullStep{}).advance(&w, d) || w.stop != 0 {
				break
			}
			d.moved(&w)
			if w.memory.count != step+1 {
				t.Fatalf("%+v: %d steps learnt after %d", d, w.memory.count, step+1)
			}
			for i, f := range w.fx {
				y[i] = f - w.ft[i]
			}
			d.apply(&w, hy, y)
			for i, v := range hy {
				if s := w.x[i] - w.xt[i]; math.Abs(v-s) > 1e-10*maxAbs(w.dx)+1e-14 {
					t.Errorf("%+v, step %d: (H y)[%d] = %g, s = %g", d, step, i, v, s)
				}
			}
		}
	}
}

// TestMemoryDrop: after columns have come and gone, Q is orthonormal and Q R is the columns that are left.
func TestMemoryDrop(t *testing.T) {
	const n, depth = 9, 4
	rng := numtest.Rand(1)
	var w Solver
	w.p.N = n
	w.fx, w.ft, w.x, w.xt, w.dx = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	d := Anderson{Depth: depth}
	d.begin(&w)
	w.bestNorm = math.Inf(1)
	var columns [][]float64
	for step := range 12 {
		copy(w.ft, w.fx)
		copy(w.xt, w.x)
		for i := range w.fx {
			w.fx[i], w.x[i] = rng.NormFloat64(), rng.NormFloat64()
		}
		column := make([]float64, n)
		for i := range column {
			column[i] = w.fx[i] - w.ft[i]
		}
		columns = append(columns, column)
		d.moved(&w)
		columns = columns[max(0, len(columns)-depth):]
		if step%5 == 4 {
			w.memory.drop()
			columns = columns[1:]
		}
		m := &w.memory
		if m.count != len(columns) {
			t.Fatalf("step %d: %d columns, want %d", step, m.count, len(columns))
		}
		for i := range m.count {
			for j := range m.count {
				want := 0.0
				if i == j {
					want = 1
				}
				if dot := la.Dot(m.v[i], m.v[j]); math.Abs(dot-want) > 1e-13 {
					t.Errorf("step %d: q%d q%d = %g", step, i, j, dot)
				}
			}
			sum := make([]float64, n)
			for k := range i + 1 {
				la.Axpy(m.r[i*depth+k], m.v[k], sum)
			}
			for k, v := range sum {
				if math.Abs(v-columns[i][k]) > 1e-12 {
					t.Fatalf("step %d: column %d is off by %g", step, i, v-columns[i][k])
				}
			}
		}
	}
}

// TestAndersonForgets: columns that say the same do not make the iteration worthless, and full depth never exceeds N.
func TestAndersonForgets(t *testing.T) {
	for _, n := range []int{1, 2, 3} {
		p := Problem{N: n, F: func(fx, x []float64) {
			for i, v := range x {
				fx[i] = v - 0.9*math.Sin(v) - 0.1
			}
		}}
		r := solveChecked(t, fmt.Sprint(n), p, make([]float64, n), Anderson{Depth: 9}, nil)
		if r.Status != Converged || r.Iterations > 25 {
			t.Errorf("n=%d: %v after %d iterations", n, r.Status, r.Iterations)
		}
	}
}

// TestKrylovProducts: JacVec takes the place of differences, and the exact inverse as preconditioner leaves one product a step.
func TestKrylovProducts(t *testing.T) {
	const n = 30
	c := cell(n, 0.9, 1, 5)
	x0 := make([]float64, n)
	plain := solveChecked(t, "differences", Problem{N: n, F: c.F}, x0, NewtonKrylov{}, nil)
	jac := la.NewMatrix[float64](n, n)
	products := 0
	p := Problem{N: n, F: c.F, JacVec: func(jv, x, v []float64) {
		products++
		c.Jac(jac, x)
		la.Gemv(nil, la.NoTrans, 1, jac, v, 0, jv)
	}}
	exact := solveChecked(t, "products", p, x0, NewtonKrylov{}, nil)
	if plain.Status != Converged || exact.Status != Converged || exact.Evaluations > exact.Iterations+2 || products < exact.Iterations {
		t.Errorf("differences %+v, products %+v (%d)", plain, exact, products)
	}
	products = 0
	var lu la.LU[float64]
	helped := solveChecked(t, "preconditioned", p, x0, NewtonKrylov{Precondition: func(z, x, v []float64) {
		c.Jac(jac, x)
		if err := lu.Factorize(nil, jac); err != nil {
			t.Fatal(err)
		}
		_ = lu.SolveVecTo(z, la.NoTrans, v)
	}}, nil)
	newton := solveChecked(t, "newton", c, x0, Newton{}, nil)
	if helped.Status != Converged || products != helped.Iterations || helped.Iterations > newton.Iterations {
		t.Errorf("preconditioned: %+v, %d products; Newton %+v", helped, products, newton)
	}
	scale := make([]float64, n)
	for i := range scale {
		scale[i] = math.Ldexp(1, i%5)
	}
	if r := solveChecked(t, "small basis", p, x0, NewtonKrylov{Restart: 3, Cycles: 20}, nil); r.Status != Converged {
		t.Errorf("restarted: %+v", r)
	}
	if r, err := Solve(nil, p, x0, NewtonKrylov{}, &Settings{FScale: scale}); err != nil || r.Evaluations > r.Iterations+2 {
		t.Errorf("scaled: %+v, %v", r, err)
	}
}

// TestMoreThuenteConditions: the step that is accepted has dropped |F|^2 enough, and its slope is nearly level.
func TestMoreThuenteConditions(t *testing.T) {
	for k, f := range []func(x float64) float64{
		func(x float64) float64 { return math.Atan(x) },
		func(x float64) float64 { return math.Exp(x) - 1 },
		func(x float64) float64 { return x*x*x - 2*x + 2 },
		func(x float64) float64 { return x/(1+x*x/50) + 0.1*math.Sin(5*x) },
	} {
		for _, start := range []float64{-3, -1.5, 0.7, 2, 4} {
			for _, length := range []float64{0.01, 1, 30} {
				p := scalar(f)
				var w Solver
				w.open(t.Context(), p, (&Settings{Tolerance: 1e-300}).withDefaults(1), []float64{start})
				w.begin(Stop{}, 30)
				h := 1e-6
				slope := func(x float64) float64 { return f(x) * (f(x+h) - f(x-h)) / h } // of f^2
				dir := -math.Copysign(length, slope(start))
				w.dx[0] = dir
				s := MoreThuente{Curvature: 0.5}
				if !s.advance(&w, Newton{}) || w.stop != 0 {
					continue
				}
				lambda := (w.x[0] - start) / dir
				if lambda <= 0 || f(w.x[0])*f(w.x[0]) > f(start)*f(start)+1e-4*lambda*dir*slope(start)+1e-12 {
					t.Errorf("%d from %g by %g: no decrease at %g", k, start, dir, lambda)
				}
				if lambda < 3.99 && math.Abs(dir*slope(w.x[0])) > -0.5*dir*slope(start)+1e-6 && w.evaluations < 40 {
					t.Errorf("%d from %g by %g: slope %g at %g, %g at 0", k, start, dir, dir*slope(w.x[0]), lambda, dir*slope(start))
				}
			}
		}
	}
}

// TestNonMonotone: the residual may rise, but not above the largest of the last ten and what eta adds.
func TestNonMonotone(t *testing.T) {
	rose := false
	for i := range 23 {
		p := classicalProblem(i)
		var h History
		x := p.start
		Solve(nil, p.Problem, x, Spectral{}, &Settings{Trace: h.Add, MaxIterations: 100})
		for k := 1; k < len(h); k++ {
			rose = rose || h[k].Residual > h[k-1].Residual
		}
	}
	if !rose {
		t.Error("no residual ever rose")
	}
}

// TestHomotopyTurns: the only root lies behind two folds of the curve, at x = 1 and x = -1.
func TestHomotopyTurns(t *testing.T) {
	p := scalar(func(x float64) float64 { return x*x*x - 3*x + 3 })
	var h History
	r, err := Solve(nil, p, []float64{2}, Homotopy{Global: true}, &Settings{Trace: h.Add})
	if err != nil || math.Abs(r.X[0]+2.103803402735536) > 1e-10 {
		t.Errorf("%+v, %v", r, err)
	}
	if r := solveChecked(t, "monotone", p, []float64{2}, Newton{}, nil); r.Status == Converged {
		t.Log("Newton's method has found it too")
	}
	none := scalar(func(x float64) float64 { return x*x + 1 })
	for _, m := range []Homotopy{{}, {Global: true}} {
		if r := solveChecked(t, "no root", none, []float64{1.5}, m, nil); r.Status == Converged || r.Status == MaxIterations {
			t.Errorf("no root, %s: %v", m.Name(), r.Status)
		}
	}
}

// TestDoglegScale: in More's scaling the path does not depend on the units of the unknowns.
func TestDoglegScale(t *testing.T) {
	base := classicalProblem(16)
	unit := []float64{1 << 10, 1. / (1 << 12)}
	scaledProblem := Problem{N: 2, F: func(fx, y []float64) { base.F(fx, []float64{y[0] * unit[0], y[1] * unit[1]}) }}
	y0 := []float64{base.start[0] / unit[0], base.start[1] / unit[1]}
	xscale := []float64{1e-3 / unit[0], 1e-3 / unit[1]}
	a, err1 := Solve(nil, base.Problem, base.start, Dogleg{}, nil)
	b, err2 := Solve(nil, scaledProblem, y0, Dogleg{}, &Settings{XScale: xscale})
	if err1 != nil || err2 != nil || a.Iterations != b.Iterations || a.X[0] != b.X[0]*unit[0] || a.X[1] != b.X[1]*unit[1] {
		t.Errorf("%+v %v, scaled %+v %v", a, err1, b, err2)
	}
}

// TestParts runs every descent with every globalisation that it goes with.
func TestParts(t *testing.T) {
	p := cell(12, 0.5, 0.3, 6)
	x0 := make([]float64, 12)
	for _, d := range []Descent{Newton{}, Broyden{}, Broyden{Bad: true}, Broyden{Scaled: true}, Anderson{}, Picard{}, NewtonKrylov{}, Spectral{}} {
		for _, g := range []Globalization{nil, FullStep{}, Backtracking{}, NonMonotone{}, NonMonotone{Memory: 3, BothWays: true}, MoreThuente{}} {
			for _, r := range []Reuse{{}, {Steps: -1}, {Steps: 2}, {Steps: -1, Patience: 4}} {
				a := Algorithm{Descent: d, Globalization: g, Reuse: r}
				if got := solveChecked(t, a.Name(), p, x0, a, nil); got.Status != Converged {
					t.Errorf("%s with %T, %+v: %v", a.Name(), g, r, got.Status)
				}
			}
		}
	}
	for _, d := range []Descent{Dogleg{}, Dogleg{Unscaled: true, Radius: 0.1}, LevenbergMarquardt{}, LevenbergMarquardt{Damping: 10}, PseudoTransient{}, PseudoTransient{Tau: 0.1}} {
		for _, r := range []Reuse{{}, {Steps: -1}, {Steps: 2}} {
			a := Algorithm{Descent: d, Globalization: TrustRegion{}, Reuse: r}
			if got := solveChecked(t, a.Name(), p, x0, a, nil); got.Status != Converged {
				t.Errorf("%s, %+v: %v", a.Name(), r, got.Status)
			}
		}
	}
}

// TestMethodPanics: parts that do not fit are misuse.
func TestMethodPanics(t *testing.T) {
	p := scalar(func(x float64) float64 { return x - 1 })
	for want, m := range map[string]Method{nilDescent: Algorithm{}, noRadius: Algorithm{Descent: Newton{}, Globalization: TrustRegion{}},
		onlyRadius: Algorithm{Descent: Dogleg{}, Globalization: FullStep{}}, nilMethod: foreign{}} {
		if got := panicOf(func() { Solve(nil, p, []float64{0}, m, nil) }); got != want {
			t.Errorf("panic %v, want %q", got, want)
		}
	}
}

type foreign struct{}

func (foreign) Name() string { return "foreign" }
