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
