package cli

import (
	"github.com/spf13/cobra"
)

// scalingSettings are the flags of nmbench scaling.
type scalingSettings struct {
	nodes, mean, batch int
	largest            []int
	workers            []int // simulated
	repeats            int
	slow               float64 // speed of a slow core of the preset
	largestFirst       bool
	seconds            float64
	memory             int // float32 of an array by which the rate of memory is measured
	quick              bool
	report             string
}

// paperWorkers is the number of workers of the paper's figures, which says "cores 12".
const paperWorkers = 12

// mostSimulated is the largest number of simulated workers.
const mostSimulated = 64

func (a *app) scalingCommand() *cobra.Command {
	set := &scalingSettings{memory: 1 << 24}
	c := &cobra.Command{
		Use:   "scaling",
		Short: "Measure and simulate a training step on many workers",
		Long: `scaling takes training steps of networks whose nodes lie in modules (float32, gradient descent, cold starts) and shows how they
gain from workers, and what keeps them from gaining more.

Two networks are measured: modules of sizes within 3 times of their mean, and the same with one large module among them. On up to
as many workers as this machine has processors, or as --workers says, the step runs for real; these figures are medians, of processor
time on one worker and of the wall clock on more. For more workers the step is recorded on one, cut as for so many, and its task graph
is played on simulated workers that follow the protocol of the pool, with its measured overheads. Simulated figures are marked:
processors share no memory bandwidth, caches or heat in them; what memory allows at best stands beside.

i9-12900H is the paper's processor, 6 fast and 8 slow cores; a slow one is taken to have --slow of the speed of a fast one, and the
gain is over one fast core.`,
		Example: "  nmbench scaling\n  nmbench scaling --nodes 1000 --mean 30 --largest 0,200\n  nmbench scaling --quick --json",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if set.quick {
				set.shorten(c.Flags().Changed)
			}
			if err := set.check(); err != nil {
				return err
			}
			if set.report != "" {
				if err := checkWritable(set.report); err != nil {
					return err
				}
			}
			return a.profiled(func() error {
				r := &scalingRun{figures: newFigures(a, "nmbench: a training step on many workers", a.realWorkers()), set: set}
				return r.finish(set.report, interrupted(c.Context(), r.run(c.Context())))
			})
		},
	}
	f := c.Flags()
	f.IntVar(&set.nodes, "nodes", 3000, "nodes of a network")
	f.IntVar(&set.mean, "mean", 50, "mean size of a module")
	f.IntSliceVar(&set.largest, "largest", []int{0, 500}, "sizes of the large module, one for each network; 0: none")
	f.IntVar(&set.batch, "batch", stepBatch, "samples a step")
	f.IntSliceVar(&set.workers, "simulate", []int{1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64}, "numbers of simulated workers, each from 1 to 64")
	f.IntVar(&set.repeats, "repeats", 9, "recordings of a step for each number of workers; medians count")
	f.Float64Var(&set.slow, "slow", slowCore, "speed of a slow core of the i9-12900H, of a fast one's")
	f.BoolVar(&set.largestFirst, "largest-first", false, "simulate a pool that begins with the longest bodies of a loop")
	f.Float64Var(&set.seconds, "seconds", 2, "how long to take real steps for each number of workers, in `SECONDS`")
	f.BoolVar(&set.quick, "quick", false, "a small network, few repeats: to see that everything runs, not how fast")
	f.StringVar(&set.report, "report", "nmbench-scaling.html", "`FILE` for the report; empty: none")
	return c
}

// shorten replaces what was not given.
func (s *scalingSettings) shorten(given func(flag string) bool) {
	s.memory = 1 << 16
	for flag, set := range map[string]func(){
		"nodes": func() { s.nodes = 200 }, "mean": func() { s.mean = 20 }, "largest": func() { s.largest = []int{0, 60} },
		"simulate": func() { s.workers = []int{1, 2, 12} }, "repeats": func() { s.repeats = 2 }, "seconds": func() { s.seconds = 0.02 },
	} {
		if !given(flag) {
			set()
		}
	}
}

func (s *scalingSettings) check() error {
	switch {
	case s.nodes < 1 || s.nodes > 30000:
		return usagef("--nodes %d: must be from 1 to 30000", s.nodes)
	case s.mean < 2 || s.mean > s.nodes:
		return usagef("--mean %d: must be from 2 to --nodes", s.mean)
	case s.batch < 1 || s.batch > 1<<16:
		return usagef("--batch %d: must be from 1 to %d", s.batch, 1<<16)
	case s.repeats < 1 || s.repeats > 1000:
		return usagef("--repeats %d: must be from 1 to 1000", s.repeats)
	case !(s.slow > 0 && s.slow <= 1):
		return usagef("--slow %v: must be above 0 and at most 1", s.slow)
	case !(s.seconds > 0 && s.seconds <= 600):
		return usagef("--seconds %v: must be above 0 and at most 600", s.seconds)
	case len(s.largest) == 0 || len(s.workers) == 0:
		return usagef("--largest and --simulate need a value")
	}
	for _, n := range s.largest {
		if n < 0 || n > s.nodes || n == 1 {
			return usagef("--largest %d: must be 0 or from 2 to --nodes", n)
		}
	}
	for _, n := range s.workers {
		if n < 1 || n > mostSimulated {
			return usagef("--simulate %d: must be from 1 to %d", n, mostSimulated)
		}
	}
	return nil
}
