package cli

import (
	"context"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
	"github.com/neuralmodules/nmcore/nm"
)

// TestAdjointCosines measures how close the gradients of the approximate adjoints are to the exact one, on the digits: the figures
// in the documentation of nm.Adjoint.
func TestAdjointCosines(t *testing.T) {
	src, err := digitsSource(1)
	if err != nil {
		t.Fatal(err)
	}
	x, err := data.Matrix[float64](src.table, src.split.Train, src.scaler)
	if err != nil {
		t.Fatal(err)
	}
	all := &nm.Data[float64]{X: x, Labels: src.table.LabelsOf(src.split.Train)}
	part := x.View(0, 0, 500, x.Cols)
	d := &nm.Data[float64]{X: &part, Labels: all.Labels[:500]}
	for _, c := range []struct {
		spread float64
		epochs int
	}{{0.4, 0}, {0.9, 0}, {0.4, 10}} {
		net, err := nm.New[float64](nm.Config{Inputs: x.Cols, Nodes: 100, Outputs: 10, Spread: c.spread, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		train := func(o nm.TrainOptions) *nm.Trainer[float64] {
			tr, err := nm.NewTrainer(net, o)
			if err != nil {
				t.Fatal(err)
			}
			return tr
		}
		if c.epochs > 0 {
			if _, err := train(nm.TrainOptions{Epochs: c.epochs}).Fit(context.Background(), all, nil); err != nil {
				t.Fatal(err)
			}
		}
		gradient := func(o nm.TrainOptions) []float64 {
			g, _, err := train(o).Gradient(context.Background(), d)
			if err != nil {
				t.Fatal(err)
			}
			var flat []float64
			for _, v := range [][]float64{g.U.Data, g.W.Data, g.B} { // V and its biases do not pass through the adjoint
				flat = append(flat, v...)
			}
			return flat
		}
		exact := gradient(nm.TrainOptions{})
		got := []float64{cosine(gradient(nm.TrainOptions{Adjoint: nm.JacobianFree}), exact)}
		for _, k := range []int{1, 2, 5, 10} {
			got = append(got, cosine(gradient(nm.TrainOptions{Adjoint: nm.Neumann, Terms: k}), exact))
		}
		t.Logf("spread %v, %d epochs: Jacobian-free %.3f, 1 term %.3f, 2 %.3f, 5 %.3f, 10 %.3f", c.spread, c.epochs, got[0], got[1], got[2], got[3], got[4])
		if !(got[0] > 0.3 && got[4] > got[1] && got[4] > 0.9) {
			t.Errorf("spread %v, %d epochs: cosines %v", c.spread, c.epochs, got)
		}
	}
}

func cosine(a, b []float64) float64 {
	var ab, aa, bb float64
	for i, v := range a {
		ab += v * b[i]
		aa += v * v
		bb += b[i] * b[i]
	}
	return ab / math.Sqrt(aa*bb)
}
