package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/median"
	"github.com/neuralmodules/nmcore/nonlinear"
	"github.com/neuralmodules/nmcore/sched"
)

// solver is a method that nmbench solve measures. Fixed points are methods for x = G(x), which the classical problems are not.
type solver struct {
	name       string
	method     nonlinear.Method
	fixedPoint bool
}

var solvers = []solver{
	{"default", nonlinear.Default{}, false},
	{"Newton", nonlinear.Newton{}, false},
	{"Newton, full steps", nonlinear.Algorithm{Descent: nonlinear.Newton{}, Globalization: nonlinear.FullStep{}}, false},
	{"Newton, Jacobian renewed", nonlinear.Algorithm{Descent: nonlinear.Newton{}, Reuse: nonlinear.Reuse{Steps: -1, Patience: 9}}, false},
	{"Newton, More-Thuente", nonlinear.Algorithm{Descent: nonlinear.Newton{}, Globalization: nonlinear.MoreThuente{}}, false},
	{"Newton, non-monotone", nonlinear.Algorithm{Descent: nonlinear.Newton{}, Globalization: nonlinear.NonMonotone{}}, false},
	{"simplified Newton", nonlinear.Algorithm{Descent: nonlinear.Newton{}, Reuse: nonlinear.Reuse{Steps: -1}}, false},
	{"Shamanskii", nonlinear.Algorithm{Descent: nonlinear.Newton{}, Reuse: nonlinear.Reuse{Steps: 2}}, false},
	{"Broyden", nonlinear.Broyden{}, false},
	{"Broyden, bad", nonlinear.Broyden{Bad: true}, false},
	{"dogleg", nonlinear.Dogleg{}, false},
	{"Levenberg-Marquardt", nonlinear.LevenbergMarquardt{}, false},
	{"Newton-Krylov", nonlinear.NewtonKrylov{}, false},
	{"DF-SANE", nonlinear.Spectral{}, false},
	{"pseudo-transient", nonlinear.PseudoTransient{}, false},
	{"homotopy", nonlinear.Homotopy{}, false},
	{"Newton homotopy", nonlinear.Homotopy{Global: true}, false},
	{"Anderson", nonlinear.Anderson{}, true},
	{"Picard", nonlinear.Picard{}, true},
}

// solveParts are the parts of nmbench solve, in their order.
var solveParts = []string{"classical", "precision", "cells", "batch", "hard"}

// solveRun is one run of nmbench solve.
type solveRun struct {
	figures
	pool  *sched.Pool
	every time.Duration // how long a measurement is repeated
	sizes []int
}

func (a *app) solveCommand() *cobra.Command {
	var parts []string
	var seconds float64
	var path string
	var largest int
	c := &cobra.Command{
		Use:   "solve",
		Short: "Measure the solvers of nonlinear equations",
		Long: `solve runs every method of package nonlinear through five parts:

  classical  the 23 problems of More, Garbow and Hillstrom and their completion, from starts 1, 10 and 100 times the standard one:
             how many are solved to 1e-10
  precision  work-precision: seconds over the residual reached, for tolerances from 1e-2 to 1e-12
  cells      x = tanh(W x + c), spectral radius of W about 0.9: seconds by size
  batch      1,024 small systems of that kind at once, and one after the other
  hard       the same equation with spectral radius 3, where nothing contracts, up to 300 unknowns: how many of 100 are solved

It prints tables and writes an HTML report with the plots.`,
		Example: "  nmbench solve\n  nmbench solve --part classical\n  nmbench solve --json > solve.jsonl",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, p := range parts {
				if !slices.Contains(solveParts, p) {
					return usagef("unknown part %q; the parts are %s", p, strings.Join(solveParts, ", "))
				}
			}
			if len(parts) == 0 {
				return usagef("--part needs a value")
			}
			if !(seconds > 0 && seconds <= 60) {
				return usagef("--seconds %v: must be above 0 and at most 60", seconds)
			}
			if path != "" {
				if err := checkWritable(path); err != nil {
					return err
				}
			}
			return a.profiled(func() error {
				pool := sched.New(a.workers)
				defer pool.Close()
				r := &solveRun{figures: newFigures(a, "nmbench: solvers of nonlinear equations", pool.Workers()), pool: pool, every: time.Duration(seconds * float64(time.Second))}
				r.page.PlotsTitle = "Work and precision"
				for _, n := range []int{50, 100, 300, 1000} {
					if n <= largest {
						r.sizes = append(r.sizes, n)
					}
				}
				return r.finish(path, interrupted(c.Context(), r.run(c.Context(), parts)))
			})
		},
	}
	f := c.Flags()
	f.StringSliceVar(&parts, "part", solveParts, "`PART` to run; may be given again")
	f.Float64Var(&seconds, "seconds", 0.1, "how long to repeat a measurement, in `SECONDS`; the median counts")
	f.IntVar(&largest, "largest", 1000, "largest size of the cells")
	f.StringVar(&path, "report", "nmbench-solve.html", "`FILE` for the report; empty: none")
	return c
}

// run runs the parts.
func (r *solveRun) run(ctx context.Context, parts []string) error {
	var failure error
	for _, p := range solveParts {
		if !slices.Contains(parts, p) || failure != nil {
			continue
		}
		switch p {
		case "classical":
			failure = r.classical(ctx)
		case "precision":
			failure = r.precision(ctx)
		case "cells":
			failure = r.cells(ctx)
		case "batch":
			failure = r.batch(ctx)
		case "hard":
			failure = r.hard(ctx)
		}
	}
	return failure
}

// solveRecord reports one measured solve.
type solveRecord struct {
	Op          string   `json:"op"` // classical, precision, cells, batch, hard
	Type        string   `json:"type"`
	ISA         string   `json:"isa"`
	M           int      `json:"m"` // unknowns
	Batch       int      `json:"batch,omitempty"`
	Workers     int      `json:"workers"`
	Problem     string   `json:"problem"`
	Method      string   `json:"method"`
	Scale       float64  `json:"scale,omitempty"`
	Tolerance   float64  `json:"tolerance,omitempty"`
	Status      string   `json:"status,omitempty"`
	Iterations  int      `json:"iterations,omitempty"`
	Evaluations int      `json:"evaluations,omitempty"`
	Unconverged int      `json:"unconverged,omitempty"`
	Seconds     *float64 `json:"seconds,omitempty"`
	Err         *float64 `json:"err,omitempty"` // max|F| at the result
}

func (r *solveRun) record(s solveRecord) {
	s.Type, s.ISA = "float64", isa()
	if s.Workers == 0 {
		s.Workers = 1
	}
	r.app.record(s)
}

// seconds is the median time of f, repeated for r.every but at least three times.
func (r *solveRun) seconds(f func()) float64 {
	var all []float64
	for begin := time.Now(); len(all) < 3 || len(all) < 1000 && time.Since(begin) < r.every; {
		t := time.Now()
		f()
		all = append(all, time.Since(t).Seconds())
	}
	return median.Of(all)
}

// duration writes seconds for people.
func duration(s float64) string {
	switch {
	case s < 1e-3:
		return fmt.Sprintf("%.3g us", 1e6*s)
	case s < 1:
		return fmt.Sprintf("%.3g ms", 1e3*s)
	}
	return fmt.Sprintf("%.3g s", s)
}
