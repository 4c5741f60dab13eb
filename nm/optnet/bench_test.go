package optnet

import (
	"fmt"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

func BenchmarkSolver(b *testing.B) {
	r := numtest.Rand(1)
	for _, size := range [][3]int{{10, 0, 10}, {50, 0, 50}, {100, 20, 100}} {
		qp := feasible[float64](r, size[0], size[1], size[2], false)
		p := normal[float64](r, 64, size[0])
		s, sol := solve(b, qp, p, Settings{})
		var grad Gradient[float64]
		name := fmt.Sprintf("n=%d/me=%d/mi=%d/batch=64", size[0], size[1], size[2])
		b.Run("solve/"+name, func(b *testing.B) {
			for b.Loop() {
				_ = s.Solve(nil, nil, sol, p)
			}
		})
		b.Run("backward/"+name, func(b *testing.B) {
			for b.Loop() {
				_ = s.Backward(nil, nil, &grad, sol, p)
			}
		})
	}
}
