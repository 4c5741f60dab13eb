package nonlinear

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/internal/classical"
	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// methods are all ways to a root, with the name that tables use.
var methods = []struct {
	name string
	m    Method
}{
	{"default", nil},
	{"newton", Newton{}},
	{"full", Algorithm{Descent: Newton{}, Globalization: FullStep{}}},
	{"more-thuente", Algorithm{Descent: Newton{}, Globalization: MoreThuente{}}},
	{"non-monotone", Algorithm{Descent: Newton{}, Globalization: NonMonotone{}}},
	{"chord", Algorithm{Descent: Newton{}, Reuse: Reuse{Steps: -1}}},
	{"shamanskii", Algorithm{Descent: Newton{}, Reuse: Reuse{Steps: 2}}},
	{"renewed", Algorithm{Descent: Newton{}, Reuse: Reuse{Steps: -1, Patience: 9}}},
	{"dogleg", Dogleg{}},
	{"levenberg", LevenbergMarquardt{}},
	{"broyden", Broyden{}},
	{"bad broyden", Broyden{Bad: true}},
	{"anderson", Anderson{}},
	{"picard", Picard{Relaxation: 0.5}},
	{"krylov", NewtonKrylov{}},
	{"spectral", Spectral{}},
	{"transient", PseudoTransient{}},
	{"homotopy", Homotopy{}},
	{"newton homotopy", Homotopy{Global: true}},
	{"sequence", Sequence{PseudoTransient{Tau: 0.1}, Algorithm{Descent: Newton{}, Globalization: Backtracking{Slope: 1e-3}}}},
}

// solveChecked solves p and fails the test where status, error, residual and x0 do not fit together.
func solveChecked(t *testing.T, what string, p Problem, x0 []float64, m Method, s *Settings) Result {
	t.Helper()
	start := slices.Clone(x0)
	r, err := Solve(nil, p, x0, m, s)
	tol := 1e-10
	if s != nil && s.Tolerance > 0 {
		tol = s.Tolerance
	}
	fx := make([]float64, p.N)
	p.F(fx, r.X)
	residual := maxAbs(fx)
	if !numtest.SameBits(residual, r.Residual) && residual == residual {
		t.Errorf("%s: Residual %g, F says %g", what, r.Residual, residual)
	}
	if ok := residual <= tol; ok != (r.Status == Converged) {
		t.Errorf("%s: %v with residual %g", what, r.Status, residual)
	}
	if (err == nil) != (r.Status == Converged) || err != nil && !errors.Is(err, ErrNotConverged) {
		t.Errorf("%s: %v with error %v", what, r.Status, err)
	}
	p.F(fx, start)
	if first := maxAbs(fx); r.Residual > first {
		t.Errorf("%s: residual %g at the end, %g at the start", what, r.Residual, first)
	}
	numtest.Equal(t, what+": x0", x0, start)
	return r
}

func scalar(f func(x float64) float64) Problem {
	return Problem{N: 1, F: func(fx, x []float64) { fx[0] = f(x[0]) }}
}

func TestSolveStatus(t *testing.T) {
	lie := scalar(func(x float64) float64 { return math.Atan(x) + 0.3*x })
	lie.Jac = func(jac *la.Matrix[float64], x []float64) { jac.Set(0, 0, -1) }
	nanJac := scalar(func(x float64) float64 { return x - 1 })
	nanJac.Jac = func(jac *la.Matrix[float64], x []float64) { jac.Set(0, 0, math.NaN()) }
	for _, c := range []struct {
		name  string
		p     Problem
		start float64
		want  Status
	}{
		{"at the root", scalar(func(x float64) float64 { return x }), 0, Converged},
		{"no root, nearest point singular", scalar(func(x float64) float64 { return x*x + 1 }), 1.3, Singular},
		{"no root, nearest point a kink", scalar(func(x float64) float64 { return math.Abs(x) + 1 }), 1.3, Stalled},
		{"flat", scalar(func(x float64) float64 { return 1 }), 1, Singular},
		{"singular start", scalar(func(x float64) float64 { return x*x*x - 3*x + 3 }), 1, Converged},
		{"double root", scalar(func(x float64) float64 { return (x - 2) * (x - 2) }), 5, Converged},
		{"jump over the root", scalar(func(x float64) float64 { return x + math.Copysign(1, x) }), 0.7, Stalled},
		{"undefined beyond the start", scalar(func(x float64) float64 { return math.Log(x) - 1 }), 0.01, Converged},
		{"undefined ahead of the start", scalar(func(x float64) float64 { return x - 0.5 + 0*math.Sqrt(1-x) }), 1, Converged},
		{"NaN at the start", scalar(math.Log), -1, NonFinite},
		{"infinite at the start", scalar(func(x float64) float64 { return 1 / x }), 0, NonFinite},
		{"NaN as the start", scalar(func(x float64) float64 { return x }), math.NaN(), NonFinite},
		{"NaN Jacobian", nanJac, 0, NonFinite},
		{"lying Jacobian", lie, 2, Stalled},
		{"overflow ahead", scalar(func(x float64) float64 { return math.Exp(x*x) - 10 }), 5, Converged},
		{"huge values", scalar(func(x float64) float64 { return 1e300 * (x - 1) }), 3, Converged},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r := solveChecked(t, c.name, c.p, []float64{c.start}, nil, nil); r.Status != c.want {
				t.Errorf("%v at x = %v, residual %g; want %v", r.Status, r.X, r.Residual, c.want)
			}
		})
	}
}

