package optnet

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// TestByHand compares with programs that were solved on paper.
func TestByHand(t *testing.T) {
	eye := matrix([]float64{1, 0}, []float64{0, 1})
	for _, c := range []struct {
		name           string
		qp             QP[float64]
		p              []float64
		z, nu, lambda  []float64
		weak, unlinked bool // an inequality is weakly active; the multipliers are not unique
	}{
		{"unconstrained", QP[float64]{Q: matrix([]float64{2, 1}, []float64{1, 2})}, []float64{-3, 0}, []float64{2, -1}, nil, nil, false, false},
		{"equality", QP[float64]{Q: eye, A: matrix([]float64{1, 1}), B: []float64{2}}, []float64{0, 0}, []float64{1, 1}, []float64{-1}, nil, false, false},
		{"bound active", QP[float64]{Q: eye, G: matrix([]float64{1, 0}), H: []float64{1}}, []float64{-3, -2}, []float64{1, 2}, nil, []float64{2}, false, false},
		{"bound inactive", QP[float64]{Q: eye, G: matrix([]float64{1, 0}), H: []float64{5}}, []float64{-3, -2}, []float64{3, 2}, nil, []float64{0}, false, false},
		{"bound weakly active", QP[float64]{Q: eye, G: matrix([]float64{1, 0}), H: []float64{3}}, []float64{-3, -2}, []float64{3, 2}, nil, []float64{0}, true, false},
		// Nearest point of the simplex to (1, 1/2, -1): (3/4, 1/4, 0).
		{"simplex", QP[float64]{
			Q: matrix([]float64{1, 0, 0}, []float64{0, 1, 0}, []float64{0, 0, 1}),
			A: matrix([]float64{1, 1, 1}), B: []float64{1},
			G: matrix([]float64{-1, 0, 0}, []float64{0, -1, 0}, []float64{0, 0, -1}), H: make([]float64, 3)},
			[]float64{-1, -0.5, 1}, []float64{0.75, 0.25, 0}, []float64{0.25}, []float64{0, 0, 1.25}, false, false},
		{"zero row", QP[float64]{Q: eye, G: matrix([]float64{0, 0}), H: []float64{1}}, []float64{-1, 1}, []float64{1, -1}, nil, []float64{0}, false, false},
		{"nothing but zero", QP[float64]{Q: eye, G: matrix([]float64{1, 1}), H: []float64{1}}, []float64{0, 0}, []float64{0, 0}, nil, []float64{0}, false, false},
		{"far away", QP[float64]{Q: eye, G: matrix([]float64{-1, 0}), H: []float64{-1e7}}, []float64{0, 0}, []float64{1e7, 0}, nil, []float64{1e7}, false, false},
		{"same bound twice", QP[float64]{Q: eye, G: matrix([]float64{1, 0}, []float64{2, 0}), H: []float64{1, 2}}, []float64{-3, -2}, []float64{1, 2}, nil, []float64{0, 0}, false, true},
		{"a single point", QP[float64]{Q: eye, G: matrix([]float64{1, 0}, []float64{-1, 0}), H: []float64{1, -1}}, []float64{-3, -2}, []float64{1, 2}, nil, []float64{0, 0}, false, true},
		{"inequality beside its equality", QP[float64]{Q: eye, A: matrix([]float64{1, 0}), B: []float64{1}, G: matrix([]float64{1, 0}), H: []float64{2}},
			[]float64{-3, -2}, []float64{1, 2}, []float64{2}, []float64{0}, false, false},
		{"semidefinite Q, definite on the null space of A", QP[float64]{Q: matrix([]float64{0, 0}, []float64{0, 1}), A: matrix([]float64{1, 0}), B: []float64{4}},
			[]float64{5, -2}, []float64{4, 2}, []float64{-5}, nil, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, sol := solve(t, &c.qp, matrix(c.p), Settings{})
			wantStatus(t, "solve", sol.Status, Converged)
			near := func(what string, got, want []float64) {
				bound := make([]float64, len(want))
				for i, v := range want {
					bound[i] = 1e-8 * max(1, math.Abs(v))
				}
				numtest.Within(t, what, got, want, bound)
			}
			near("z", sol.Z.Row(0), c.z)
			if !c.unlinked {
				near("nu", sol.Nu.Row(0), c.nu)
				near("lambda", sol.Lambda.Row(0), c.lambda)
			}
			if weak := sol.Margin[0] < 1e-6; weak != c.weak {
				t.Errorf("margin %g, weakly active %v", sol.Margin[0], c.weak)
			}
			if v := conditions(&c.qp, sol, c.p, 0); v > 1e-9 {
				t.Errorf("optimality conditions violated by %g", v)
			}
		})
	}
}

