package nonlinear

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/classical"
	"github.com/neuralmodules/nmcore/la"
)

// BenchmarkBatch solves 32 samples of the tanh network forward and backward, and reports the time a sample takes.
func BenchmarkBatch(b *testing.B) {
	for _, n := range []int{2, 8, 25, 50, 100} {
		for _, sigma := range []float64{0.5, 0.9, 1.5} {
			b.Run(fmt.Sprintf("n=%d/sigma=%g", n, sigma), func(b *testing.B) {
				sys := newNet[float64](1, n, 32, sigma, tanh)
				x, status := sys.starts(), make([]Status, 32)
				var solver Batch[float64]
				adj := sys.toAdjoint(x)
				d := la.NewMatrix[float64](32, n)
				var forward, backward BatchStats
				for b.Loop() {
					copy(x.Data, sys.r.Data)
					forward = solver.Solve(nil, sys, x, status, nil)
					clear(d.Data)
					backward = solver.SolveAdjoint(nil, adj, d, status, nil)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/32, "ns/sample")
				b.ReportMetric(float64(forward.Picard+backward.Picard)/32, "sweeps/sample")
				b.ReportMetric(float64(forward.Newton+backward.Newton)/32, "steps/sample")
			})
		}
	}
}

// BenchmarkSolve runs the default method on the classical problems from their standard starts.
func BenchmarkSolve(b *testing.B) {
	for _, p := range classical.Problems {
		b.Run(p.Name, func(b *testing.B) {
			var r Result
			for b.Loop() {
				r, _ = Solve(nil, Problem{N: len(p.Start), F: p.F}, p.Start, nil, nil)
			}
			b.ReportMetric(float64(r.Evaluations), "evals")
		})
	}
}
