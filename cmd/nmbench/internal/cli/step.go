package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/kernels"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/median"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
	"github.com/neuralmodules/nmcore/sched"
)

// The training step that nmbench step measures.
const (
	stepBatch     = 64
	stepBatches   = 20  // minibatches, in turn
	stepMost      = 200 // steps; with more, W learns the labels by heart and is another one
	stepGroup     = 8   // steps whose mean is one time: not all do the same work
	stepInputs    = 128
	stepClasses   = 6
	stepRate      = 1e-3
	stepSpread    = 0.9    // spectral radius of W
	stepThreshold = 0.01   // of networks with modules
	stepTolerance = 1.2e-6 // a sample's largest residual: the batch changes by less than 1e-6 of its norm
)

// stepSettings are the flags of nmbench step.
type stepSettings struct {
	nodes   []int
	modules int
	seconds float64
	warm    bool
	numpy   string
	method  string
	blocks  bool
	sparse  bool
	edges   int
	scan    float64
}

// stepRecord is one measurement.
type stepRecord struct {
	Op          string  `json:"op"`
	Type        string  `json:"type"`
	ISA         string  `json:"isa"`
	N           int     `json:"n"`
	Module      int     `json:"module,omitempty"` // nodes of a module
	Batch       int     `json:"batch"`
	Workers     int     `json:"workers"`
	Clock       string  `json:"clock"`
	Warm        bool    `json:"warm,omitempty"`
	Seconds     float64 `json:"seconds"`         // median of means of stepGroup steps
	Iterations  float64 `json:"iterations"`      // exact sweeps, Anderson and Newton steps
	Quick       float64 `json:"quick"`           // sweeps between them
	Saved       float64 `json:"saved,omitempty"` // share of the iterations, both kinds, of a cold start
	Steps       int     `json:"steps"`
	Unconverged int     `json:"unconverged"`     // samples of all steps
	Numpy       float64 `json:"numpy,omitempty"` // seconds
	Ratio       float64 `json:"ratio,omitempty"`
	Method      string  `json:"method"`

	Blocks []nm.BlockStats `json:"blocks,omitempty"`
}

func (a *app) stepCommand() *cobra.Command {
	set := &stepSettings{}
	c := &cobra.Command{
		Use:   "step",
		Short: "Measure a training step of a deep-equilibrium model",
		Long: `step measures training steps of a network with all edges, a deep-equilibrium model: W normal with spectral radius 0.9, 128 inputs,
6 classes, 20 batches of 64 samples in turn, float32, gradient descent, one worker unless --workers says otherwise, every solve from a cold start to a relative change of 1e-6.
With --warm it measures the same again where every solve begins at the sample's last solution, 20 steps ago; the first round of
steps, which has none, is not counted, and the iterations saved are.
With --modules M the edges lie in modules of M nodes, and the rate is too small to change that. With --sparse only these edges are
stored, not all of W, and the table tells memory and how the time grows: the exponent of the nodes since the line before.

At most 200 steps are taken. Figures are medians of the means of 8 steps in a row, of processor time with one worker and of the wall clock with
more. The iterations are those of a sample, forward and backward, summed over its modules; quick ones lie between exact ones and decide
nothing. --numpy FILE puts another program's figures beside ours: lines that hold
"threads T n=N fp step median X ms". The ratio is the other's time over ours.`,
		Example: "  nmbench step\n  nmbench step --numpy numpy.txt\n  nmbench step --modules 50 --nodes 100,300,1000 --json\n  nmbench step --sparse --nodes 3000,10000,100000",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := set.check(c.Flags().Changed); err != nil {
				return err
			}
			workers := 1
			if c.Flags().Changed("workers") {
				workers = a.workers
			}
			if set.sparse {
				return a.profiled(func() error { return a.stepSparse(c.Context(), set, workers) })
			}
			return a.profiled(func() error { return a.step(c.Context(), set, workers) })
		},
	}
	f := c.Flags()
	f.IntSliceVar(&set.nodes, "nodes", []int{100, 300, 1000}, "sizes of the network")
	f.IntVar(&set.modules, "modules", 0, "nodes of a module; 0: one module of all nodes")
	f.Float64Var(&set.seconds, "seconds", 3, "how long to train each network, in `SECONDS`")
	f.BoolVar(&set.warm, "warm", false, "measure warm starts, too")
	f.StringVar(&set.method, "method", "cost", "what the modules are solved by first: "+choices(methods))
	f.BoolVar(&set.blocks, "blocks", false, "tell, too, how the last step solved the modules")
	f.StringVar(&set.numpy, "numpy", "", "`FILE` with the figures of the same step in numpy")
	f.BoolVar(&set.sparse, "sparse", false, "store the kept edges only: 64 inputs, modules of 50 nodes unless --modules says otherwise, Adam")
	f.IntVar(&set.edges, "edges", 10, "with --sparse: edges out of each node, inside its module")
	f.Float64Var(&set.scan, "scan", -1, "with --sparse: `SHARE` of the edges not stored whose gradients a step looks at; 0: the library's default; -1: none")
	return c
}

