package nonlinear

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

type scalarMethod func(context.Context, func(float64) float64, float64, float64, *Settings) (Root, error)

var brackets = []struct {
	name  string
	solve scalarMethod
}{{"bisect", Bisect}, {"brent", Brent}, {"itp", ITP}}

// rootChecked solves and fails the test where status, error and residual do not fit together.
func rootChecked(t *testing.T, what string, solve scalarMethod, f func(float64) float64, a, b float64, s *Settings) Root {
	t.Helper()
	r, err := solve(nil, f, a, b, s)
	tol := s.withDefaults(1).Tolerance
	if !numtest.SameBits(f(r.X), r.F) {
		t.Errorf("%s: F = %g, f says %g", what, r.F, f(r.X))
	}
	if (r.Status == Converged) != (math.Abs(r.F) <= tol) || (err == nil) != (r.Status == Converged) || err != nil && !errors.Is(err, ErrNotConverged) {
		t.Errorf("%s: %v, F = %g, error %v", what, r.Status, r.F, err)
	}
	return r
}

func TestScalarRoots(t *testing.T) {
	for _, c := range []struct {
		name  string
		f     func(float64) float64
		a, b  float64
		root  float64
		brent int // evaluations that Brent and ITP may take
	}{
		{"linear", func(x float64) float64 { return 3*x - 2 }, -5, 5, 2. / 3, 10},
		{"cubic", func(x float64) float64 { return x*x*x - x - 2 }, 2, 1, 1.5213797068045676, 14},
		{"cosine", func(x float64) float64 { return math.Cos(x) - x }, 0, 1, 0.7390851332151607, 11},
		{"exponential", func(x float64) float64 { return math.Exp(x) - 10 }, -100, 100, math.Log(10), 45},
		{"root at an end", func(x float64) float64 { return x }, 0, 7, 0, 3},
		{"logarithm from its pole", math.Log, 0, 10, 1, 60},
		{"double sided pole of the inverse", func(x float64) float64 { return math.Cbrt(x - 0.3) }, -1, 2, 0.3, 140},
		{"flat", func(x float64) float64 { return math.Pow(x-1, 9) }, 0, 3, 1, 40},
	} {
		for _, m := range brackets {
			r := rootChecked(t, c.name+", "+m.name, m.solve, c.f, c.a, c.b, nil)
			if r.Status != Converged || math.Abs(r.X-c.root) > 1e-1 {
				t.Errorf("%s, %s: %+v, want %v", c.name, m.name, r, c.root)
			}
			if m.name != "bisect" && r.Evaluations > c.brent+2 {
				t.Errorf("%s, %s: %d evaluations", c.name, m.name, r.Evaluations)
			}
			t.Logf("%s, %s: %d evaluations, error %.2g", c.name, m.name, r.Evaluations, r.X-c.root)
		}
	}
}

// TestBracketWorst: on functions that mislead interpolation ITP stays within one evaluation of bisection, and Brent within its
// square.
func TestBracketWorst(t *testing.T) {
	for k, f := range []func(float64) float64{
		func(x float64) float64 { return math.Copysign(1, x-0.123) },
		func(x float64) float64 { return math.Exp(50*(x-0.9)) - 1e-20 },
		func(x float64) float64 { return math.Pow(x-0.123, 21) },
		func(x float64) float64 { return math.Atan(1e9 * (x - 0.123)) },
	} {
		s := &Settings{Tolerance: 1e-300}
		half := rootChecked(t, "bisect", Bisect, f, -1, 1, s)
		itp := rootChecked(t, "itp", ITP, f, -1, 1, s)
		brent := rootChecked(t, "brent", Brent, f, -1, 1, s)
		if itp.Evaluations > half.Evaluations+4 || brent.Evaluations > half.Evaluations*half.Evaluations/4 {
			t.Errorf("%d: bisection %d, ITP %d, Brent %d", k, half.Evaluations, itp.Evaluations, brent.Evaluations)
		}
	}
}

func TestScalarStatus(t *testing.T) {
	jump := func(x float64) float64 { return math.Copysign(1, x-math.Pi) }
	pole := func(x float64) float64 { return 1 / (x - math.Pi) }
	steep := func(x float64) float64 { return 1e20 * (x - math.Pi) * (1 + x) }
	hole := func(x float64) float64 {
		if x > 0.2 && x < 0.8 {
			return math.NaN()
		}
		return x - 0.5
	}
	for _, m := range brackets {
		for name, f := range map[string]func(float64) float64{"jump": jump, "pole": pole, "steep": steep} {
			r := rootChecked(t, name, m.solve, f, 0, 10, nil)
			if r.Status != Stalled && name != "steep" || !(r.Low <= math.Pi && r.High >= math.Pi) || math.Nextafter(r.Low, 10) < r.High && r.Status == Stalled {
				t.Errorf("%s, %s: %+v", name, m.name, r)
			}
		}
		if r := rootChecked(t, "hole", m.solve, hole, 0, 1, nil); r.Status != NonFinite {
			t.Errorf("hole, %s: %+v", m.name, r)
		}
		if r := rootChecked(t, "NaN", m.solve, math.Sqrt, -1, 1, nil); r.Status != NonFinite {
			t.Errorf("NaN at an end, %s: %+v", m.name, r)
		}
		r, err := m.solve(nil, func(x float64) float64 { return x*x + 1 }, -1, 2, nil)
		if r.Status != Stalled || !errors.Is(err, ErrNoBracket) || !errors.Is(err, ErrNotConverged) {
			t.Errorf("no bracket, %s: %+v, %v", m.name, r, err)
		}
		if r := rootChecked(t, "budget", m.solve, jump, 0, 10, &Settings{MaxEvaluations: 7}); r.Status != MaxIterations || r.Evaluations != 8 {
			t.Errorf("budget, %s: %+v", m.name, r)
		}
		if r := rootChecked(t, "iterations", m.solve, jump, 0, 10, &Settings{MaxIterations: 5}); r.Status != MaxIterations || r.Iterations != 5 {
			t.Errorf("iterations, %s: %+v", m.name, r)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if r, err := m.solve(ctx, jump, 0, 10, nil); r.Status != Cancelled || !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled, %s: %+v, %v", m.name, r, err)
		}
	}
	calls := 0
	fickle := func(float64) float64 {
		calls++
		return []float64{-1, 1, 0, 1}[min(calls, 4)-1]
	}
	if r, err := Bisect(nil, fickle, 0, 1, nil); r.Status != Stalled || err == nil {
		t.Errorf("fickle: %+v, %v", r, err)
	}
}

func TestSecant(t *testing.T) {
	for _, c := range []struct {
		name string
		f    func(float64) float64
		a, b float64
		want Status
	}{
		{"cosine", func(x float64) float64 { return math.Cos(x) - x }, 0, 1, Converged},
		{"no root", func(x float64) float64 { return x*x + 1 }, 0.3, 1.3, Stalled},
		{"flat", func(float64) float64 { return 1 }, 0, 1, Singular},
		{"undefined ahead", func(x float64) float64 { return math.Log(x) - 1 }, 8, 10, Converged},
		{"undefined start", math.Log, -1, 1.5, NonFinite},
	} {
		if r := rootChecked(t, c.name, Secant, c.f, c.a, c.b, nil); r.Status != c.want {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}