// TestSolveNearlySingular: the rows of the Jacobian are parallel but for rounding, and there is no root.
func TestSolveNearlySingular(t *testing.T) {
	p := Problem{N: 2, F: func(fx, x []float64) {
		s := math.Tanh(x[0] + 0.1*x[1])
		fx[0], fx[1] = s-1, 3*s+1
	}, Jac: func(jac *la.Matrix[float64], x []float64) {
		s := math.Tanh(x[0] + 0.1*x[1])
		d := 1 - s*s
		copy(jac.Data, []float64{d, d * 0.1, 3 * d, d * 0.3})
	}}
	for _, m := range methods {
		if r := solveChecked(t, m.name, p, []float64{1, 1}, m.m, nil); r.Status != Singular {
			t.Errorf("%s: %v", m.name, r.Status)
		}
	}
}

// TestNewtonRegularises: from a start with a singular Jacobian Newton's method goes on alone.
func TestNewtonRegularises(t *testing.T) {
	p := Problem{N: 2, F: func(fx, x []float64) {
		fx[0], fx[1] = x[0]+x[1]-3, x[0]*x[0]-x[1]*x[1]
	}, Jac: func(jac *la.Matrix[float64], x []float64) { copy(jac.Data, []float64{1, 1, 2 * x[0], -2 * x[1]}) }}
	for _, search := range []Globalization{nil, FullStep{}} {
		if r := solveChecked(t, "singular start", p, []float64{0, 0}, Algorithm{Descent: Newton{}, Globalization: search}, nil); r.Status != Converged {
			t.Errorf("%T: %v", search, r.Status)
		}
	}
}

// TestImplicitEuler: where F ends before the step does, every shorter step is that of (1/tau + J) dx = -F.
func TestImplicitEuler(t *testing.T) {
	var at []float64
	p := scalar(func(x float64) float64 {
		at = append(at, x)
		return math.Log(x) - 1
	})
	p.Jac = func(jac *la.Matrix[float64], x []float64) { jac.Set(0, 0, 1/x[0]) }
	const start, first = 10, 1e4
	if r := solveChecked(t, "log", p, []float64{start}, PseudoTransient{Tau: first}, nil); r.Status != Converged {
		t.Errorf("%v", r.Status)
	}
	tried := 0
	for tau := first; ; tau /= 4 {
		tried++
		want := start - (math.Log(start)-1)/(1/tau+1./start)
		if math.Abs(at[tried]-want) > 1e-12*start {
			t.Fatalf("tau = %g: tried %g, want %g", tau, at[tried], want)
		}
		if want > 0 {
			break
		}
	}
	if tried < 3 {
		t.Errorf("only %d step lengths tried", tried)
	}
}

// TestSolveNeverLies sends every method through random problems that have no root, or are singular,
// undefined or discontinuous somewhere, with and without a true Jacobian.
func TestSolveNeverLies(t *testing.T) {
	seen := map[Status]int{}
	for trial := range 120 {
		rng := numtest.Rand(uint64(trial))
		n := 1 + rng.IntN(5)
		a := la.NewMatrix[float64](n, n)
		for i := range a.Data {
			a.Data[i] = rng.NormFloat64()
		}
		if trial%4 == 0 { // rank n-1
			copy(a.Row(n-1), a.Row(0))
		}
		kind, shift := rng.IntN(5), rng.NormFloat64()
		bend := func(x float64) float64 {
			switch kind {
			case 0:
				return x * x
			case 1:
				return math.Sqrt(x + 1)
			case 2:
				return math.Floor(2*x) + x
			case 3:
				return math.Exp(20 * x)
			}
			return math.Tanh(x)
		}
		p := Problem{N: n, F: func(fx, x []float64) {
			for i := range fx {
				fx[i] = shift
				for j, v := range x {
					fx[i] += a.At(i, j) * bend(v)
				}
			}
		}}
		if trial%3 == 0 { // right in sign and size only
			p.Jac = func(jac *la.Matrix[float64], x []float64) {
				for i, v := range a.Data {
					jac.Data[i] = v * (0.5 + rng.Float64())
				}
			}
		}
		x0 := make([]float64, n)
		for i := range x0 {
			x0[i] = 2 * rng.NormFloat64()
		}
		for _, m := range methods {
			r := solveChecked(t, fmt.Sprintf("trial %d, %s", trial, m.name), p, x0, m.m, &Settings{MaxIterations: 60})
			seen[r.Status]++
			checkStatus(t, fmt.Sprintf("trial %d, %s", trial, m.name), p, x0, r, 60)
		}
	}
	for s := Converged; s < Cancelled; s++ {
		if seen[s] == 0 {
			t.Errorf("no solve ended %v: %v", s, seen)
		}
	}
}

