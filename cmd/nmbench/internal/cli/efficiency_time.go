package cli

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/kernels"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/median"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/replay"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/nm"
)

// figure4A compares training steps of a network of modules with those of a deep-equilibrium model.
func (r *efficiencyRun) figure4A(ctx context.Context) error {
	t := report.Table{Title: "Figure 4A: time of a training step, one worker", Header: []string{"nodes", "DEQ", "NMs", "nodes of a module", "DEQ over NMs", "DEQ in numpy", "over NMs"},
		Note: "The paper: NMs are faster than DEQ below 300 nodes, and the gap grows. DEQ and NMs by this program: float32, batch 64, the same inputs, tolerance and cold starts."}
	peer, err := readNumpy(r.set.numpy, 1)
	if err != nil {
		return err
	}
	deq, nms := report.Line{Name: "DEQ"}, report.Line{Name: "NMs"}
	r.progress.Begin("figure 4A", len(r.set.below))
	for i, n := range r.set.below {
		module := min(50, n/2)
		var seconds [2]float64
		for k, size := range []int{0, module} {
			rec, err := stepOf(ctx, &stepSettings{modules: size, seconds: r.set.seconds, method: methods[nm.ByCost]}, n, false, nil)
			if err != nil {
				return err
			}
			seconds[k] = rec.Seconds
			r.point("4A", "float32", efficiencyRecord{Model: []string{"deq", "nms"}[k], N: n, Module: size, Batch: stepBatch, Workers: 1, Seconds: rec.Seconds})
		}
		deq.X, deq.Y = append(deq.X, float64(n)), append(deq.Y, seconds[0])
		nms.X, nms.Y = append(nms.X, float64(n)), append(nms.Y, seconds[1])
		t.Rows = append(t.Rows, []string{fmt.Sprint(n), duration(seconds[0]), duration(seconds[1]), fmt.Sprint(module), fmt.Sprintf("%.1f", seconds[0]/seconds[1]), "-", "-"})
		if p := peer[n]; p > 0 {
			copy(t.Rows[i][5:], []string{duration(p), fmt.Sprintf("%.1f", p/seconds[1])})
		}
		r.done(i+1, len(r.set.below), fmt.Sprintf("%d nodes", n))
	}
	r.table(t)
	r.plot(report.Plot{Title: "4A: a training step", X: "nodes", Y: "seconds", Lines: []report.Line{deq, nms}})
	return nil
}

// figure4B shows what parallel modules gain.
func (r *efficiencyRun) figure4B(ctx context.Context) error {
	real := r.app.realWorkers()
	t := report.Table{Title: fmt.Sprintf("Figure 4B: training step with and without parallel modules, %d workers simulated", paperWorkers),
		Header: []string{"nodes", "modules", "one worker", fmt.Sprintf("%d workers, measured", real), "gain", fmt.Sprintf("%d workers, simulated", paperWorkers), "gain", "i9-12900H, simulated", "gain"},
		Note: "The paper: 6 to 7 times with 12 threads (and a GPU). Modules within 3 times of a mean of 50 nodes; whole steps, with what is not in modules. Simulated: see nmbench scaling. " +
			fmt.Sprintf("i9-12900H: the paper's processor, 6 fast cores and 6 slow ones of %g of the speed; its gain is over one fast core.", slowCore)}
	alone, together := report.Line{Name: "one worker"}, report.Line{Name: fmt.Sprintf("%d workers, simulated", paperWorkers)}
	r.progress.Begin("figure 4B", len(r.set.above))
	for i, n := range r.set.above {
		sizes := moduleSizes(n, min(50, n/2), 0)
		p, err := newModuleProblem(sizes, stepBatch)
		if err != nil {
			return err
		}
		rec := efficiencyRecord{Model: "nms", N: n, Module: slices.Max(sizes), Batch: stepBatch}
		point := func(workers int, seconds, gain float64, simulated bool, machine string) {
			rec.Workers, rec.Seconds, rec.Gain, rec.Simulated, rec.Machine = workers, seconds, gain, simulated, machine
			r.point("4B", "float32", rec)
		}
		one, err := p.measure(ctx, 1, r.span())
		if err != nil {
			return err
		}
		point(1, one, 1, false, "")
		row := []string{fmt.Sprint(n), fmt.Sprint(len(sizes)), duration(one), "-", "-"}
		if real > 1 {
			all, err := p.measure(ctx, real, r.span())
			if err != nil {
				return err
			}
			point(real, all, one/all, false, "")
			row[3], row[4] = duration(all), fmt.Sprintf("%.2f", one/all)
		}
		graphs, err := p.record(ctx, []int{1, paperWorkers}, r.set.repeats, func() {})
		if err != nil {
			return err
		}
		base := min(one, graphs[0].Bounds().Work)
		for machine, speeds := range []([]float64){replay.Equal(paperWorkers), hybrid(paperWorkers, slowCore)} {
			s := graphs[1].Run(replay.Machine{Speeds: speeds, Costs: poolCosts}).Seconds
			point(paperWorkers, s, base/s, true, []string{"", "i9-12900H"}[machine])
			row = append(row, duration(s), fmt.Sprintf("%.2f", base/s))
			if machine == 0 {
				together.X, together.Y = append(together.X, float64(n)), append(together.Y, s)
			}
		}
		alone.X, alone.Y = append(alone.X, float64(n)), append(alone.Y, one)
		t.Rows = append(t.Rows, row)
		r.done(i+1, len(r.set.above), fmt.Sprintf("%d nodes", n))
	}
	r.table(t)
	r.plot(report.Plot{Title: "4B: a training step with and without parallel modules", X: "nodes", Y: "seconds", Lines: []report.Line{alone, together}})
	return nil
}

