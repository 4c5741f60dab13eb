package cli

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/median"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
)

// hardWays are the ways that the part hard measures; each solves one system from x and says how it went.
var hardWays = []struct {
	name  string
	solve func(ctx context.Context, s *cell, x []float64) nonlinear.Status
}{
	{"batch, default", hardBatch(nonlinear.ByCost)},
	{"batch, Newton first", hardBatch(nonlinear.ByNewton)},
	{"batch, continuation first", hardBatch(nonlinear.ByPath)},
	{"Solve, default", func(ctx context.Context, s *cell, x []float64) nonlinear.Status {
		result, _ := nonlinear.Solve(ctx, s.problem(), x, nil, nil)
		copy(x, result.X)
		return result.Status
	}},
}

func hardBatch(m nonlinear.BatchMethod) func(context.Context, *cell, []float64) nonlinear.Status {
	return func(ctx context.Context, s *cell, x []float64) nonlinear.Status {
		var b nonlinear.Batch[float64]
		var status [1]nonlinear.Status
		b.Solve(ctx, s, &la.Matrix[float64]{Rows: 1, Cols: len(x), Stride: len(x), Data: x}, status[:], &nonlinear.BatchSettings{Method: m, Forget: true})
		return status[0]
	}
}

// residual is max|x - tanh(W x + c)| of the first c, NaN if an entry is.
func (s *cell) residual(x []float64) float64 {
	g := make([]float64, len(x))
	s.value(g, x, 0)
	return la.MaxAbsDiff(x, g)
}

// hard counts how many of 100 systems without contraction are solved, each with a W and a c of its own.
func (r *solveRun) hard(ctx context.Context) error {
	const count = 100
	t := report.Table{Title: fmt.Sprintf("x = tanh(W x + c), spectral radius about 3, c of size 0.3, from 0 to 1e-10: solved of %d random systems", count),
		Header: []string{"way"}, Note: "In brackets the median and the longest time of a system, one worker, and what became of the rest."}
	rows := make([][]string, len(hardWays))
	for k, way := range hardWays {
		rows[k] = []string{way.name}
	}
	for _, n := range r.sizes {
		if n > 300 {
			continue
		}
		t.Header = append(t.Header, fmt.Sprintf("n = %d", n))
		for k, way := range hardWays {
			var seconds []float64
			ends := map[nonlinear.Status]int{}
			worst := 0.0 // residual of those that count as solved
			for seed := range uint64(count) {
				s, x := newCells(seed+2, n, 1, 3, 0.3), make([]float64, n)
				begin := time.Now()
				status := way.solve(ctx, s, x)
				seconds = append(seconds, time.Since(begin).Seconds())
				if ctx.Err() != nil {
					return ctx.Err()
				}
				ends[status]++
				if status == nonlinear.Converged {
					worst = math.Max(worst, s.residual(x))
				}
			}
			middle := median.Of(seconds)
			solved := ends[nonlinear.Converged]
			r.record(solveRecord{Op: "hard", M: n, Batch: count, Problem: "tanh, spectral radius 3, c of size 0.3", Method: way.name, Scale: 0.3, Tolerance: 1e-10,
				Unconverged: count - solved, Seconds: &middle, Err: finite(worst)})
			cell := fmt.Sprintf("%d (%s, %s", solved, duration(middle), duration(slices.Max(seconds)))
			var rest []string
			for status, k := range ends {
				if status != nonlinear.Converged {
					rest = append(rest, fmt.Sprintf("%d %v", k, status))
				}
			}
			slices.Sort(rest)
			if rest != nil {
				cell += "; " + strings.Join(rest, ", ")
			}
			rows[k] = append(rows[k], cell+")")
		}
	}
	t.Rows = rows
	r.table(t)
	return nil
}
