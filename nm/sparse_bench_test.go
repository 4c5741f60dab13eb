package nm

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/la"
)

// sparseNet is a network of which only the kept edges are stored: modules of the given size, so many edges out of each node.
func sparseNet(b testing.TB, nodes, module, edges int, spread float64) (*Network[float32], *Data[float32]) {
	n := mustNew[float32](b, Config{Inputs: 64, Nodes: nodes, Outputs: 6, Threshold: 0.01, MaxEdges: 16 * nodes, Seed: 1})
	r := rand.New(rand.NewPCG(1, 1))
	n.Edit(func(p Params[float32]) {
		p.E.Head, p.E.W = nil, nil
		var heads []int32
		for k := range nodes {
			from := k / module * module
			size := min(module, nodes-from)
			heads = heads[:0]
			for len(heads) < min(edges, size-1) {
				if j := int32(from + r.IntN(size)); int(j) != k && !slices.Contains(heads, j) {
					heads = append(heads, j)
				}
			}
			slices.Sort(heads)
			for _, j := range heads {
				w := spread / math.Sqrt(float64(edges)) * r.NormFloat64()
				p.E.Head, p.E.W = append(p.E.Head, j), append(p.E.W, float32(w+math.Copysign(0.02, w)))
			}
			p.E.Start[k+1] = len(p.E.Head)
		}
	})
	d := blobs[float32](64, 6, 64, 1)
	la.Scal(0.5, d.X.Data)
	return n, d
}

// BenchmarkSparse is a training step of networks of which only the kept edges are stored, 64 samples, one worker.
func BenchmarkSparse(b *testing.B) {
	for _, nodes := range []int{3000, 10_000, 30_000, 100_000} {
		for _, module := range []int{10, 50, nodes} { // the last is one cyclic block of nearly all nodes
			for _, scan := range []float64{-1, 0} {
				b.Run(fmt.Sprintf("nodes=%d/module=%d/scan=%v", nodes, module, scan), func(b *testing.B) {
					n, d := sparseNet(b, nodes, module, 9, 0.6)
					tr := mustTrainer(b, n, TrainOptions{Scan: scan})
					var s StepStats
					step := func() {
						var err error
						if s, err = tr.Step(context.Background(), d, 1e-6); err != nil {
							b.Fatal(err)
						}
					}
					step()
					step()
					for b.Loop() {
						step()
					}
					b.ReportMetric(float64(s.Unconverged), "unconverged")
					b.ReportMetric(float64(s.Picard+s.Quick)/64, "sweeps")
					b.ReportMetric(float64(s.Newton)/64, "newton")
				})
			}
		}
	}
}
