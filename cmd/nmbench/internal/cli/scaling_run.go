package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/replay"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/sched"
)

// scalingRun is one run of nmbench scaling.
type scalingRun struct {
	figures
	set  *scalingSettings
	rate float64 // of memory
}

// scalingRecord is one figure. Times are in seconds.
type scalingRecord struct {
	Op           string  `json:"op"` // scaling
	Type         string  `json:"type"`
	ISA          string  `json:"isa"`
	N            int     `json:"n"`
	Modules      int     `json:"modules"`
	Largest      int     `json:"largest"` // nodes of the largest module
	Batch        int     `json:"batch"`
	Workers      int     `json:"workers"`
	Simulated    bool    `json:"simulated"`
	Machine      string  `json:"machine,omitempty"` // of the simulation, if its workers are not equal
	Seconds      float64 `json:"seconds"`
	Gain         float64 `json:"gain"`               // over one worker
	Measured     float64 `json:"measured,omitempty"` // beside a simulation, where as many workers were measured
	MeasuredGain float64 `json:"measured_gain,omitempty"`
	Bound        float64 `json:"bound,omitempty"`   // gain that no schedule of these loops can beat
	Path         float64 `json:"path,omitempty"`    // the critical path
	Longest      float64 `json:"longest,omitempty"` // body
	Serial       float64 `json:"serial,omitempty"`
	Recordings   int     `json:"recordings,omitempty"` // alike, whose medians a simulation plays
	Memory       float64 `json:"memory,omitempty"`     // for the least that has to move between memory and processors
}

// scalingHeader names the columns of row.
var scalingHeader = []string{"workers", "measured", "gain", "simulated", "gain", "off by", "bound", "path", "longest body", "serial", "memory", "recordings"}

const scalingNote = `Measured: medians, of processor time on one worker and of the wall clock on more. Gain: over one worker; of simulated ones over the shorter of
measured and simulated. Simulated: medians of bodies recorded on one worker, played on simulated ones; memory bandwidth, caches and clocks that processors
share are not in it. Off by: simulated over measured. Bound: the gain no schedule of these loops can beat. Path: the
critical path. Serial: between the outermost loops. Memory: for W and its momentum in and out, at %.0f GB/s, what %d workers reach here, and %.1f GB/s, what
the memory of an i9-12900H can do. Recordings: those alike of all, whose medians are played.`

// row is a simulation's row.
func (r *scalingRecord) row() []string {
	out := []string{fmt.Sprint(r.Workers), "-", "-", duration(r.Seconds), fmt.Sprintf("%.2f", r.Gain), "-", "-", duration(r.Path), duration(r.Longest), duration(r.Serial), duration(r.Memory), fmt.Sprint(r.Recordings)}
	if r.Machine != "" {
		out[0] += ", " + r.Machine
	}
	if r.Measured > 0 {
		out[1], out[2], out[5] = duration(r.Measured), fmt.Sprintf("%.2f", r.MeasuredGain), fmt.Sprintf("%+.0f%%", 100*(r.Seconds/r.Measured-1))
	}
	if r.Bound > 0 {
		out[6] = fmt.Sprintf("%.2f", r.Bound)
	}
	return out
}

// run measures all networks.
func (r *scalingRun) run(ctx context.Context) error {
	r.page.PlotsTitle = "Gain"
	pool := sched.New(r.app.realWorkers(), sched.Pinned())
	r.rate = memoryRate(pool, r.set.memory)
	pool.Close()
	plot := report.Plot{Title: "Training step", X: "workers", Y: "gain over one worker"}
	for _, largest := range r.set.largest {
		if err := r.network(ctx, largest, &plot); err != nil {
			return err
		}
	}
	r.plot(plot)
	return nil
}

