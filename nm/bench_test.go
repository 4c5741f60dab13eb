package nm

import (
	"context"
	"fmt"
	"testing"
)

// BenchmarkStep times one training step, batch 128, float32, 64 inputs and 10 classes, one worker.
func BenchmarkStep(b *testing.B) {
	for name, c := range map[string]Config{
		"nn":      {Structure: Layered, Nodes: 100},
		"dag":     {Structure: DAG, Nodes: 100},
		"deq":     {Nodes: 100},
		"modules": {Nodes: 100, Keep: 0.01},
	} {
		b.Run(fmt.Sprintf("%s/nodes=%d", name, c.Nodes), func(b *testing.B) {
			c.Inputs, c.Outputs, c.Seed = 64, 10, 1
			n := mustNew[float32](b, c)
			tr := mustTrainer(b, n, TrainOptions{Penalty: Penalty{Lambda: 0.01, Size: ModuleEdges}})
			d := blobs[float32](64, 10, 128, 1)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := tr.Step(context.Background(), d, 1e-5); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkDAGStep is the same for acyclic networks, batch 64: with all edges, half of all pairs, and with about ten a node.
func BenchmarkDAGStep(b *testing.B) {
	for _, nodes := range []int{100, 300, 1000} {
		for _, keep := range []float64{1, 20 / float64(nodes-1)} {
			b.Run(fmt.Sprintf("nodes=%d/keep=%.2g", nodes, keep), func(b *testing.B) {
				n := mustNew[float32](b, Config{Structure: DAG, Nodes: nodes, Keep: keep, Inputs: 64, Outputs: 10, Seed: 1})
				benchSteps(b, n, []Data[float32]{*blobs[float32](64, 10, 64, 1)}, 1e-5)
			})
		}
	}
}