// TestConditions checks random programs against the optimality conditions, computed apart from the solver.
func TestConditions(t *testing.T) {
	t.Run("float64", func(t *testing.T) { testConditions[float64](t, 2e-10) })
	t.Run("float32", func(t *testing.T) { testConditions[float32](t, 4e-5) })
}

func testConditions[T la.Float](t *testing.T, bound float64) {
	r := numtest.Rand(1)
	for _, size := range [][3]int{{0, 0, 0}, {1, 0, 0}, {1, 0, 1}, {1, 1, 0}, {2, 1, 3}, {7, 0, 13}, {7, 3, 0}, {16, 5, 17}, {33, 8, 70}, {90, 20, 40}} {
		for _, tight := range []bool{false, true} {
			name := fmt.Sprintf("n=%d/me=%d/mi=%d/tight=%v", size[0], size[1], size[2], tight)
			qp := feasible[T](r, size[0], size[1], size[2], tight)
			p := normal[T](r, 6, size[0])
			la.Scal(4, p.Data)
			_, sol := solve(t, qp, p, Settings{})
			wantStatus(t, name, sol.Status, Converged)
			for i := range p.Rows {
				if v := conditions(qp, sol, p.Row(i), i); !(v <= bound) {
					t.Errorf("%s: sample %d violates the conditions by %g, reported %g", name, i, v, sol.Residual[i])
				}
			}
		}
	}
}

// TestBadlyScaled solves programs whose variables, inequalities and equalities have very different units.
func TestBadlyScaled(t *testing.T) {
	r := numtest.Rand(2)
	for range 50 {
		qp := feasible[float64](r, 12, 3, 15, false)
		unit := func(spread float64) float64 { return math.Pow(10, spread*(2*r.Float64()-1)) }
		for i := range qp.H {
			u := unit(6)
			la.Scal(u, qp.G.Row(i))
			qp.H[i] *= u
		}
		for i := range qp.B {
			u := unit(12)
			la.Scal(u, qp.A.Row(i))
			qp.B[i] *= u
		}
		p := normal[float64](r, 2, 12)
		for j := range 12 { // z_j in other units
			u := unit(4)
			for k := range 12 {
				qp.Q.Row(j)[k] *= u
				qp.Q.Row(k)[j] *= u
			}
			for _, m := range []*la.Matrix[float64]{qp.A, qp.G, p} {
				for i := range m.Rows {
					m.Row(i)[j] *= u
				}
			}
		}
		_, sol := solve(t, qp, p, Settings{})
		wantStatus(t, "badly scaled", sol.Status, Converged)
	}
}

