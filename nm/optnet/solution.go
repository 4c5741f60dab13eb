package optnet

import (
	"context"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// Solution holds the solutions of a batch, one row a sample, and the memory to compute them. The zero value is ready; used
// again for a batch no larger it allocates nothing. It belongs to one call at a time.
type Solution[T la.Float] struct {
	Z      la.Matrix[T] // samples x n; the best iterate on every status, NaN if there is none
	Nu     la.Matrix[T] // samples x me: multipliers of Az = b
	Lambda la.Matrix[T] // samples x mi: multipliers of Gz <= h, never negative

	Status     []Status
	Iterations []int // interior-point iterations, each with one factorisation
	// Residual is the largest of the parts of the optimality conditions at the returned point, each relative to the largest
	// of its terms and 1: stationarity, Az - b, Gz - h where positive, and min(h_i - (Gz)_i, lambda_i).
	Residual []T
	// Margin is the smallest max(s_i, lambda_i), both scaled as in Residual: how far the sample is from a weakly active
	// inequality. z is differentiable where it is positive; near zero the gradient is one of several. +Inf without
	// inequalities.
	Margin []T

	slacks, lambdas la.Matrix[T] // of the scaled program
	workers         []worker[T]
	solve           func(worker, i int) // made once, so that a call allocates no closure
	adjoint         func(worker, i int)

	// The call under way.
	s    *Solver[T]
	p    *la.Matrix[T]
	grad *Gradient[T]
	dz   *la.Matrix[T]
}

// Solve solves the prepared family for every row of p (samples x n) on pool's workers. Every sample has a status; the error
// is ctx's, and samples it kept from being solved are [Cancelled]. It panics if p has another number of columns than Q, or
// nothing was prepared.
//
// With status [Infeasible] the row of Lambda and Nu is the certificate of Farkas' lemma, scaled to h'lambda + b'nu = -1:
// lambda >= 0 and G'lambda + A'nu is so small that no z with components below 1e6 (1e3 for float32) times those of the
// last iterate satisfies the constraints.
func (s *Solver[T]) Solve(ctx context.Context, pool *sched.Pool, sol *Solution[T], p *la.Matrix[T]) error {
	if !s.prepared {
		panic(notPrepared)
	}
	if p.Cols != s.n {
		panic(badShape)
	}
	sol.prepare(s, p, pool.Workers())
	err := pool.ForWorker(ctx, p.Rows, sol.solve)
	sol.s, sol.p = nil, nil
	return err
}

func (sol *Solution[T]) prepare(s *Solver[T], p *la.Matrix[T], workers int) {
	rows := p.Rows
	for _, m := range []struct {
		m    *la.Matrix[T]
		cols int
	}{{&sol.Z, s.n}, {&sol.Nu, s.me}, {&sol.Lambda, s.mi}, {&sol.slacks, s.mi}, {&sol.lambdas, s.mi}} {
		reshape(m.m, rows, m.cols)
		fillNaN(m.m.Data)
	}
	sol.Status, sol.Iterations = grow(sol.Status, rows), grow(sol.Iterations, rows)
	sol.Residual, sol.Margin = grow(sol.Residual, rows), grow(sol.Margin, rows)
	for i := range rows {
		sol.Status[i], sol.Iterations[i] = Cancelled, 0
	}
	fillNaN(sol.Residual)
	fillNaN(sol.Margin)
	sol.scratch(s, workers)
	sol.p = p
	if sol.solve == nil {
		sol.solve = func(worker, i int) { sol.workers[worker].sample(sol, i) }
	}
}

// scratch makes room for the workers and names the solver.
func (sol *Solution[T]) scratch(s *Solver[T], workers int) {
	sol.s = s
	if len(sol.workers) < workers {
		sol.workers = append(sol.workers, make([]worker[T], workers-len(sol.workers))...)
	}
	for i := range workers {
		sol.workers[i].fit(s)
	}
}

// Unconverged returns how many samples are not [Converged].
func (sol *Solution[T]) Unconverged() int {
	count := 0
	for _, st := range sol.Status {
		if st != Converged {
			count++
		}
	}
	return count
}
