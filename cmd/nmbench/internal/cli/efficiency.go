package cli

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// efficiencySettings are the flags of nmbench efficiency.
type efficiencySettings struct {
	figures     []string
	below       []int // nodes of figure 4A
	above       []int // of 4B
	small, wide []int // of 5: of the baselines, of the models they are compared with
	graph       int   // of 17A
	modules     []int // nodes of the module of 17B
	epochs      int
	seeds       int
	lambda      float64
	repeats     int
	seconds     float64
	numpy       string
	quick       bool
	report      string
}

// efficiencyFigures are the paper's figures that nmbench efficiency redraws, in their order.
var efficiencyFigures = []struct {
	name, about string
	draw        func(*efficiencyRun, context.Context) error
}{
	{"4A", "time of a training step, modules against a deep-equilibrium model, below 300 nodes", (*efficiencyRun).figure4A},
	{"4B", "with and without parallel modules, 300 to 3,000 nodes, 12 workers (simulated)", (*efficiencyRun).figure4B},
	{"5", "test error above 300 nodes, on the embedded digits", (*efficiencyRun).figure5},
	{"17A", "chance 1 - p^s of a new edge to a module of s nodes (11), under L1 and under the adaptive penalty", (*efficiencyRun).figure17A},
	{"17B", "time to solve a module, by its size", (*efficiencyRun).figure17B},
}

func (a *app) efficiencyCommand() *cobra.Command {
	set := &efficiencySettings{}
	var names []string
	var about strings.Builder
	for _, f := range efficiencyFigures {
		names = append(names, f.name)
		about.WriteString("  " + (f.name + "     ")[:5] + f.about + "\n")
	}
	c := &cobra.Command{
		Use:   "efficiency",
		Short: "Measure what the paper's figures on efficiency show",
		Long: `efficiency measures the figures of the paper (arXiv:2005.04088v3) that speak of time and size, and shows its statements beside ours:

` + about.String() + `
Times are medians, of processor time with one worker and of the wall clock with more. Simulated figures are marked (nmbench scaling -h
says how they are made). Figure 5 trains few small models by default: --wide 300,1000,3000 --seeds 5 --epochs 60 is a longer one.`,
		Example: "  nmbench efficiency\n  nmbench efficiency --figure 4A,17B --numpy numpy.txt\n  nmbench efficiency --figure 5 --wide 300,1000,3000 --seeds 5 --epochs 60\n  nmbench efficiency --quick --json",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if set.quick {
				set.shorten(c.Flags().Changed)
			}
			if err := set.check(names); err != nil {
				return err
			}
			if set.report != "" {
				if err := checkWritable(set.report); err != nil {
					return err
				}
			}
			return a.profiled(func() error {
				r := &efficiencyRun{figures: newFigures(a, "nmbench: the paper's figures on efficiency", a.realWorkers()), set: set}
				return r.finish(set.report, interrupted(c.Context(), r.run(c.Context())))
			})
		},
	}
	f := c.Flags()
	f.StringSliceVar(&set.figures, "figure", names, "`FIGURE` to draw; may be given again")
	f.IntSliceVar(&set.below, "below", []int{40, 60, 80, 100, 200, 300}, "nodes of the networks of 4A")
	f.IntSliceVar(&set.above, "above", []int{300, 600, 1000, 2000, 3000}, "nodes of the networks of 4B")
	f.IntSliceVar(&set.small, "small", []int{40, 100}, "nodes of the baselines of 5")
	f.IntSliceVar(&set.wide, "wide", []int{300, 600, 1000}, "nodes of the models of 5 that are compared with them")
	f.IntVar(&set.graph, "graph", 100, "nodes of the networks of 17A")
	f.IntSliceVar(&set.modules, "modules", []int{5, 10, 20, 50, 100, 200, 300}, "nodes of the modules of 17B")
	f.IntVar(&set.epochs, "epochs", 20, "passes over the training rows, 5 and 17A")
	f.IntVar(&set.seeds, "seeds", 1, "networks of each kind, 5")
	f.Float64Var(&set.lambda, "lambda", 10, "strength of the adaptive penalty, 5 and 17A, as for nmbench train")
	f.IntVar(&set.repeats, "repeats", 9, "recordings of a step for each number of workers, 4B")
	f.Float64Var(&set.seconds, "seconds", 1, "how long to repeat a measurement, in `SECONDS`; the median counts")
	f.StringVar(&set.numpy, "numpy", "", "`FILE` with the figures of a deep-equilibrium model in numpy, as for nmbench step, for 4A")
	f.BoolVar(&set.quick, "quick", false, "small networks, few repeats: to see that everything runs, not how fast or how well")
	f.StringVar(&set.report, "report", "nmbench-efficiency.html", "`FILE` for the report; empty: none")
	return c
}

