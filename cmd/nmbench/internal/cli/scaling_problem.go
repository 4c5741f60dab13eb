package cli

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"time"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/kernels"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/median"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/replay"
	"github.com/neuralmodules/nmcore/nm"
	"github.com/neuralmodules/nmcore/sched"
)

// poolCosts are the overheads of sched's pool. A region of two halves of 10 us takes 10.8 us on two workers that spin, one of halves of
// 1 us takes 1.8; a chunk costs a push, a pop and a look at the clock; waking a parked thread takes 100 to 150 us
// (AMD Zen 5, 2 cores of a shared server, 2026-11-26).
var poolCosts = replay.Costs{Steal: 0.8e-6, Chunk: 0.1e-6, Spin: sched.DefaultSpin.Seconds(), Wake: 125e-6}

// The i9-12900H has 6 cores of one kind and 8 of another. By Intel's data sheet they clock up to 5.0 and 3.8 GHz; a fast core does two
// 256-bit FMA a cycle, a slow one two of 128 bits, so a slow one has 0.38 of the peak. In code that is no product it has 0.54 to 0.64
// of the speed (SPEC CPU 2017 on the same cores of a 12900K, Cutress and Frumusanu, AnandTech, 4 November 2021). A training step
// is both.
const (
	fastCores, slowCores = 6, 8
	slowCore             = 0.5
	paperMemory          = 76.8e9 // bytes a second: two channels of DDR5-4800
)

// realWorkers is the most workers to measure on: those asked for, else as many as there are processors.
func (a *app) realWorkers() int {
	if a.workers > 0 {
		return a.workers
	}
	return runtime.GOMAXPROCS(0)
}

// hybrid returns the speeds of the given number of workers on the i9-12900H, fast ones first.
func hybrid(workers int, slow float64) []float64 {
	s := replay.Equal(workers)
	for i := fastCores; i < len(s); i++ {
		s[i] = slow
	}
	return s
}

// moduleSizes returns sizes that add up to nodes: one of the given largest size (0: none), the others drawn log-uniformly from a
// third of the mean to 2.24 times the mean, a range in which the mean is the mean.
func moduleSizes(nodes, mean, largest int) []int {
	rng := rand.New(rand.NewPCG(1, 3))
	var sizes []int
	if largest > 0 {
		sizes, nodes = append(sizes, largest), nodes-largest
	}
	low, high := math.Log(1.0/3), math.Log(2.24)
	least := max(2, (mean+2)/3)
	for nodes > 0 {
		n := max(least, int(math.Round(float64(mean)*math.Exp(low+rng.Float64()*(high-low)))))
		if nodes-n < least { // the rest would be too small for a module
			n = nodes
		}
		sizes, nodes = append(sizes, n), nodes-n
	}
	return sizes
}

// leastTraffic is the number of bytes that a step with momentum moves at least, if a matrix of that many nodes does not stay in the
// caches: weights and momentum in and out. The gradient is not in it: a step need not write it.
func leastTraffic(nodes int) float64 { return 4 * 4 * float64(nodes) * float64(nodes) }

// moduleProblem is a training step of a network with modules of given sizes, always the same step: its rate is zero.
type moduleProblem struct {
	net     *nm.Network[float32]
	trainer *nm.Trainer[float32]
	batch   nm.Data[float32]
}

func newModuleProblem(sizes []int, batch int) (*moduleProblem, error) {
	nodes := 0
	for _, s := range sizes {
		nodes += s
	}
	net, err := nm.New[float32](nm.Config{Inputs: stepInputs, Nodes: nodes, Outputs: stepClasses, Tolerance: stepTolerance, Threshold: stepThreshold, Seed: 1})
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(1, 1))
	net.Edit(func(p nm.Params[float32]) {
		clear(p.W.Data)
		from := 0
		for _, size := range sizes {
			drawModule(rng, p.W, from, size, size)
			from += size
		}
		drawEnds(rng, p)
	})
	p := &moduleProblem{net: net, batch: drawBatch[float32](rng, batch, stepInputs)}
	p.trainer, err = nm.NewTrainer(net, nm.TrainOptions{Optimizer: nm.SGD})
	return p, err
}

// step takes the step and reports samples that were not solved as an error.
func (p *moduleProblem) step(ctx context.Context) error {
	s, err := p.trainer.Step(ctx, &p.batch, 0)
	if err == nil && s.Unconverged > 0 {
		err = fmt.Errorf("%d of %d samples were not solved", s.Unconverged, s.Samples)
	}
	return err
}

// measure returns the median time of a step on so many workers, in seconds: processor time on one, the wall clock on more.
func (p *moduleProblem) measure(ctx context.Context, workers int, span time.Duration) (float64, error) {
	pool := sched.New(workers, sched.Pinned())
	defer pool.Close()
	p.net.SetPool(pool)
	defer p.net.SetPool(nil)
	clock, _ := kernels.StepClock(workers)
	var times []float64
	for began := time.Now(); len(times) < 4 || time.Since(began) < span; {
		from := clock()
		if err := p.step(ctx); err != nil {
			return 0, err
		}
		times = append(times, (clock() - from).Seconds())
	}
	return median.Of(times[1:]), nil // the first one allocates
}

// outline returns the loops of a step on so many real workers as they follow each other, each as one body.
func (p *moduleProblem) outline(ctx context.Context, workers, repeats int) (*replay.Graph, error) {
	var r sched.Recording
	pool := sched.New(workers, sched.Pinned(), sched.Outline(&r))
	defer pool.Close()
	p.net.SetPool(pool)
	defer p.net.SetPool(nil)
	var runs []sched.Recording
	for round := -1; round < repeats; round++ { // the first one allocates
		r = sched.Recording{}
		r.Start()
		err := p.step(ctx)
		r.Stop()
		if err != nil {
			return nil, err
		}
		if round >= 0 {
			runs = append(runs, r)
		}
	}
	return replay.Median(runs)
}

// record returns the task graphs of a step cut for each of the given numbers of workers. They are recorded in turn, so that what
// disturbs the machine for a while disturbs them alike. done is called after every step.
func (p *moduleProblem) record(ctx context.Context, workers []int, repeats int, done func()) ([]*replay.Graph, error) {
	defer p.net.SetPool(nil)
	runs := make([][]sched.Recording, len(workers))
	for round := -1; round < repeats; round++ { // the first one allocates
		for i, w := range workers {
			var r sched.Recording
			pool := sched.New(w, sched.Record(&r))
			p.net.SetPool(pool)
			r.Start()
			err := p.step(ctx)
			r.Stop()
			pool.Close()
			if err != nil {
				return nil, err
			}
			if round >= 0 {
				runs[i] = append(runs[i], r)
			}
			done()
		}
	}
	graphs := make([]*replay.Graph, len(workers))
	for i := range graphs {
		var err error
		if graphs[i], err = replay.Median(runs[i]); err != nil {
			return nil, fmt.Errorf("a step cut for %d workers: %w", workers[i], err)
		}
	}
	return graphs, nil
}