func (s *stepSettings) check(given func(flag string) bool) error {
	for _, n := range s.nodes {
		if most := s.mostNodes(); n < 1 || n > most {
			return usagef("--nodes %d: must be from 1 to %d", n, most)
		}
	}
	if s.sparse && s.modules == 0 {
		s.modules = 50
	}
	switch {
	case s.edges < 1 || s.edges > 1000:
		return usagef("--edges %d: must be from 1 to 1000", s.edges)
	case !(s.scan >= 0 && s.scan <= 1 || s.scan == -1):
		return usagef("--scan %v: must be from 0 to 1, or -1", s.scan)
	case !s.sparse && (given("edges") || given("scan")):
		return usagef("--edges and --scan need --sparse")
	case s.sparse && s.numpy != "":
		return usagef("--numpy is for networks with all edges")
	case s.sparse && s.warm:
		return usagef("--warm is for networks with all edges")
	case slices.Index(methods, s.method) < 0:
		return usagef("--method %q: must be %s", s.method, choices(methods))
	case s.sparse && s.blocks:
		return usagef("--blocks is for networks with all edges")
	case s.modules < 0:
		return usagef("--modules %d: must be 0 or more", s.modules)
	case !(s.seconds > 0 && s.seconds <= 600):
		return usagef("--seconds %v: must be above 0 and at most 600", s.seconds)
	}
	return nil
}

// mostNodes is the largest size that is measured.
func (s *stepSettings) mostNodes() int {
	if s.sparse {
		return 1_000_000
	}
	return 30_000
}

// step measures all sizes.
func (a *app) step(ctx context.Context, set *stepSettings, workers int) error {
	pool := sched.New(workers)
	defer pool.Close()
	peer, err := readNumpy(set.numpy, pool.Workers())
	if err != nil {
		return err
	}
	if !a.json {
		fmt.Fprintf(a.stdout, "%8s %6s %12s %12s %8s %8s %12s %12s %8s\n", "nodes", "start", "ms a step", "iterations", "quick", "saved", "not solved", "numpy, ms", "ratio")
	}
	starts := []bool{false}
	if set.warm {
		starts = append(starts, true)
	}
	for _, n := range set.nodes {
		var cold stepRecord
		for _, warm := range starts {
			r, err := stepOf(ctx, set, n, warm, pool)
			if err != nil {
				return interrupted(ctx, err)
			}
			if !warm {
				cold = r
			} else if before := cold.Iterations + cold.Quick; before > 0 {
				r.Saved = 1 - (r.Iterations+r.Quick)/before
			}
			if r.Numpy = peer[n]; r.Numpy > 0 {
				r.Ratio = r.Numpy / r.Seconds
			}
			a.record(r)
			if !a.json {
				r.print(a.stdout)
				r.printBlocks(a.stdout)
			}
		}
	}
	return nil
}

