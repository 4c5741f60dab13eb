package nm

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

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
	randomGradient(t, 64, 1e-3, r)
	return t
}

// BenchmarkPass times the pass over W, 24 bytes of traffic a weight with Adam, with a threshold and a keep fraction, what else a step does
// to W, and the step itself.
func BenchmarkPass(b *testing.B) {
	for _, nodes := range []int{100, 300, 1000, 3000, 10000} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("nodes=%d/workers=%d", nodes, workers), func(b *testing.B) { benchPass(b, nodes, workers) })
		}
	}
}

func benchPass(b *testing.B, nodes, workers int) {
	pool := sched.New(workers)
	defer pool.Close()
	c := Config{Inputs: 64, Nodes: nodes, Outputs: 10, Threshold: 0.05, Pool: pool}
	t := formed(b, c)
	p := &t.net.plan
	sweep := func(b *testing.B, t *Trainer[float32]) {
		for range 20 { // the margin of a keep fraction settles
			t.pass.apply(&t.grad, 0)
		}
		for b.Loop() {
			t.pass.apply(&t.grad, 0)
		}
		b.ReportMetric(24*float64(nodes)*float64(nodes)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GB/s")
	}
	b.Run("threshold", func(b *testing.B) { sweep(b, t) })
	b.Run("keep", func(b *testing.B) {
		c.Threshold, c.Keep = 0, 2/float64(nodes)
		sweep(b, formed(b, c))
	})
	b.Run("gradient", func(b *testing.B) {
		for b.Loop() {
			t.edges.whole(&t.grad)
		}
	})
	b.Run("components", func(b *testing.B) {
		for b.Loop() {
			p.cut()
		}
	})
	b.Run("link", func(b *testing.B) {
		for b.Loop() {
			p.link()
			p.fetch(nil)
		}
	})
	b.Run("step", func(b *testing.B) {
		d := blobs[float32](64, 10, 64, 1)
		for b.Loop() {
			if s, err := t.Step(context.Background(), d, 0); err != nil || s.Unconverged > 0 {
				b.Fatal(err, s.Unconverged)
			}
		}
	})
}
