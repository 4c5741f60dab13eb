package cli

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
)

// cell is x = tanh(W x + c) for one W and several c, the rows of c. W is Gaussian with a spectral radius of about the given one.
type cell struct {
	w, c *la.Matrix[float64]
	row  int       // of c, for problem
	h    []float64 // for its Jacobian
}

func newCell(n int, radius, scale float64) *cell { return newCells(1, n, 1, radius, scale) }

func newCells(seed uint64, n, count int, radius, scale float64) *cell {
	rng := rand.New(rand.NewPCG(seed, uint64(n)))
	s := &cell{w: la.NewMatrix[float64](n, n), c: la.NewMatrix[float64](count, n), h: make([]float64, n)}
	for i := range s.w.Data {
		s.w.Data[i] = radius * rng.NormFloat64() / math.Sqrt(float64(n))
	}
	for i := range s.c.Data {
		s.c.Data[i] = scale * rng.NormFloat64()
	}
	return s
}

func (s *cell) Size() int                      { return s.w.Rows }
func (s *cell) Tolerance(int, float64) float64 { return 1e-10 }

func (s *cell) Map(g, x *la.Matrix[float64], rows []int) {
	for i, row := range rows {
		copy(g.Row(i), s.c.Row(row))
	}
	la.Gemm(nil, la.NoTrans, la.Transpose, 1, x, s.w, 1, g)
	la.Tanh(g.Data[:g.Rows*g.Cols], g.Data[:g.Rows*g.Cols])
}

func (s *cell) Jacobian(jac *la.Matrix[float64], x []float64, row int) {
	g := make([]float64, len(x))
	s.value(g, x, row)
	s.fill(jac, g)
}

func (s *cell) Jacobians(jac *la.Batch[float64], _, g *la.Matrix[float64], rows []int) {
	for i := range rows {
		item := jac.Item(i)
		s.fill(&item, g.Row(i))
	}
}

// value sets g = tanh(W x + c).
func (s *cell) value(g, x []float64, row int) {
	copy(g, s.c.Row(row))
	la.Gemv(nil, la.NoTrans, 1, s.w, x, 1, g)
	la.Tanh(g, g)
}

// fill sets jac = I - diag(1 - g^2) W.
func (s *cell) fill(jac *la.Matrix[float64], g []float64) {
	for i, h := range g {
		k := h*h - 1
		out := jac.Row(i)
		for j, w := range s.w.Row(i) {
			out[j] = k * w
		}
		out[i]++
	}
}

// problem is the system of s.row.
func (s *cell) problem() nonlinear.Problem {
	return nonlinear.Problem{
		N: s.w.Rows,
		F: func(fx, x []float64) {
			s.value(fx, x, s.row)
			for i, v := range x {
				fx[i] = v - fx[i]
			}
		},
		Jac: func(jac *la.Matrix[float64], x []float64) {
			s.value(s.h, x, s.row)
			s.fill(jac, s.h)
		},
	}
}

// cells measures the methods on one cell after the other.
func (r *solveRun) cells(ctx context.Context) error {
	for _, scale := range []float64{1, 0.1} {
		t := report.Table{Title: fmt.Sprintf("x = tanh(W x + c), spectral radius about 0.9, c of size %g, to 1e-10; median time, evaluations in brackets", scale),
			Header: []string{"method"}, Note: "One goroutine, analytic Jacobian, a Solver used again; Newton-Krylov takes its products from that Jacobian."}
		for _, n := range r.sizes {
			t.Header = append(t.Header, fmt.Sprintf("n = %d", n))
		}
		plot := report.Plot{Title: fmt.Sprintf("x = tanh(W x + c), c of size %g", scale), X: "unknowns", Y: "seconds"}
		for _, s := range solvers {
			row, line := []string{s.name}, report.Line{Name: s.name}
			for _, n := range r.sizes {
				if n > 300 && (s.name == "homotopy" || s.name == "Newton homotopy") {
					row = append(row, "-")
					continue
				}
				p, x0 := newCell(n, 0.9, scale).problem(), make([]float64, n)
				var w nonlinear.Solver
				var result nonlinear.Result
				var err error
				solve := func() { result, err = w.Solve(ctx, p, x0, s.method, nil) }
				if solve(); ctx.Err() != nil {
					return err
				}
				seconds := r.seconds(solve)
				r.record(solveRecord{Op: "cells", M: n, Problem: fmt.Sprintf("tanh, c of size %g", scale), Method: s.name, Scale: scale, Tolerance: 1e-10,
					Status: result.Status.String(), Iterations: result.Iterations, Evaluations: result.Evaluations, Seconds: &seconds, Err: finite(result.Residual)})
				if err != nil {
					row = append(row, result.Status.String())
					continue
				}
				row = append(row, fmt.Sprintf("%s (%d)", duration(seconds), result.Evaluations))
				line.X, line.Y = append(line.X, float64(n)), append(line.Y, seconds)
			}
			t.Rows = append(t.Rows, row)
			if line.X != nil {
				plot.Lines = append(plot.Lines, line)
			}
		}
		r.table(t)
		r.page.Plots = append(r.page.Plots, plot)
	}
	return nil
}

// batch measures 1,024 small cells at once, and one after the other.
func (r *solveRun) batch(ctx context.Context) error {
	const count = 1024
	sizes := []int{8, 16, 32, 50}
	t := report.Table{Title: "1,024 systems x = tanh(W x + c), c of size 1, to 1e-10; time a system", Header: []string{"way"}}
	rows := [][]string{{"batch, Newton, one worker"}, {"batch, Picard, one worker"}, {"batch, default, one worker"},
		{fmt.Sprintf("batch, default, %d workers", r.pool.Workers())}, {"loop, Newton"}, {"loop, Picard"}}
	for _, n := range sizes {
		t.Header = append(t.Header, fmt.Sprintf("n = %d", n))
		s := newCells(1, n, count, 0.9, 1)
		x, status := la.NewMatrix[float64](count, n), make([]nonlinear.Status, count)
		report := func(way, workers int, f func() int) error {
			bad := f()
			if ctx.Err() != nil {
				return ctx.Err()
			}
			seconds := r.seconds(func() { f() }) / count
			r.record(solveRecord{Op: "batch", M: n, Batch: count, Workers: workers, Problem: "tanh, c of size 1", Method: rows[way][0], Tolerance: 1e-10,
				Unconverged: bad, Seconds: &seconds})
			cell := duration(seconds)
			if bad > 0 {
				cell += fmt.Sprintf(" (%d unconverged)", bad)
			}
			rows[way] = append(rows[way], cell)
			return nil
		}
		var b nonlinear.Batch[float64]
		for way, set := range []nonlinear.BatchSettings{{Method: nonlinear.ByNewton, Forget: true}, {Method: nonlinear.ByPicard, Forget: true}, {Forget: true}, {Forget: true, Pool: r.pool}} {
			if err := report(way, set.Pool.Workers(), func() int {
				clear(x.Data)
				return b.Solve(ctx, s, x, status, &set).Unconverged
			}); err != nil {
				return err
			}
		}
		p, x0 := s.problem(), make([]float64, n)
		for k, m := range []nonlinear.Method{nonlinear.Newton{}, nonlinear.Picard{}} {
			var w nonlinear.Solver
			if err := report(4+k, 1, func() int {
				bad := 0
				for s.row = range count {
					if result, _ := w.Solve(ctx, p, x0, m, nil); result.Status != nonlinear.Converged {
						bad++
					}
				}
				return bad
			}); err != nil {
				return err
			}
		}
	}
	t.Rows = rows
	r.table(t)
	return nil
}