// paperModule is how long the paper's 50-node module takes, in seconds (figure 17B).
const paperModule = 10e-3

// figure17B times one module.
func (r *efficiencyRun) figure17B(ctx context.Context) error {
	t := report.Table{Title: "Figure 17B: time to solve one module, forward and backward, one sample", Header: []string{"nodes", "time", "the paper", "ratio"},
		Note: "float64, tolerance 1e-10, spectral radius 0.9, one worker; all edges inside the module; with the gradients of all weights. The paper: 10 ms for 50 nodes."}
	line := report.Line{Name: "one module"}
	r.progress.Begin("figure 17B", len(r.set.modules))
	for i, n := range r.set.modules {
		s, err := moduleTime(ctx, n, r.span())
		if err != nil {
			return err
		}
		r.point("17B", "float64", efficiencyRecord{Model: "nms", N: n, Module: n, Batch: 1, Workers: 1, Seconds: s})
		row := []string{fmt.Sprint(n), duration(s), "-", "-"}
		if n == 50 {
			row[2], row[3] = duration(paperModule), fmt.Sprintf("%.0f", paperModule/s)
		}
		t.Rows = append(t.Rows, row)
		line.X, line.Y = append(line.X, float64(n)), append(line.Y, s)
		r.done(i+1, len(r.set.modules), fmt.Sprintf("%d nodes", n))
	}
	r.table(t)
	r.plot(report.Plot{Title: "17B: one module, one sample", X: "nodes", Y: "seconds", Lines: []report.Line{line}})
	return nil
}

// moduleTime returns the median time of the forward and backward pass of a module of n nodes for one sample, in seconds.
func moduleTime(ctx context.Context, n int, span time.Duration) (float64, error) {
	net, err := nm.New[float64](nm.Config{Inputs: stepInputs, Nodes: n, Outputs: stepClasses, Tolerance: 1e-10, Seed: 1})
	if err != nil {
		return 0, err
	}
	rng := rand.New(rand.NewPCG(1, 1))
	net.Edit(func(p nm.Params[float64]) {
		drawModule(rng, p.W, 0, n, n)
		drawEnds(rng, p)
	})
	trainer, err := nm.NewTrainer(net, nm.TrainOptions{})
	if err != nil {
		return 0, err
	}
	batch := drawBatch[float64](rng, 1, stepInputs)
	// Tens of microseconds each: many are timed at once.
	clock, _ := kernels.StepClock(1)
	var times []float64
	count := 1
	for began := time.Now(); len(times) < 4 || time.Since(began) < span; {
		from := clock()
		for range count {
			_, s, err := trainer.Gradient(ctx, &batch)
			if err == nil && s.Unconverged > 0 {
				err = fmt.Errorf("a module of %d nodes was not solved", n)
			}
			if err != nil {
				return 0, err
			}
		}
		took := (clock() - from).Seconds()
		if took < 1e-3 && count < 1<<10 { // too short for the clock, or the first, which allocates
			count *= 2
			continue
		}
		times = append(times, took/float64(count))
	}
	return median.Of(times), nil
}
