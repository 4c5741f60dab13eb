package optnet

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// normal returns a matrix of independent standard normal numbers.
func normal[T la.Float](r *rand.Rand, rows, cols int) *la.Matrix[T] {
	m := la.NewMatrix[T](rows, cols)
	for i := range m.Data {
		m.Data[i] = T(r.NormFloat64())
	}
	return m
}

// matrix returns the matrix of the given rows.
func matrix(rows ...[]float64) *la.Matrix[float64] {
	m := la.NewMatrix[float64](len(rows), len(rows[0]))
	for i, row := range rows {
		copy(m.Row(i), row)
	}
	return m
}

// feasible returns a random family which a random point satisfies: with slack, but for every third inequality if tight.
func feasible[T la.Float](r *rand.Rand, n, me, mi int, tight bool) *QP[T] {
	q := la.NewMatrix[T](n, n)
	Gram(nil, q, normal[T](r, n, n), 1e-2)
	qp := &QP[T]{Q: q, A: normal[T](r, me, n), B: make([]T, me), G: normal[T](r, mi, n), H: make([]T, mi)}
	z := normal[T](r, 1, n).Data
	la.Gemv(nil, la.NoTrans, 1, qp.A, z, 0, qp.B)
	la.Gemv(nil, la.NoTrans, 1, qp.G, z, 0, qp.H)
	for i := range qp.H {
		if !tight || i%3 > 0 {
			qp.H[i] += T(r.Float64())
		}
	}
	return qp
}

// solve solves qp for the rows of p.
func solve[T la.Float](t testing.TB, qp *QP[T], p *la.Matrix[T], set Settings) (*Solver[T], *Solution[T]) {
	t.Helper()
	s, sol := &Solver[T]{Settings: set}, &Solution[T]{}
	s.Prepare(nil, qp)
	if err := s.Solve(nil, nil, sol, p); err != nil {
		t.Fatal(err)
	}
	return s, sol
}

func wantStatus(t testing.TB, what string, got []Status, want Status) {
	t.Helper()
	for i, st := range got {
		if st != want {
			t.Errorf("%s: sample %d of %d: %v, want %v", what, i, len(got), st, want)
			return
		}
	}
}

// conditions returns the largest violation of the optimality conditions by row i of sol, computed in float64 by plain loops
// from the data, each relative to the sum of its terms' sizes and 1.
func conditions[T la.Float](qp *QP[T], sol *Solution[T], p []T, i int) float64 {
	z, nu, lambda := sol.Z.Row(i), sol.Nu.Row(i), sol.Lambda.Row(i)
	worst := 0.0
	for j := range z {
		var sum numtest.Sum
		sum.Add(float64(p[j]), 1)
		for k := range z {
			sum.Add(float64(qp.Q.At(j, k)), float64(z[k]))
		}
		for k := range nu {
			sum.Add(float64(qp.A.At(k, j)), float64(nu[k]))
		}
		for k := range lambda {
			sum.Add(float64(qp.G.At(k, j)), float64(lambda[k]))
		}
		worst = max(worst, math.Abs(sum.Value())/max(1, sum.Abs()))
	}
	for k := range nu {
		var sum numtest.Sum
		sum.Add(float64(qp.B[k]), -1)
		for j := range z {
			sum.Add(float64(qp.A.At(k, j)), float64(z[j]))
		}
		worst = max(worst, math.Abs(sum.Value())/max(1, sum.Abs()))
	}
	top := 1.0
	for _, l := range lambda {
		top = max(top, float64(l))
		worst = max(worst, -float64(l))
	}
	for k, l := range lambda {
		var sum numtest.Sum
		sum.Add(float64(qp.H[k]), 1)
		for j := range z {
			sum.Add(float64(qp.G.At(k, j)), -float64(z[j]))
		}
		slack := sum.Value() / max(1, sum.Abs())
		worst = max(worst, -slack, min(slack, float64(l)/top))
	}
	return worst
}