// network measures and simulates the network with one large module of the given size, or none.
func (r *scalingRun) network(ctx context.Context, largest int, plot *report.Plot) error {
	set := r.set
	sizes := moduleSizes(set.nodes, set.mean, largest)
	what := fmt.Sprintf("%d nodes, %d modules of %d to %d nodes", set.nodes, len(sizes), slices.Min(sizes), slices.Max(sizes))
	p, err := newModuleProblem(sizes, set.batch)
	if err != nil {
		return err
	}
	base := scalingRecord{Op: "scaling", Type: "float32", ISA: isa(), N: set.nodes, Modules: len(sizes), Largest: slices.Max(sizes), Batch: set.batch}
	real := r.app.realWorkers()
	counts := append([]int{1, min(real, mostSimulated)}, set.workers...)
	slices.Sort(counts)
	counts = slices.Compact(counts)
	steps, all := 0, real+(set.repeats+1)*len(counts)
	r.progress.Begin(what, all)
	done := func(what string) {
		steps++
		r.done(steps, all, what)
	}

	measured := make([]float64, real+1) // by workers
	line := report.Line{Name: what + ", measured"}
	for w := 1; w <= real; w++ {
		if measured[w], err = p.measure(ctx, w, time.Duration(set.seconds*float64(time.Second))); err != nil {
			return err
		}
		rec := base
		rec.Workers, rec.Seconds, rec.Gain = w, measured[w], measured[1]/measured[w]
		r.app.record(rec)
		line.X, line.Y = append(line.X, float64(w)), append(line.Y, rec.Gain)
		done(fmt.Sprintf("measured on %d", w))
	}

	t := report.Table{Title: "Training step, " + what, Header: scalingHeader,
		Note: fmt.Sprintf(scalingNote, r.rate/1e9, real, paperMemory/1e9)}
	simulated := report.Line{Name: what + ", simulated"}
	graphs, err := p.record(ctx, counts, set.repeats, func() { done("recording") })
	if err != nil {
		return err
	}
	// The recording has long bodies, which are the ones that other programs interrupt.
	alone := min(measured[1], graphs[0].Bounds().Work)
	var realLimits, simulatedLimits *limits
	for i, w := range counts {
		g := graphs[i]
		b := g.Bounds()
		play := func(machine string, speeds []float64, rate float64) (scalingRecord, replay.Timeline) {
			line := g.Run(replay.Machine{Speeds: speeds, Costs: poolCosts, LargestFirst: set.largestFirst})
			rec := base
			rec.Workers, rec.Simulated, rec.Machine, rec.Seconds, rec.Gain = w, true, machine, line.Seconds, alone/line.Seconds
			rec.Path, rec.Longest, rec.Serial, rec.Memory, rec.Recordings = b.Path, b.Largest, b.Serial, leastTraffic(set.nodes)/rate, g.Runs
			return rec, line
		}
		rec, line := play("", replay.Equal(w), r.rate)
		rec.Bound = alone / g.Best(w)
		if w <= real {
			rec.Measured, rec.MeasuredGain = measured[w], measured[1]/measured[w]
		}
		simulated.X, simulated.Y = append(simulated.X, float64(w)), append(simulated.Y, rec.Gain)
		r.app.record(rec)
		t.Rows = append(t.Rows, rec.row())
		if w == paperWorkers {
			simulatedLimits = &limits{what, w, true, losses(line, w), b}
			rec, _ = play("i9-12900H", hybrid(w, set.slow), paperMemory)
			r.app.record(rec)
			t.Rows = append(t.Rows, rec.row())
		}
		if w == real && w > 1 {
			outline, err := p.outline(ctx, w, set.repeats)
			if err != nil {
				return err
			}
			if line, ok := outline.Beside(g); ok {
				realLimits = &limits{what, w, false, losses(line, w), b}
			}
		}
	}
	r.table(t)
	for _, l := range []*limits{realLimits, simulatedLimits} {
		if l != nil {
			r.limits(l)
		}
	}
	plot.Lines = append(plot.Lines, simulated, line)
	return nil
}

// loss is what a part of a step, or several of one name, take.
type loss struct {
	name            string
	one, here, lost float64 // on one worker, on all, and what that is above its share
}

// losses returns the parts of a timeline, the one that loses most first.
func losses(t replay.Timeline, workers int) []loss {
	at := map[string]int{}
	var all []loss
	for i, s := range t.Spans {
		name := s.Name
		if name == "" {
			before, after := "the start", "the end"
			if i > 0 {
				before = t.Spans[i-1].Name
			}
			if i+1 < len(t.Spans) {
				after = t.Spans[i+1].Name
			}
			name = fmt.Sprintf("serial: %s to %s", before, after)
		}
		k, ok := at[name]
		if !ok {
			k = len(all)
			at[name] = k
			all = append(all, loss{name: name})
		}
		all[k].one += s.Work
		all[k].here += s.Seconds
		all[k].lost += s.Seconds - s.Work/float64(workers)
	}
	slices.SortStableFunc(all, func(a, b loss) int { return cmp.Compare(b.lost, a.lost) })
	return all
}

// mostLimits is how many parts are shown.
const mostLimits = 15

// limits is where a step on so many workers takes longer than its share of the time on one.
type limits struct {
	network   string
	workers   int
	simulated bool
	parts     []loss
	bounds    replay.Bounds
}

const limitsNote = `On one: the sum of what was recorded on one worker. Lost: the time here beyond a perfect division of that. Loops are named by who calls them, serial parts by
the loops before and after. All serial parts have %.1f%% of the work, so by Amdahl's law the gain is at most %.1f on %d workers. The longest body, as a rule the
largest module, takes %s at least, whoever helps.`

// limits shows where time is lost.
func (r *scalingRun) limits(l *limits) {
	sum := 0.0
	for _, p := range l.parts {
		sum += p.lost
	}
	b, how := l.bounds, "measured"
	if l.simulated {
		how = "simulated"
	}
	t := report.Table{Title: fmt.Sprintf("What limits it on %d workers (%s), %s", l.workers, how, l.network),
		Header: []string{"part of the step", "on one", "here", "gain", "lost", "share of all loss"},
		Note:   fmt.Sprintf(limitsNote, 100*b.Serial/b.Work, b.Work/(b.Serial+(b.Work-b.Serial)/float64(l.workers)), l.workers, duration(b.Largest))}
	for _, p := range l.parts[:min(len(l.parts), mostLimits)] {
		t.Rows = append(t.Rows, []string{p.name, duration(p.one), duration(p.here), fmt.Sprintf("%.2f", p.one/p.here), duration(p.lost), fmt.Sprintf("%.0f%%", 100*p.lost/sum)})
		r.app.record(struct {
			Op        string  `json:"op"`
			Network   string  `json:"network"`
			Workers   int     `json:"workers"`
			Simulated bool    `json:"simulated"`
			Part      string  `json:"part"`
			One       float64 `json:"seconds_one"`
			Seconds   float64 `json:"seconds"`
			Lost      float64 `json:"lost"`
		}{"limit", l.network, l.workers, l.simulated, p.name, p.one, p.here, p.lost})
	}
	r.table(t)
}
