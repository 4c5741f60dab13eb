package nm

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
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

// BenchmarkBlockMethods solves a block of W normal with the given spectral radius for 64 samples forward and backward, by every method of
// package nonlinear's batch solver, in float32 to 1e-6. Times are of the whole.
func BenchmarkBlockMethods(b *testing.B) {
	for _, nodes := range []int{8, 16, 24, 32, 50, 100, 300, 1000} {
		for _, radius := range []float64{0.5, 0.9, 1.2} {
			for m := range nonlinear.ByPath {
				b.Run(fmt.Sprintf("nodes=%d/radius=%g/%v", nodes, radius, m), func(b *testing.B) {
					if nodes > 300 && (m == nonlinear.ByNewton || testing.Short()) {
						b.Skip("long")
					}
					benchBlock(b, nodes, radius, m)
				})
			}
		}
	}
}

func benchBlock(b *testing.B, nodes int, radius float64, m nonlinear.BatchMethod) {
	const count = 64
	rng := rand.New(rand.NewPCG(1, uint64(nodes)))
	random := func(rows, cols int, deviation float64) *la.Matrix[float32] {
		v := la.NewMatrix[float32](rows, cols)
		normal(rng, v.Data, deviation)
		return v
	}
	w, r, g := random(nodes, nodes, radius/math.Sqrt(float64(nodes))), random(count, nodes, 1), random(count, nodes, 1)
	x, d, tols := la.NewMatrix[float32](count, nodes), la.NewMatrix[float32](count, nodes), make([]float32, count)
	y, status := la.NewMatrix[float32](count, nodes), make([]nonlinear.Status, count)
	var back la.PackedMatrix[float32]
	back.Pack(nil, la.Transpose, w)
	const tol = 2e-6
	for i := range tols {
		tols[i] = tol
	}
	forward := forwardBlock[float32]{w: w, r: *r, tol: tol, z: make([]float32, count*nodes)}
	adjoint := adjointBlock[float32]{w: w, back: &back, g: *g, d: *d, tol: tols}
	var s nonlinear.Batch[float32]
	set := nonlinear.BatchSettings{Method: m}
	var f, a nonlinear.BatchStats
	for b.Loop() {
		copy(x.Data, r.Data)
		forward.made = false // as after a change of W
		f = s.Solve(nil, &forward, x, status, &set)
		la.Tanh(d.Data, x.Data)
		la.TanhSlope(d.Data, d.Data)
		la.Mul(y.Data, g.Data, d.Data)
		a = s.SolveAdjoint(nil, &adjoint, y, status, &set)
	}
	if f.Unconverged+a.Unconverged > 0 {
		b.Errorf("%+v, %+v", f, a)
	}
	b.ReportMetric(float64(f.Picard+f.Anderson+a.Picard+a.Anderson)/count, "sweeps")
	b.ReportMetric(float64(f.Newton+a.Newton)/count, "steps")
	b.ReportMetric(float64(f.Krylov+a.Krylov)/count, "products")
	b.ReportMetric(float64(f.Factorizations+a.Factorizations)/count, "factorizations")
}