// shorten replaces what was not given.
func (s *efficiencySettings) shorten(given func(flag string) bool) {
	for flag, set := range map[string]func(){
		"below": func() { s.below = []int{40} }, "above": func() { s.above = []int{120} }, "small": func() { s.small = []int{12} },
		"wide": func() { s.wide = []int{24} }, "graph": func() { s.graph = 24 }, "modules": func() { s.modules = []int{5, 50} },
		"epochs": func() { s.epochs = 1 }, "repeats": func() { s.repeats = 2 }, "seconds": func() { s.seconds = 0.01 },
	} {
		if !given(flag) {
			set()
		}
	}
}

func (s *efficiencySettings) check(names []string) error {
	if len(s.figures) == 0 {
		return usagef("--figure needs a value")
	}
	for _, f := range s.figures {
		if !slices.Contains(names, f) {
			return usagef("unknown figure %q; the figures are %s", f, strings.Join(names, ", "))
		}
	}
	for flag, sizes := range map[string][]int{"below": s.below, "above": s.above, "small": s.small, "wide": s.wide, "graph": {s.graph}, "modules": s.modules} {
		for _, n := range sizes {
			if n < 4 || n > 30000 {
				return usagef("--%s %d: must be from 4 to 30000", flag, n)
			}
		}
		if len(sizes) == 0 {
			return usagef("--%s needs a value", flag)
		}
	}
	switch {
	case s.epochs < 1:
		return usagef("--epochs %d: must be 1 or more", s.epochs)
	case s.seeds < 1:
		return usagef("--seeds %d: must be 1 or more", s.seeds)
	case !(s.lambda >= 0) || math.IsInf(s.lambda, 0):
		return usagef("--lambda %v: must be 0 or more", s.lambda)
	case s.repeats < 1 || s.repeats > 1000:
		return usagef("--repeats %d: must be from 1 to 1000", s.repeats)
	case !(s.seconds > 0 && s.seconds <= 600):
		return usagef("--seconds %v: must be above 0 and at most 600", s.seconds)
	}
	return nil
}

// efficiencyRun is one run of nmbench efficiency.
type efficiencyRun struct {
	figures
	set *efficiencySettings
}

// run draws the figures.
func (r *efficiencyRun) run(ctx context.Context) error {
	r.page.PlotsTitle = "Figures"
	for _, f := range efficiencyFigures {
		if !slices.Contains(r.set.figures, f.name) {
			continue
		}
		if err := f.draw(r, ctx); err != nil {
			return err
		}
	}
	return nil
}

// span is how long a measurement is repeated.
func (r *efficiencyRun) span() time.Duration {
	return time.Duration(r.set.seconds * float64(time.Second))
}

// efficiencyRecord is one point of a figure. Times are in seconds.
type efficiencyRecord struct {
	Op        string   `json:"op"` // figure4A and so on
	Type      string   `json:"type"`
	ISA       string   `json:"isa"`
	Model     string   `json:"model"`
	N         int      `json:"n"`
	Module    int      `json:"module,omitempty"` // nodes of a module, of the largest where they differ
	Batch     int      `json:"batch,omitempty"`
	Workers   int      `json:"workers,omitempty"`
	Simulated bool     `json:"simulated,omitempty"`
	Machine   string   `json:"machine,omitempty"`
	Seconds   float64  `json:"seconds,omitempty"`
	Gain      float64  `json:"gain,omitempty"` // over one worker
	Err       *float64 `json:"err,omitempty"`  // share of the test rows misclassified
	Seed      uint64   `json:"seed,omitempty"`
	P         *float64 `json:"p,omitempty"`      // of |w| <= gamma
	Chance    *float64 `json:"chance,omitempty"` // 1 - p^s
}

// point records a point of a figure.
func (r *efficiencyRun) point(figure, element string, p efficiencyRecord) {
	p.Op, p.Type, p.ISA = "figure"+figure, element, isa()
	r.app.record(p)
}