// checkStatus fails the test where a status other than Converged is not what the point says.
func checkStatus(t *testing.T, what string, p Problem, x0 []float64, r Result, iterations int) {
	t.Helper()
	fx := make([]float64, p.N)
	p.F(fx, x0)
	switch r.Status {
	case MaxIterations:
		if r.Iterations != iterations {
			t.Errorf("%s: %v after %d iterations", what, r.Status, r.Iterations)
		}
		return
	case Converged:
		return
	}
	if r.Iterations > iterations {
		t.Errorf("%s: %d iterations", what, r.Iterations)
	}
	if (maxAbs(fx) <= maxFloat) == (r.Status == NonFinite) && p.Jac == nil {
		// The other way to NonFinite is a Jacobian that differences cannot give.
		var w Solver
		w.open(t.Context(), p, (&Settings{Tolerance: 1e-300}).withDefaults(p.N), r.X)
		if w.jacobian(); (maxAbs(w.jac.Data) <= maxFloat) == (r.Status == NonFinite) {
			t.Errorf("%s: %v at %v, F %v, J %v", what, r.Status, r.X, w.fx, w.jac.Data)
		}
	}
	if r.Status == Singular && p.Jac == nil {
		var w Solver
		w.open(t.Context(), p, (&Settings{Tolerance: 1e-300}).withDefaults(p.N), r.X)
		if w.jacobian(); w.lu.Factorize(nil, &w.jac) == nil && w.lu.RCond() > 1e-14 {
			t.Errorf("%s: %v with reciprocal condition %g", what, r.Status, w.lu.RCond())
		}
	}
}

