package cli

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/kernels"
	"github.com/neuralmodules/nmcore/la/asm"
)

// kernelSettings are the flags of nmbench kernels.
type kernelSettings struct {
	ops, types, isas, peers, from []string
	sizes                         []string
	maxN, rounds                  int
	quick, slow, markdown         bool

	numbers []int // sizes, read
}

// Timing of a run, and of one with --quick.
var (
	fullTiming  = kernels.Timing{Sample: 2 * time.Millisecond, Budget: 60 * time.Millisecond}
	quickTiming = kernels.Timing{Sample: 200 * time.Microsecond, Rounds: 3}
)

func (a *app) kernelsCommand() *cobra.Command {
	set := &kernelSettings{}
	c := &cobra.Command{
		Use:   "kernels",
		Short: "Measure the dense linear algebra, beside gonum and other libraries",
		Long: `kernels measures the operations of package la with every instruction set this processor has, gonum or package math in the
same run, and what the processor can do at most (the share of the peak). Figures are medians of samples taken in turn. Every
result is checked: a wrong one shows as WRONG, and the exit status is 1.

With one worker, the default, time is the processor time of the measuring thread (wall clock where the system has none). With
--workers N, N above 1, what can run on a pool of workers runs on one and on N, by wall clock.

--peers FILE puts the figures of other programs beside ours: CSV with peer,threads,op,type,m,n,k,ns_median,ns_best,gflops_median,
gflops_best. A peer whose name contains avx2 is compared with our AVX2 kernels and with all faster ones, another with these only.
A ratio is the other's time over ours: above 1 we are faster. Shapes are row-major here; a peer's figure stands beside ours where it
reads the same memory in the same order.

Operations for --ops, groups first:
` + operationList(),
		Example: `  nmbench kernels
  nmbench kernels --json > run1.jsonl
  nmbench kernels --ops gemm,lu --types float64 --max-n 512
  nmbench kernels --ops gemm,lu,trsm --workers 2
  nmbench kernels --from run1.jsonl,run2.jsonl --peers r1.csv,r2.csv --markdown`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := set.check(c); err != nil {
				return err
			}
			workers := 1
			if c.Flags().Changed("workers") {
				workers = a.workers
			}
			return a.profiled(func() error { return a.kernels(c.Context(), set, workers) })
		},
	}
	f := c.Flags()
	f.StringSliceVar(&set.ops, "ops", nil, "operations or groups of them to measure (all)")
	f.StringSliceVar(&set.types, "types", nil, "types of elements: float32 (or f32), float64 (f64) (both)")
	f.StringSliceVar(&set.isas, "isa", nil, "instruction sets to measure: "+choices(runnable())+" (the one NMCORE_ISA names, or all)")
	f.StringSliceVar(&set.sizes, "sizes", nil, "sizes n instead of those of each operation")
	f.IntVar(&set.maxN, "max-n", 3000, "leave out matrices with n above this")
	f.IntVar(&set.rounds, "rounds", 0, "samples of each figure; 0: as many as fit into 60 ms, from 3 to 31")
	f.BoolVar(&set.quick, "quick", false, "short samples and three rounds: to see that everything runs, not how fast")
	f.BoolVar(&set.slow, "slow", false, "measure the portable kernels and gonum at sizes that take them seconds too")
	f.StringSliceVar(&set.peers, "peers", nil, "`FILES` with the figures of other programs; several rounds are merged by their median")
	f.StringSliceVar(&set.from, "from", nil, "`FILES` of earlier runs with --json to show, merged by their median, instead of measuring")
	f.BoolVar(&set.markdown, "markdown", false, "write the tables as Markdown")
	return c
}

// operationList names what --ops knows.
func operationList() string {
	var b strings.Builder
	group := ""
	for _, o := range kernels.Ops() {
		if o.Group != group {
			group = o.Group
			fmt.Fprintf(&b, "  %s\n", group)
		}
		fmt.Fprintf(&b, "    %-13s%s\n", o.Name, o.Title)
	}
	return b.String()
}

// runnable names the instruction sets of this machine.
func runnable() (names []string) {
	for _, k := range asm.All[float64]() {
		names = append(names, k.Name)
	}
	return names
}

// check refuses values that make no sense.
func (s *kernelSettings) check(c *cobra.Command) error {
	var known []string
	for _, o := range kernels.Ops() {
		known = append(known, o.Group, o.Name)
	}
	slices.Sort(known)
	known = slices.Compact(known)
	for _, o := range s.ops {
		if !slices.Contains(known, o) {
			return usagef("--ops %q: must be of %s", o, choices(known))
		}
	}
	for i, t := range s.types {
		switch t {
		case "f32", "float32":
			s.types[i] = "float32"
		case "f64", "float64":
			s.types[i] = "float64"
		default:
			return usagef("--types %q: must be float32 or float64", t)
		}
	}
	for _, v := range s.sizes {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 {
			return usagef("--sizes %q: must be whole numbers of 1 or more", v)
		}
		s.numbers = append(s.numbers, n)
	}
	if len(s.numbers) > 0 && !c.Flags().Changed("max-n") {
		s.maxN = slices.Max(s.numbers)
	}
	switch {
	case s.maxN < 1:
		return usagef("--max-n %d: must be 1 or more", s.maxN)
	case s.rounds < 0:
		return usagef("--rounds %d: must be 0 or more", s.rounds)
	}
	if len(s.from) > 0 {
		for _, flag := range []string{"rounds", "quick", "slow", "workers"} {
			if c.Flags().Changed(flag) {
				return usagef("--from shows what was measured: --%s has no meaning with it", flag)
			}
		}
		return nil
	}
	for _, isa := range s.isas {
		if !slices.Contains(runnable(), isa) {
			return usagef("--isa %q: this machine and build can run %s", isa, choices(runnable()))
		}
	}
	if forced := os.Getenv(asm.EnvISA); len(s.isas) == 0 && forced != "" {
		s.isas = []string{forced}
	}
	return nil
}

func (s *kernelSettings) selection() kernels.Selection {
	return kernels.Selection{Ops: s.ops, Types: s.types, ISAs: s.isas, Sizes: s.numbers, MaxN: s.maxN}
}

func (s *kernelSettings) timing() kernels.Timing {
	t := fullTiming
	if s.quick {
		t = quickTiming
	}
	if s.rounds > 0 {
		t.Rounds = s.rounds
	}
	return t
}
