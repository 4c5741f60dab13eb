package nm

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// formed returns a trainer of a network after modules formed, with a gradient: W dense and below the threshold except for two
// edges a node inside modules of 50 nodes.
func formed(tb testing.TB, c Config) *Trainer[float32] {
	n, nodes := mustNew[float32](tb, c), c.Nodes
	r := rand.New(rand.NewPCG(1, 1))
	n.Edit(func(p Params[float32]) {
		for i := range p.W.Data {
			p.W.Data[i] = 0.09 * (r.Float32() - 0.5)
		}
		for k := range nodes {
			first := k / 50 * 50
			p.W.Set(k, first+r.IntN(50), 0.3)
			p.W.Set(k, first+r.IntN(50), -0.3)
		}
	})
	n.currentPlan()
	t := mustTrainer(tb, n, TrainOptions{Penalty: Penalty{Lambda: 1e-3, Size: ModuleEdges}})
	for _, g := range t.grad.groups() {
		for i := range g {
			g[i] = 1e-3 * (r.Float32() - 0.5)
		}
	}
	return t
}

// BenchmarkPass times the pass over W, 28 bytes of traffic a weight with Adam, and the parts of a step around it.
func BenchmarkPass(b *testing.B) {
	for _, nodes := range []int{100, 300, 1000, 3000, 10000} {
		for _, workers := range []int{1, 2} {
			pool := sched.New(workers)
			c := Config{Inputs: 64, Nodes: nodes, Outputs: 10, Threshold: 0.05, Pool: pool}
			t := formed(b, c)
			c.Threshold, c.Keep = 0, 2/float64(nodes)
			keep := formed(b, c)
			n, p := t.net, &t.net.plan
			z := la.NewMatrix[float32](64, nodes)
			for _, part := range []struct {
				name string
				work func()
			}{
				{"pass", func() { t.pass.apply(&t.grad, 0) }},
				{"keep", func() { keep.pass.apply(&keep.grad, 0) }},
				{"gradient", func() { la.Gemm(pool, la.Transpose, la.NoTrans, 0, z, z, 1, t.grad.W) }},
				{"components", func() { p.cut() }},
				{"link", func() { p.link(n.params.W) }},
			} {
				b.Run(fmt.Sprintf("%s/nodes=%d/workers=%d", part.name, nodes, workers), func(b *testing.B) {
					for range 20 { // the margin of a keep fraction settles
						part.work()
					}
					for b.Loop() {
						part.work()
					}
					if part.name == "pass" || part.name == "keep" {
						b.ReportMetric(28*float64(nodes)*float64(nodes)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GB/s")
					}
				})
			}
			pool.Close()
		}
	}
}
