package nonlinear

import (
	"context"
	"slices"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/sched"
)

// SolveBlocks is [Solve] for systems that are large but fall into parts. From p.Pattern, which it needs, it finds an equation for
// every unknown (a maximum transversal) and orders both so that the Jacobian is block triangular with the smallest possible
// blocks, which are the strongly connected components of what depends on what. The blocks are solved one after the other by m,
// each with the unknowns before it fixed; a block of one equation that is linear in its unknown takes a single
// step, so that chains are solved by substitution. With p.Rows, blocks that do not depend on each other are
// solved side by side on pool's workers, to the same bits for any number of them; with F alone everything is serial,
// and every evaluation of a block costs all of F.
//
// Jacobians of blocks come from differences. Budgets hold for each block; Relative refers to the whole residual at x0; Trace is
// not called. The result counts iterations and evaluations of all blocks together. A pattern for which there is no transversal is
// [Singular]; if a block fails, the status is that of the first one in order that does, and the blocks behind it keep their
// starts. If that leaves a larger residual than x0, X is x0.
func SolveBlocks(ctx context.Context, pool *sched.Pool, p Problem, x0 []float64, m Method, s *Settings) (Result, error) {
	if p.F == nil {
		panic(nilProblem)
	}
	if p.N < 0 {
		panic(badSize)
	}
	if len(x0) != p.N {
		panic(badStart)
	}
	if p.Pattern == nil || p.Pattern.Nodes != p.N {
		panic(badPattern)
	}
	if ctx == nil {
		ctx = context.Background()
	}
	b := &blocks{ctx: ctx, p: p, m: m, set: s.withDefaults(p.N)}
	b.x = append([]float64(nil), x0...)
	fx := make([]float64, p.N)
	measure := func(x []float64) float64 {
		p.F(fx, x)
		for i, u := range b.set.FScale {
			fx[i] /= u
		}
		return maxAbs(fx)
	}
	r := Result{Evaluations: 2}
	first := measure(b.x)
	tol := b.set.Tolerance
	if b.set.Relative > 0 && first <= maxFloat {
		tol = max(tol, b.set.Relative*first)
	}
	b.set.Tolerance, b.set.Relative, b.set.Trace = tol, 0, nil
	switch row, ok := transversal(p.Pattern); {
	case !(first <= maxFloat):
		r.Status = NonFinite
	case first <= tol:
		r.Status = Converged
	case ctx.Err() != nil:
		r.Status = Cancelled
	case !ok:
		r.Status = Singular
	default:
		if p.Rows == nil {
			pool = nil
		}
		r.Status = b.solve(pool, row)
	}
	for _, o := range b.outcomes {
		r.Iterations += o.Iterations
		r.Evaluations += o.Evaluations
	}
	r.X, r.Residual = b.x, measure(b.x)
	if r.Status != Converged && !(r.Residual <= first) && first <= maxFloat {
		copy(b.x, x0)
		r.Residual = first
	}
	if r.Status == Converged && !(r.Residual <= tol) {
		r.Status = Stalled // F and Rows disagree, or the pattern is wrong
	}
	return r, failure(ctx, r.Status, r.Iterations, r.Residual)
}

// blocks is a solve by blocks under way.
type blocks struct {
	ctx      context.Context
	p        Problem
	m        Method
	set      Settings
	row      []int32 // the equation of each unknown
	parts    graph.Components
	x        []float64
	outcomes []Result // of each block, without X
	workers  []blockWorker
}

// blockWorker is what one worker needs to solve a block.
type blockWorker struct {
	solver         Solver
	unknowns, rows []int32
	start          []float64
	fscale, xscale []float64
	full           []float64 // F, if there are no Rows
	problem        Problem
	set            Settings
}

// solve orders the blocks and solves them, level by level: a block's level is one more than the highest among the blocks it
// depends on.
func (b *blocks) solve(pool *sched.Pool, row []int32) Status {
	b.row = row
	n := b.p.N
	g := dependencies(b.p.Pattern, row)
	graph.Strong(g, &b.parts)
	level := make([]int, b.parts.Count)
	deepest := 0
	for c := range b.parts.Count { // every edge leads to the same or a later block
		for _, j := range b.parts.Members(c) {
			for _, k := range g.Out(int(j)) {
				if to := b.parts.Of[k]; int(to) != c {
					level[to] = max(level[to], level[c]+1)
				}
			}
		}
		deepest = max(deepest, level[c])
	}
	order, starts := make([]int, 0, b.parts.Count), make([]int, deepest+2)
	for l := range deepest + 1 {
		for c, v := range level {
			if v == l {
				order = append(order, c)
			}
		}
		starts[l+1] = len(order)
	}
	b.outcomes = make([]Result, b.parts.Count)
	b.workers = make([]blockWorker, pool.Workers())
	for i := range b.workers {
		b.workers[i].full = make([]float64, n)
	}
	for l := range deepest + 1 {
		todo := order[starts[l]:starts[l+1]]
		if pool.ForWorker(b.ctx, len(todo), func(worker, i int) { b.block(&b.workers[worker], todo[i]) }) != nil {
			return Cancelled
		}
		for _, c := range todo {
			if s := b.outcomes[c].Status; s != Converged {
				return s
			}
		}
	}
	return Converged
}

// dependencies is the graph of an edge j -> k where unknown j appears in the equation of unknown k.
func dependencies(pattern *graph.Digraph, row []int32) *graph.Digraph {
	of := make([]int32, len(row))
	for j, i := range row {
		of[i] = int32(j)
	}
	g := &graph.Digraph{Nodes: pattern.Nodes, Start: pattern.Start, Head: make([]int32, len(pattern.Head))}
	for e, i := range pattern.Head {
		g.Head[e] = of[i]
	}
	for j := range g.Nodes {
		slices.Sort(g.Out(j))
	}
	return g
}

// block solves block c by what is known of the blocks before it.
func (b *blocks) block(w *blockWorker, c int) {
	w.unknowns = b.parts.Members(c)
	n := len(w.unknowns)
	w.rows, w.start = fit(w.rows, n), fit(w.start, n)
	w.set = b.set
	for k, j := range w.unknowns {
		w.rows[k], w.start[k] = b.row[j], b.x[j]
	}
	if b.set.FScale != nil {
		w.fscale = fit(w.fscale, n)
		for k, i := range w.rows {
			w.fscale[k] = b.set.FScale[i]
		}
		w.set.FScale = w.fscale
	}
	if b.set.XScale != nil {
		w.xscale = fit(w.xscale, n)
		for k, j := range w.unknowns {
			w.xscale[k] = b.set.XScale[j]
		}
		w.set.XScale = w.xscale
	}
	if w.problem.F == nil {
		w.problem.F = func(fx, x []float64) {
			for k, j := range w.unknowns {
				b.x[j] = x[k]
			}
			if b.p.Rows != nil {
				b.p.Rows(fx, b.x, w.rows)
				return
			}
			b.p.F(w.full, b.x)
			for k, i := range w.rows {
				fx[k] = w.full[i]
			}
		}
	}
	w.problem.N = n
	r, _ := w.solver.Solve(b.ctx, w.problem, w.start, b.m, &w.set)
	for k, j := range w.unknowns {
		b.x[j] = r.X[k]
	}
	r.X = nil
	b.outcomes[c] = r
}
