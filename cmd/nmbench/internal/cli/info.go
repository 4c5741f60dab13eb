package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/internal/machine"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// info is what runs, and on what.
type info struct {
	Op        string   `json:"op"`
	Version   string   `json:"version"`
	Revision  string   `json:"revision,omitempty"`
	Go        string   `json:"go"`
	System    string   `json:"system"`
	Processor string   `json:"processor"`
	Features  string   `json:"features"`
	Cores     int      `json:"cores"`
	Caches    [3]int   `json:"caches"` // bytes of L1 data, L2, L3
	Memory    *float64 `json:"memory_available,omitempty"`
	ISA       string   `json:"isa"`
	ISAs      []string `json:"isas"` // all that can run here
	Kernels   string   `json:"kernels"`
	Workers   int      `json:"workers"`
}

func gatherInfo(workers int) info {
	l1, l2, l3 := machine.Caches()
	i := info{
		Op: "info", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH,
		Processor: machine.Name(), Features: machine.Features(), Cores: machine.Cores(), Caches: [3]int{l1, l2, l3},
		ISA: isa(), Kernels: la.Info(), Workers: workers,
	}
	if have := availableMemory(); have < unknownMemory {
		i.Memory = &have
	}
	for _, k := range asm.All[float32]() {
		i.ISAs = append(i.ISAs, k.Name)
	}
	i.Version, i.Revision = version()
	return i
}

// version is what the build knows of its module version and commit.
func version() (version, revision string) {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown", ""
	}
	for _, s := range build.Settings {
		if s.Key == "vcs.revision" {
			revision = s.Value
		}
	}
	return build.Main.Version, revision
}

func (i info) pairs() []report.Pair {
	out := []report.Pair{
		{Name: "nmbench", Value: i.Version}, {Name: "go", Value: i.Go + " " + i.System},
		{Name: "processor", Value: i.Processor}, {Name: "features", Value: i.Features}, {Name: "cores", Value: fmt.Sprint(i.Cores)},
		{Name: "caches", Value: fmt.Sprintf("L1 %s, L2 %s, L3 %s", byteSize(float64(i.Caches[0])), byteSize(float64(i.Caches[1])), byteSize(float64(i.Caches[2])))},
		{Name: "isa", Value: fmt.Sprintf("%s (of %v)", i.ISA, i.ISAs)}, {Name: "kernels", Value: i.Kernels}, {Name: "workers", Value: fmt.Sprint(i.Workers)},
	}
	if i.Memory != nil {
		out = append(out, report.Pair{Name: "memory available", Value: byteSize(*i.Memory)})
	}
	if i.Revision != "" {
		out = append(out, report.Pair{Name: "revision", Value: i.Revision})
	}
	return out
}

func (a *app) infoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "info",
		Short: "Show the machine and the kernels that run on it",
		Long: `info shows the processor, its caches and vector extensions, the kernels that were chosen for it, and versions.
The environment variable NMCORE_ISA forces other kernels: NMCORE_ISA=generic nmbench info.`,
		Example: "  nmbench info\n  nmbench info --json",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			return a.profiled(func() error {
				pool := sched.New(a.workers)
				defer pool.Close()
				i := gatherInfo(pool.Workers())
				if a.json {
					a.record(i)
					return nil
				}
				for _, p := range i.pairs() {
					fmt.Fprintf(a.stdout, "%-18s%s\n", p.Name, p.Value)
				}
				return nil
			})
		},
	}
}
