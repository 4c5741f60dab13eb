package cli

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/internal/classical"
	"github.com/neuralmodules/nmcore/nonlinear"
)

// published are counts of other packages on the same problems, at looser tolerances than ours: max|F| <= 1e-4 within 10,000
// iterations, Broyden 1e-3 (NonlinearSolve.jl's own tests, August 2026); the last two from an older run they published.
var published = [][]string{
	{"NonlinearSolve.jl RobustMultiNewton", "23", "none"},
	{"NonlinearSolve.jl NewtonRaphson", "22", "1"},
	{"NonlinearSolve.jl TrustRegion, by radius scheme", "20-22", "8, 11, 21"},
	{"NonlinearSolve.jl LevenbergMarquardt", "21", "11, 21"},
	{"NonlinearSolve.jl Broyden", "20", "1, 5, 11"},
	{"NonlinearSolve.jl DF-SANE", "18", "1, 2, 3, 5, 21"},
	{"NonlinearSolve.jl pseudo-transient", "17", "not listed"},
	{"NonlinearSolve.jl Klement", "16", "not listed"},
	{"MINPACK hybrid", "22", "1"},
	{"KINSOL", "20", "1, 4, 5"},
}

// classical runs all methods through the 23 problems at three scales.
func (r *solveRun) classical(ctx context.Context) error {
	scales := []float64{1, 10, 100}
	t := report.Table{Title: "The 23 problems, solved to 1e-10 from starts 1, 10 and 100 times the standard one",
		Header: []string{"method", "1", "10", "100", "to 1e-4 at 1", "evaluations at 1", "not solved at 1"}}
	for _, s := range solvers {
		row := []string{s.name}
		loose, evaluations := 0, 0
		var failed []string
		for _, scale := range scales {
			solved := 0
			for i := range classical.Problems {
				p := &classical.Problems[i]
				x := slices.Clone(p.Start)
				for j := range x {
					x[j] *= scale
				}
				result, err := nonlinear.Solve(ctx, nonlinear.Problem{N: len(x), F: p.F}, x, s.method, nil)
				if ctx.Err() != nil {
					return err
				}
				r.record(solveRecord{Op: "classical", M: len(x), Problem: p.Name, Method: s.name, Scale: scale, Tolerance: 1e-10,
					Status: result.Status.String(), Iterations: result.Iterations, Evaluations: result.Evaluations, Err: finite(result.Residual)})
				if result.Status == nonlinear.Converged {
					solved++
				}
				if scale != 1 {
					continue
				}
				if result.Residual <= 1e-4 {
					loose++
				}
				if result.Status == nonlinear.Converged {
					evaluations += result.Evaluations
				} else {
					failed = append(failed, fmt.Sprint(i+1))
				}
			}
			row = append(row, fmt.Sprint(solved))
		}
		none := "none"
		if failed != nil {
			none = strings.Join(failed, ", ")
			if len(failed) > 8 {
				none = fmt.Sprintf("%d problems", len(failed))
			}
		}
		t.Rows = append(t.Rows, append(row, fmt.Sprint(loose), fmt.Sprint(evaluations), none))
	}
	t.Note = "Jacobians by differences, whose evaluations are counted. Anderson and Picard are for fixed points, which these problems are not."
	r.table(t)
	r.table(report.Table{Title: "Published counts of other packages, from the standard starts", Header: []string{"solver", "solved", "not solved"}, Rows: published,
		Note: "To max|F| <= 1e-4 (Broyden 1e-3); the last two by an older published run."})
	return nil
}

// precision solves some problems for one tolerance after the other.
func (r *solveRun) precision(ctx context.Context) error {
	type task struct {
		name  string
		p     nonlinear.Problem
		start []float64
	}
	var tasks []task
	for _, i := range []int{9, 12, 13, 22} { // those with smooth ways to the root
		p := &classical.Problems[i]
		tasks = append(tasks, task{p.Name, nonlinear.Problem{N: len(p.Start), F: p.F}, p.Start})
	}
	for _, n := range r.sizes {
		if n == 100 || n == 300 {
			tasks = append(tasks, task{fmt.Sprintf("x = tanh(W x + c), n = %d", n), newCell(n, 0.9, 1).problem(), make([]float64, n)})
		}
	}
	for _, t := range tasks {
		plot := report.Plot{Title: t.name, X: "max|F| reached", Y: "seconds"}
		for _, s := range solvers {
			line := report.Line{Name: s.name}
			var w nonlinear.Solver
			for k := 2; k <= 12; k += 2 {
				set := &nonlinear.Settings{Tolerance: math.Pow(10, -float64(k))}
				var result nonlinear.Result
				var err error
				solve := func() { result, err = w.Solve(ctx, t.p, t.start, s.method, set) }
				if solve(); ctx.Err() != nil {
					return err
				}
				if err != nil {
					break
				}
				seconds := r.seconds(solve)
				r.record(solveRecord{Op: "precision", M: t.p.N, Problem: t.name, Method: s.name, Tolerance: set.Tolerance, Status: result.Status.String(),
					Iterations: result.Iterations, Evaluations: result.Evaluations, Seconds: &seconds, Err: finite(result.Residual)})
				line.X, line.Y = append(line.X, max(result.Residual, 1e-17)), append(line.Y, seconds)
			}
			if line.X != nil {
				plot.Lines = append(plot.Lines, line)
			}
		}
		r.page.Plots = append(r.page.Plots, plot)
	}
	return nil
}