// print writes the record as a row of the table.
func (r *stepRecord) print(w io.Writer) {
	start, saved := "cold", "-"
	if r.Warm {
		start, saved = "warm", fmt.Sprintf("%.0f%%", 100*r.Saved)
	}
	fmt.Fprintf(w, "%8d %6s %12.3f %12.1f %8.1f %8s %12d %12s %8s\n", r.N, start, 1e3*r.Seconds, r.Iterations, r.Quick, saved, r.Unconverged,
		orDash(1e3*r.Numpy), orDash(r.Ratio))
}

// blocksShown is how many modules the table tells of; --json has them all.
const blocksShown = 10

// printBlocks writes a row for each module.
func (r *stepRecord) printBlocks(w io.Writer) {
	each := func(s nm.SolveStats) string {
		of := func(n int) float64 { return float64(n) / float64(max(1, s.Samples)) }
		return fmt.Sprintf("%5.1f %5.1f %5.1f %5.1f %5.1f %4d", of(s.Picard+s.Anderson), of(s.Quick), of(s.Newton), of(s.Krylov), of(s.Factorizations), s.Fallbacks)
	}
	for i, b := range r.Blocks {
		switch {
		case i == 0:
			fmt.Fprintf(w, "%8s %-27s %s %s\n", "module", "chosen", "forward: exact quick newton krylov factored fallbacks", " backward")
		case i == blocksShown:
			fmt.Fprintf(w, "%8s and %d more\n", "", len(r.Blocks)-i)
			return
		}
		fmt.Fprintf(w, "%8d %-27s %s | %s\n", b.Nodes, b.Chosen, each(b.Forward), each(b.Backward))
	}
}

func orDash(v float64) string {
	if v == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", v)
}

// stepOf trains one network and returns the median time of its steps and how many samples they left unsolved.
func stepOf(ctx context.Context, set *stepSettings, nodes int, warm bool, pool *sched.Pool) (stepRecord, error) {
	r := stepRecord{Op: "step", Type: "float32", ISA: isa(), N: nodes, Module: set.modules, Batch: stepBatch, Workers: pool.Workers(), Warm: warm, Method: set.method}
	net, batches, rate, err := stepProblem(nodes, set)
	if err != nil {
		return r, err
	}
	net.SetPool(pool)
	t, err := nm.NewTrainer(net, nm.TrainOptions{Optimizer: nm.SGD})
	if err != nil {
		return r, err
	}
	if warm {
		for i := range batches {
			batches[i].State = nm.NewState(net, stepBatch)
			if _, err := t.Step(ctx, &batches[i], rate); err != nil {
				return r, err
			}
		}
	}
	if err = r.measure(ctx, t, batches, rate, set.seconds); err == nil && set.blocks {
		r.Blocks = t.Blocks()
	}
	return r, err
}

// measure takes steps of the given rate on the batches in turn, for so many seconds, and completes the record.
func (r *stepRecord) measure(ctx context.Context, t *nm.Trainer[float32], batches []nm.Data[float32], rate, seconds float64) error {
	clock, name := kernels.StepClock(r.Workers)
	r.Clock = name
	var times []float64
	iterations, quick := 0, 0
	for began := time.Now(); len(times) < 1+stepGroup || len(times) < stepMost && time.Since(began).Seconds() < seconds; {
		from := clock()
		s, err := t.Step(ctx, &batches[len(times)%stepBatches], rate)
		if err != nil {
			return err
		}
		r.Unconverged += s.Unconverged
		times = append(times, (clock() - from).Seconds())
		iterations += s.Picard + s.Newton
		quick += s.Quick
	}
	r.Steps = len(times)
	r.Iterations = float64(iterations) / float64(r.Steps) / stepBatch
	r.Quick = float64(quick) / float64(r.Steps) / stepBatch
	r.Seconds = medianOfGroups(times[1:]) // the first one allocates
	return nil
}

