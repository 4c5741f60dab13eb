package cli

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"

	"github.com/neuralmodules/nmcore/nm"
	"github.com/neuralmodules/nmcore/sched"
)

// sparseInputs are the inputs of the networks of nmbench step --sparse.
const sparseInputs = 64

// sparseRecord is one measurement of a network that stores some edges only.
type sparseRecord struct {
	stepRecord
	Inputs   int     `json:"inputs"`
	Kept     int     `json:"kept"`               // edges
	Stored   int     `json:"stored"`             // edges, after the last step
	Scan     float64 `json:"scan"`               // as asked for: share of the edges not stored that a step looks at; 0: the library's default; -1: none
	Peak     float64 `json:"peak,omitempty"`     // bytes of memory the process has had at most
	Exponent float64 `json:"exponent,omitempty"` // of the growth of the time since the size before
}

// stepSparse measures all sizes with stored edges.
func (a *app) stepSparse(ctx context.Context, set *stepSettings, workers int) error {
	pool := sched.New(workers)
	defer pool.Close()
	if !a.json {
		fmt.Fprintf(a.stdout, "%8s %10s %12s %12s %12s %12s %8s\n", "nodes", "edges", "ms a step", "iterations", "not solved", "peak memory", "growth")
	}
	var last sparseRecord
	for _, n := range set.nodes {
		r, err := sparseStepOf(ctx, set, n, pool)
		if err != nil {
			return interrupted(ctx, err)
		}
		if last.N > 0 && last.N != n {
			r.Exponent = math.Log(r.Seconds/last.Seconds) / math.Log(float64(n)/float64(last.N))
		}
		last = r
		a.record(r)
		if !a.json {
			peak := "-"
			if r.Peak > 0 {
				peak = byteSize(r.Peak)
			}
			fmt.Fprintf(a.stdout, "%8d %10d %12.3f %12.1f %12d %12s %8s\n", n, r.Stored, 1e3*r.Seconds, r.Iterations, r.Unconverged, peak, orDash(r.Exponent))
		}
	}
	return nil
}

func sparseStepOf(ctx context.Context, set *stepSettings, nodes int, pool *sched.Pool) (sparseRecord, error) {
	r := sparseRecord{Inputs: sparseInputs, Scan: set.scan}
	r.stepRecord = stepRecord{Op: "step_sparse", Type: "float32", ISA: isa(), N: nodes, Module: set.modules, Batch: stepBatch, Workers: pool.Workers(), Method: set.method}
	net, batches, err := sparseProblem(set, nodes)
	if err != nil {
		return r, err
	}
	net.SetPool(pool)
	t, err := nm.NewTrainer(net, nm.TrainOptions{Scan: set.scan})
	if err != nil {
		return r, err
	}
	if err := r.measure(ctx, t, batches, 1e-6, set.seconds); err != nil {
		return r, err
	}
	e, _ := net.Edges()
	r.Kept, r.Stored, r.Peak = net.Modules().Edges, len(e.W), peakMemory()
	return r, nil
}

// sparseProblem returns a network of modules of as many nodes as set says, with its number of edges out of every node, and batches.
func sparseProblem(set *stepSettings, nodes int) (*nm.Network[float32], []nm.Data[float32], error) {
	net, err := nm.New[float32](nm.Config{Inputs: sparseInputs, Nodes: nodes, Outputs: stepClasses, Threshold: stepThreshold, MaxEdges: max(16, 2*set.edges) * nodes, Seed: 1,
		Method: methodNamed(set.method)})
	if err != nil {
		return nil, nil, err
	}
	rng := rand.New(rand.NewPCG(1, 1))
	net.Edit(func(p nm.Params[float32]) {
		drawSparse(rng, p.E, set.modules, set.edges)
		drawEnds(rng, p)
	})
	batches := make([]nm.Data[float32], stepBatches)
	for i := range batches {
		batches[i] = drawBatch[float32](rng, stepBatch, sparseInputs)
	}
	return net, batches, nil
}

// drawSparse draws the given number of edges out of every node, to other nodes of its module, with the spectral radius of W.
func drawSparse(rng *rand.Rand, e *nm.Edges[float32], module, edges int) {
	e.Head, e.W = e.Head[:0], e.W[:0]
	heads := make([]int32, 0, edges)
	for k := range e.Nodes {
		first := k / module * module
		size := min(module, e.Nodes-first)
		heads = heads[:0]
		for len(heads) < min(edges, size-1) {
			if j := int32(first + rng.IntN(size)); int(j) != k && !slices.Contains(heads, j) {
				heads = append(heads, j)
			}
		}
		slices.Sort(heads)
		e.Head = append(e.Head, heads...)
		e.Start[k+1] = len(e.Head)
	}
	e.W = make([]float32, len(e.Head))
	for i := range e.W {
		w := stepSpread / math.Sqrt(float64(edges)) * rng.NormFloat64()
		e.W[i] = float32(w + math.Copysign(2*stepThreshold, w)) // all are kept
	}
}

// peakMemory returns the most bytes of memory that the process has had at a time, 0 where the system does not tell.
func peakMemory() float64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var kib float64
		if _, err := fmt.Sscanf(s.Text(), "VmHWM: %f kB", &kib); err == nil {
			return kib * 1024
		}
	}
	return 0
}
