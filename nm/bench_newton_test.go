package nm

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/la"
)

// BenchmarkDEQNewtonStep is BenchmarkDEQStep by Newton's method for each sample, every solve from its cold start.
func BenchmarkDEQNewtonStep(b *testing.B) {
	for _, nodes := range []int{100, 300} {
		b.Run(fmt.Sprintf("nodes=%d", nodes), func(b *testing.B) {
			n, batches := deqProblem(b, Config{Nodes: nodes, PicardAbove: nodes})
			benchSteps(b, n, batches, 1e-3)
		})
	}
}

// BenchmarkModule50 solves one module of 50 nodes for one sample, forward and backward, in float64 to 1e-10.
func BenchmarkModule50(b *testing.B) {
	n := mustNew[float64](b, Config{Inputs: 16, Nodes: 50, Outputs: 4, Tolerance: 1e-10, Seed: 1})
	rng := rand.New(rand.NewPCG(1, 50))
	n.Edit(func(p Params[float64]) {
		for i := range p.W.Data {
			p.W.Data[i] = 0.9 / math.Sqrt(50) * rng.NormFloat64()
		}
	})
	x, ga := la.NewMatrix[float64](1, 16), la.NewMatrix[float64](1, 4)
	for i := range x.Data {
		x.Data[i] = rng.NormFloat64()
	}
	for i := range ga.Data {
		ga.Data[i] = rng.NormFloat64()
	}
	r := newRun(n)
	sweeps, steps := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		r.begin(context.Background(), 1, true)
		if err := r.forward(x); err != nil {
			b.Fatal(err)
		}
		if err := r.backward(ga); err != nil {
			b.Fatal(err)
		}
		s := r.stats()
		if s.Unconverged > 0 {
			b.Fatal("not solved")
		}
		sweeps, steps = s.Picard, s.Newton
	}
	b.ReportMetric(float64(sweeps), "sweeps")
	b.ReportMetric(float64(steps), "steps")
}