// medianOfGroups returns the median of the means of stepGroup times each.
func medianOfGroups(times []float64) float64 {
	var means []float64
	for len(means) == 0 || len(times) >= stepGroup {
		group := times[:min(stepGroup, len(times))]
		times = times[len(group):]
		sum := 0.0
		for _, t := range group {
			sum += t
		}
		means = append(means, sum/float64(len(group)))
	}
	return median.Of(means)
}

// stepProblem returns the network, its batches and the learning rate.
func stepProblem(nodes int, set *stepSettings) (*nm.Network[float32], []nm.Data[float32], float64, error) {
	c := nm.Config{Inputs: stepInputs, Nodes: nodes, Outputs: stepClasses, Tolerance: stepTolerance, Seed: 1, Method: methodNamed(set.method)}
	module := set.modules
	rate := stepRate
	size := nodes
	if module > 0 {
		c.Threshold, rate, size = stepThreshold, 1e-6, min(module, nodes)
	}
	net, err := nm.New[float32](c)
	if err != nil {
		return nil, nil, 0, err
	}
	rng := rand.New(rand.NewPCG(1, 1))
	net.Edit(func(p nm.Params[float32]) {
		clear(p.W.Data)
		for from := 0; from < nodes; from += size {
			drawModule(rng, p.W, from, min(size, nodes-from), size)
		}
		drawEnds(rng, p)
	})
	batches := make([]nm.Data[float32], stepBatches)
	for i := range batches {
		batches[i] = drawBatch[float32](rng, stepBatch, stepInputs)
	}
	return net, batches, rate, nil
}

// draw fills v with normal numbers.
func draw[T la.Float](rng *rand.Rand, v []T, deviation float64) {
	for i := range v {
		v[i] = T(deviation * rng.NormFloat64())
	}
}

// drawModule draws all edges between the count nodes from the given one on, with the spectral radius of a module of size nodes.
func drawModule[T la.Float](rng *rand.Rand, w *la.Matrix[T], from, count, size int) {
	for k := range count {
		draw(rng, w.Row(from + k)[from:from+count], stepSpread/math.Sqrt(float64(size)))
	}
}

// drawEnds draws the edges from the inputs and to the outputs.
func drawEnds[T la.Float](rng *rand.Rand, p nm.Params[T]) {
	draw(rng, p.U.Data, 1/math.Sqrt(float64(p.U.Rows)))
	draw(rng, p.V.Data, 1/math.Sqrt(float64(p.V.Rows)))
}

// drawBatch draws samples.
func drawBatch[T la.Float](rng *rand.Rand, count, inputs int) nm.Data[T] {
	x := la.NewMatrix[T](count, inputs)
	draw(rng, x.Data, 1)
	d := nm.Data[T]{X: x, Labels: make([]int, count)}
	for s := range d.Labels {
		d.Labels[s] = rng.IntN(stepClasses)
	}
	return d
}

var numpyLine = regexp.MustCompile(`threads (\d+) n= *(\d+) fp step median +([0-9.]+) ms`)

// readNumpy returns the seconds of a step by number of nodes, of the lines with the given number of threads.
func readNumpy(path string, threads int) (map[int]float64, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, data.PathError(path, err)
	}
	defer f.Close()
	found := map[int]float64{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		m := numpyLine.FindStringSubmatch(lines.Text())
		if m == nil || m[1] != strconv.Itoa(threads) {
			continue
		}
		n, err := strconv.Atoi(m[2])
		ms, err2 := strconv.ParseFloat(m[3], 64)
		if err == nil && err2 == nil && ms > 0 {
			found[n] = ms / 1e3
		}
	}
	if err := lines.Err(); err != nil {
		return nil, data.PathError(path, err)
	}
	if len(found) == 0 {
		return nil, usagef("%s: no line holds \"threads %d n=N fp step median X ms\"", path, threads)
	}
	return found, nil
}