// TestHard solves programs on the edge of what is solvable.
func TestHard(t *testing.T) {
	for _, c := range []struct {
		name string
		hard func(r *rand.Rand, qp *QP[float64], z []float64) // makes qp, which z satisfies, hard
	}{
		{"feasible set without interior", func(r *rand.Rand, qp *QP[float64], z []float64) {
			for i := 0; i+1 < len(qp.H); i += 2 {
				copy(qp.G.Row(i+1), qp.G.Row(i))
				la.Scal(-1, qp.G.Row(i+1))
				qp.H[i] = la.Dot(qp.G.Row(i), z)
				qp.H[i+1] = -qp.H[i]
			}
		}},
		{"solution far from 0", func(r *rand.Rand, qp *QP[float64], z []float64) {
			shift := make([]float64, len(z))
			for i := range shift {
				shift[i] = 1e6 * r.NormFloat64()
			}
			la.Gemv(nil, la.NoTrans, 1, qp.A, shift, 1, qp.B)
			la.Gemv(nil, la.NoTrans, 1, qp.G, shift, 1, qp.H)
		}},
		// Mehrotra's corrector alone cycles on some of these.
		{"bounded feasible set", func(r *rand.Rand, qp *QP[float64], z []float64) {
			first := qp.G.Row(0)
			clear(first)
			for i := 1; i < len(qp.H); i++ {
				la.Axpy(-r.Float64(), qp.G.Row(i), first)
				qp.H[i] = la.Dot(qp.G.Row(i), z) + 0.1
			}
			la.Axpy(-1, qp.A.Row(0), first)
			qp.H[0] = la.Dot(first, z) + 1
		}},
		{"inequality along an equality", func(r *rand.Rand, qp *QP[float64], z []float64) {
			for i := range qp.H {
				copy(qp.G.Row(i), qp.A.Row(i%qp.A.Rows))
				la.Scal(math.Pi, qp.G.Row(i))
				qp.H[i] = la.Dot(qp.G.Row(i), z) + 1
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := numtest.Rand(10)
			for trial := range 300 {
				n := 4 + r.IntN(40)
				qp := feasible[float64](r, n, 1+r.IntN(n/3), 2+r.IntN(n), false)
				z := normal[float64](r, 1, n).Data
				la.Gemv(nil, la.NoTrans, 1, qp.A, z, 0, qp.B)
				la.Gemv(nil, la.NoTrans, 1, qp.G, z, 0, qp.H)
				for i := range qp.H {
					qp.H[i] += r.Float64()
				}
				c.hard(r, qp, z)
				p := normal[float64](r, 2, n)
				la.Scal(5, p.Data)
				s, sol := solve(t, qp, p, Settings{})
				wantStatus(t, fmt.Sprint("solve, trial ", trial), sol.Status, Converged)
				var grad Gradient[float64]
				require.NoError(t, s.Backward(nil, nil, &grad, sol, p))
				wantStatus(t, fmt.Sprint("backward, trial ", trial), grad.Status, Converged)
			}
		})
	}
}

// TestInfeasible asks for the status and checks the certificate by Farkas' lemma.
func TestInfeasible(t *testing.T) {
	r := numtest.Rand(3)
	for trial := range 60 {
		n, me, mi := 1+r.IntN(20), 0, 2+r.IntN(30)
		if n > 2 {
			me = r.IntN(n / 2)
		}
		qp := feasible[float64](r, n, me, mi, false)
		// The first inequality contradicts a positive combination of the others and the equalities.
		first, bound := qp.G.Row(0), -math.Pow(10, -3*r.Float64())
		clear(first)
		for i := 1; i < mi; i++ {
			y := r.Float64()
			la.Axpy(-y, qp.G.Row(i), first)
			bound -= y * qp.H[i]
		}
		for i := range me {
			y := r.NormFloat64()
			la.Axpy(-y, qp.A.Row(i), first)
			bound -= y * qp.B[i]
		}
		qp.H[0] = bound
		_, sol := solve(t, qp, normal[float64](r, 3, n), Settings{})
		wantStatus(t, fmt.Sprint("trial ", trial), sol.Status, Infeasible)
		for i := range 3 {
			lambda, nu := sol.Lambda.Row(i), sol.Nu.Row(i)
			v := make([]float64, n)
			la.Gemv(nil, la.Transpose, 1, qp.G, lambda, 0, v)
			la.Gemv(nil, la.Transpose, 1, qp.A, nu, 1, v)
			bound := la.Dot(lambda, qp.H) + la.Dot(nu, qp.B)
			if slices.Min(lambda) < 0 || math.Abs(bound+1) > 1e-9 || maxAbs(v) > 1e-5 {
				t.Errorf("trial %d: no certificate: least lambda %g, bound %g, |G'lambda + A'nu| %g", trial, slices.Min(lambda), bound, maxAbs(v))
			}
			if !finite(sol.Z.Row(i)) {
				t.Errorf("trial %d: the best iterate is not finite", trial)
			}
		}
	}
}

func TestStatuses(t *testing.T) {
	r := numtest.Rand(4)
	p := normal[float64](r, 3, 6)
	nan := math.NaN()
	for _, c := range []struct {
		name   string
		change func(qp *QP[float64])
		set    Settings
		want   Status
	}{
		{"one iteration", func(*QP[float64]) {}, Settings{MaxIterations: 1}, MaxIterations},
		{"tolerance out of reach", func(*QP[float64]) {}, Settings{Tolerance: 1e-30}, Stalled},
		{"equal equalities", func(qp *QP[float64]) { copy(qp.A.Row(1), qp.A.Row(0)) }, Settings{}, Singular},
		{"zero equality", func(qp *QP[float64]) { clear(qp.A.Row(0)) }, Settings{}, Singular},
		{"zero Q", func(qp *QP[float64]) { clear(qp.Q.Data) }, Settings{}, Singular},
		{"NaN in Q", func(qp *QP[float64]) { qp.Q.Set(4, 2, nan) }, Settings{}, NonFinite},
		{"NaN in A", func(qp *QP[float64]) { qp.A.Set(1, 5, nan) }, Settings{}, NonFinite},
		{"NaN in G", func(qp *QP[float64]) { qp.G.Set(0, 0, nan) }, Settings{}, NonFinite},
		{"NaN in b", func(qp *QP[float64]) { qp.B[0] = nan }, Settings{}, NonFinite},
		{"Inf in h", func(qp *QP[float64]) { qp.H[3] = math.Inf(1) }, Settings{}, NonFinite},
	} {
		t.Run(c.name, func(t *testing.T) {
			qp := feasible[float64](r, 6, 2, 5, false)
			c.change(qp)
			s, sol := solve(t, qp, p, c.set)
			wantStatus(t, "solve", sol.Status, c.want)
			require.Equal(t, 3, sol.Unconverged())
			var grad Gradient[float64]
			require.NoError(t, s.Backward(nil, nil, &grad, sol, p))
			wantStatus(t, "backward", grad.Status, c.want)
			for _, part := range [][]float64{grad.P.Data, grad.Q.Data, grad.A.Data, grad.B, grad.G.Data, grad.H} {
				if maxAbs(part) != 0 {
					t.Error("unconverged samples have a part in the gradient")
				}
			}
		})
	}
}

// TestNaNSample checks that a bad sample does not touch its neighbours, forward or backward.
func TestNaNSample(t *testing.T) {
	r := numtest.Rand(5)
	qp := feasible[float64](r, 6, 2, 5, false)
	p, dz := normal[float64](r, 3, 6), normal[float64](r, 3, 6)
	p.Set(1, 3, math.NaN())
	s, sol := solve(t, qp, p, Settings{})
	require.Equal(t, []Status{Converged, NonFinite, Converged}, sol.Status)
	require.True(t, math.IsNaN(sol.Z.At(1, 0)))
	dz.Set(2, 0, math.Inf(1))
	var grad Gradient[float64]
	require.NoError(t, s.Backward(nil, nil, &grad, sol, dz))
	require.Equal(t, []Status{Converged, NonFinite, NonFinite}, grad.Status)

	first, firstZ := p.View(0, 0, 1, 6), dz.View(0, 0, 1, 6)
	require.NoError(t, s.Solve(nil, nil, sol, &first))
	var alone Gradient[float64]
	require.NoError(t, s.Backward(nil, nil, &alone, sol, &firstZ))
	numtest.Equal(t, "dG", grad.G.Data, alone.G.Data)
	numtest.Equal(t, "dQ", grad.Q.Data, alone.Q.Data)
}

// TestSameBits compares a batch with its samples alone, with other worker counts, and with padded and reused storage.
func TestSameBits(t *testing.T) {
	r := numtest.Rand(6)
	qp := feasible[float64](r, 23, 5, 31, true)
	p, dz := normal[float64](r, 17, 23), normal[float64](r, 17, 23)
	s, sol := solve(t, qp, p, Settings{})
	var grad Gradient[float64]
	require.NoError(t, s.Backward(nil, nil, &grad, sol, dz))

	for _, workers := range []int{1, 2, 5} {
		pool := sched.New(workers)
		defer pool.Close()
		var s2 Solver[float64]
		var sol2 Solution[float64]
		var grad2 Gradient[float64]
		s2.Prepare(pool, qp)
		require.NoError(t, s2.Solve(context.Background(), pool, &sol2, p))
		require.NoError(t, s2.Backward(context.Background(), pool, &grad2, &sol2, dz))
		what := fmt.Sprintf("workers=%d: ", workers)
		numtest.Equal(t, what+"z", sol2.Z.Data, sol.Z.Data)
		numtest.Equal(t, what+"lambda", sol2.Lambda.Data, sol.Lambda.Data)
		numtest.Equal(t, what+"margin", sol2.Margin, sol.Margin)
		for i, part := range [][2][]float64{{grad2.P.Data, grad.P.Data}, {grad2.Q.Data, grad.Q.Data}, {grad2.A.Data, grad.A.Data},
			{grad2.B, grad.B}, {grad2.G.Data, grad.G.Data}, {grad2.H, grad.H}} {
			numtest.Equal(t, fmt.Sprint(what, "gradient ", i), part[0], part[1])
		}
	}

	var one Solution[float64]
	var oneGrad Gradient[float64]
	padded := la.NewMatrix[float64](17, 29)
	numtest.Fill(padded.Data, math.NaN())
	view := padded.View(0, 3, 17, 23)
	la.Copy(&view, p)
	for i := range p.Rows {
		row, drow := view.View(i, 0, 1, 23), dz.View(i, 0, 1, 23)
		require.NoError(t, s.Solve(nil, nil, &one, &row))
		require.NoError(t, s.Backward(nil, nil, &oneGrad, &one, &drow))
		numtest.Equal(t, fmt.Sprint("z of sample alone ", i), one.Z.Row(0), sol.Z.Row(i))
		numtest.Equal(t, fmt.Sprint("nu of sample alone ", i), one.Nu.Row(0), sol.Nu.Row(i))
		numtest.Equal(t, fmt.Sprint("dp of sample alone ", i), oneGrad.P.Row(0), grad.P.Row(i))
	}
}

func TestCancelled(t *testing.T) {
	r := numtest.Rand(7)
	qp := feasible[float64](r, 5, 1, 4, false)
	p := normal[float64](r, 4, 5)
	s, sol := solve(t, qp, p, Settings{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var grad Gradient[float64]
	require.ErrorIs(t, s.Backward(ctx, nil, &grad, sol, p), context.Canceled)
	wantStatus(t, "backward", grad.Status, Cancelled)
	require.ErrorIs(t, s.Solve(ctx, nil, sol, p), context.Canceled)
	wantStatus(t, "solve", sol.Status, Cancelled)
}

func TestMisuse(t *testing.T) {
	r := numtest.Rand(8)
	qp := feasible[float64](r, 3, 1, 2, false)
	ready, sol := solve(t, qp, normal[float64](r, 2, 3), Settings{})
	for name, c := range map[string]struct {
		text string
		call func()
	}{
		"not prepared": {notPrepared, func() { _ = new(Solver[float64]).Solve(nil, nil, sol, la.NewMatrix[float64](1, 3)) }},
		"no Q":         {badShape, func() { new(Solver[float64]).Prepare(nil, &QP[float64]{}) }},
		"Q not square": {badShape, func() { new(Solver[float64]).Prepare(nil, &QP[float64]{Q: la.NewMatrix[float64](2, 3)}) }},
		"h too short":  {badShape, func() { new(Solver[float64]).Prepare(nil, &QP[float64]{Q: qp.Q, G: qp.G, H: qp.H[:1]}) }},
		"b without A":  {badShape, func() { new(Solver[float64]).Prepare(nil, &QP[float64]{Q: qp.Q, B: qp.B}) }},
		"G too narrow": {badShape, func() {
			new(Solver[float64]).Prepare(nil, &QP[float64]{Q: qp.Q, G: la.NewMatrix[float64](2, 2), H: qp.H})
		}},
		"p too narrow":       {badShape, func() { _ = ready.Solve(nil, nil, sol, la.NewMatrix[float64](1, 2)) }},
		"dz of another size": {badShape, func() { _ = ready.Backward(nil, nil, &Gradient[float64]{}, sol, la.NewMatrix[float64](3, 3)) }},
		"negative tolerance": {badSettings, func() { (&Solver[float64]{Settings: Settings{Tolerance: -1}}).Prepare(nil, qp) }},
	} {
		t.Run(name, func(t *testing.T) { require.PanicsWithValue(t, c.text, c.call) })
	}
}

func TestAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	r := numtest.Rand(9)
	qp := feasible[float64](r, 20, 4, 24, false)
	p, dz := normal[float64](r, 8, 20), normal[float64](r, 8, 20)
	pool := sched.New(2)
	defer pool.Close()
	for _, pool := range []*sched.Pool{nil, pool} {
		var s Solver[float64]
		var sol Solution[float64]
		var grad Gradient[float64]
		all := func() {
			s.Prepare(pool, qp)
			_ = s.Solve(nil, pool, &sol, p)
			_ = s.Backward(nil, pool, &grad, &sol, dz)
		}
		for range 20 { // until every worker has had its turn
			all()
		}
		if n := testing.AllocsPerRun(50, all); n != 0 {
			t.Errorf("workers=%d: %g allocations a run", pool.Workers(), n)
		}
	}
}
