package nm

import (
	"context"
	"fmt"
	"testing"
)

// BenchmarkConditions times the monitor of one block of all nodes at 16 samples, float32, one worker.
func BenchmarkConditions(b *testing.B) {
	for _, nodes := range []int{100, 300, 1000, 3000} {
		b.Run(fmt.Sprintf("nodes=%d", nodes), func(b *testing.B) {
			n, batches := deqProblem(b, Config{Nodes: nodes})
			x := batches[0].X.View(0, 0, 16, 128)
			for b.Loop() {
				if _, err := n.Conditions(context.Background(), &x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkJacobianPenalty times a training step of the same network, batch 64, without and with the penalty.
func BenchmarkJacobianPenalty(b *testing.B) {
	for _, nodes := range []int{100, 300, 1000} {
		for _, mu := range []float64{0, 1e-3} {
			b.Run(fmt.Sprintf("nodes=%d/mu=%v", nodes, mu), func(b *testing.B) {
				n, batches := deqProblem(b, Config{Nodes: nodes})
				tr := mustTrainer(b, n, TrainOptions{Jacobian: mu})
				i := 0
				for b.Loop() {
					if s, err := tr.Step(context.Background(), &batches[i%20], 0); err != nil || s.Unconverged > 0 {
						b.Fatal(err, s.Unconverged)
					}
					i++
				}
			})
		}
	}
}