// TestSolveFickle: an F that is no function of x is not believed.
func TestSolveFickle(t *testing.T) {
	calls := 0
	p := Problem{N: 1, F: func(fx, x []float64) {
		calls++
		fx[0] = 1
		if calls == 2 {
			fx[0] = 0
		}
	}, Jac: func(jac *la.Matrix[float64], x []float64) { jac.Set(0, 0, 1) }}
	r, err := Solve(nil, p, []float64{1}, nil, nil)
	if calls != 3 {
		t.Fatalf("%d calls: the second should have ended the search", calls)
	}
	if r.Status == Converged || err == nil || r.Residual != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

func circle(fx, x []float64) {
	fx[0] = x[0]*x[0] + x[1]*x[1] - 4
	fx[1] = x[1] - x[0]
}

func circleJac(jac *la.Matrix[float64], x []float64) {
	jac.Set(0, 0, 2*x[0])
	jac.Set(0, 1, 2*x[1])
	jac.Set(1, 0, -1)
	jac.Set(1, 1, 1)
}

func TestNewtonQuadraticRate(t *testing.T) {
	var norms []float64
	p := Problem{N: 2, Jac: circleJac, F: func(fx, x []float64) {
		circle(fx, x)
		norms = append(norms, maxAbs(fx))
	}}
	r, err := Solve(nil, p, []float64{3, 1}, Newton{}, &Settings{Tolerance: 1e-14})
	if err != nil {
		t.Fatal(err)
	}
	if r.Evaluations != len(norms) {
		t.Errorf("%d evaluations counted, %d made", r.Evaluations, len(norms))
	}
	checked := 0
	for k := 1; k < len(norms); k++ {
		if before := norms[k-1]; before < 1 && before > 1e-7 {
			checked++
			if norms[k] > before*before {
				t.Errorf("residual %g after %g", norms[k], before)
			}
		}
	}
	if checked < 2 {
		t.Errorf("too few steps to see the rate: %v", norms)
	}
}

func TestDifferencesEqualJacobian(t *testing.T) {
	for _, m := range methods {
		with, err1 := Solve(nil, Problem{N: 2, F: circle, Jac: circleJac}, []float64{3, 1}, m.m, nil)
		without, err2 := Solve(nil, Problem{N: 2, F: circle}, []float64{3, 1}, m.m, nil)
		if err1 != nil || err2 != nil {
			t.Errorf("%s: %v, %v", m.name, err1, err2)
			continue
		}
		for i, v := range with.X {
			if math.Abs(math.Abs(v)-math.Sqrt2) > 1e-9 || math.Abs(without.X[i]-v) > 1e-9 {
				t.Errorf("%s: %v and %v", m.name, with.X, without.X)
			}
		}
	}
}

// TestSolveBudgets stops every method short of its own end: at the start, amid differences, amid steps.
func TestSolveBudgets(t *testing.T) {
	rosenbrock := classical.Problems[0]
	p := Problem{N: len(rosenbrock.Start), F: rosenbrock.F}
	for _, m := range methods {
		free, _ := Solve(nil, p, rosenbrock.Start, m.m, nil)
		r := solveChecked(t, m.name, p, rosenbrock.Start, m.m, &Settings{MaxIterations: 2})
		if r.Status != MaxIterations || r.Iterations != 2 {
			t.Errorf("%s: %v after %d iterations", m.name, r.Status, r.Iterations)
		}
		for _, budget := range []int{1, 5, 25} {
			r = solveChecked(t, m.name, p, rosenbrock.Start, m.m, &Settings{MaxEvaluations: budget})
			if free.Evaluations-1 > budget && (r.Status != MaxIterations || r.Evaluations != budget+1) {
				t.Errorf("%s: %v after %d evaluations, budget %d", m.name, r.Status, r.Evaluations, budget)
			}
		}
	}
}

func TestSolveCancelled(t *testing.T) {
	rosenbrock := classical.Problems[0]
	for _, m := range methods {
		free, _ := Solve(nil, Problem{N: len(rosenbrock.Start), F: rosenbrock.F}, rosenbrock.Start, m.m, nil)
		for _, calls := range []int{0, 1, 5, 30} {
			ctx, cancel := context.WithCancel(context.Background())
			made := 0
			if calls == 0 {
				cancel()
			}
			p := Problem{N: len(rosenbrock.Start), F: func(fx, x []float64) {
				if made++; made == calls {
					cancel()
				}
				rosenbrock.F(fx, x)
			}}
			r, err := Solve(ctx, p, rosenbrock.Start, m.m, nil)
			cancel()
			if free.Evaluations-1 <= calls {
				continue
			}
			if r.Status != Cancelled || !errors.Is(err, context.Canceled) || made > calls+1 || len(r.X) != p.N {
				t.Errorf("%s, after call %d: %v, %v, %d calls", m.name, calls, r.Status, err, made)
			}
			if calls == 0 {
				numtest.Equal(t, "X", r.X, rosenbrock.Start)
			}
		}
	}
}

func TestSolvePanics(t *testing.T) {
	p := scalar(func(x float64) float64 { return x })
	for _, c := range []struct {
		want string
		call func()
	}{
		{nilProblem, func() { Solve(nil, Problem{N: 1}, []float64{1}, nil, nil) }},
		{badSize, func() { Solve(nil, Problem{N: -1, F: p.F}, nil, nil, nil) }},
		{badStart, func() { Solve(nil, p, []float64{1, 2}, nil, nil) }},
		{badTolerance, func() { Solve(nil, p, []float64{1}, nil, &Settings{Tolerance: math.NaN()}) }},
		{badTolerance, func() { Solve(nil, p, []float64{1}, nil, &Settings{Tolerance: -1}) }},
		{badTolerance, func() { Solve(nil, p, []float64{1}, nil, &Settings{Tolerance: math.Inf(1)}) }},
		{"mine", func() { Solve(nil, Problem{N: 1, F: func(_, _ []float64) { panic("mine") }}, []float64{1}, nil, nil) }},
	} {
		if got := panicOf(c.call); got != c.want {
			t.Errorf("panic %v, want %q", got, c.want)
		}
	}
}

func TestSolveNoUnknowns(t *testing.T) {
	r, err := Solve(nil, Problem{F: func(_, _ []float64) {}}, nil, nil, nil)
	if err != nil || r.Status != Converged || len(r.X) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestStatusString(t *testing.T) {
	seen := map[string]bool{}
	for s := Status(0); s <= Cancelled; s++ {
		if seen[s.String()] {
			t.Errorf("%q twice", s)
		}
		seen[s.String()] = true
	}
	if Status(200).String() != "unknown status" {
		t.Error(Status(200).String())
	}
}
