package nmcore_test

import (
	"context"
	"fmt"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
)

// Train a small network on the exclusive or of two inputs and ask it.
func Example() {
	x := la.NewMatrix[float64](4, 2)
	copy(x.Data, []float64{0, 0, 0, 1, 1, 0, 1, 1})
	data := &nm.Data[float64]{X: x, Labels: []int{0, 1, 1, 0}}

	net, err := nm.New[float64](nm.Config{Inputs: 2, Nodes: 8, Outputs: 2, Seed: 1})
	if err != nil {
		panic(err)
	}
	trainer, err := nm.NewTrainer(net, nm.TrainOptions{Epochs: 200, Rate: 0.02})
	if err != nil {
		panic(err)
	}
	if _, err := trainer.Fit(context.Background(), data, nil); err != nil {
		panic(err)
	}
	y := la.NewMatrix[float64](4, 2)
	if _, err := net.Predict(context.Background(), y, x); err != nil {
		panic(err)
	}
	for i := range 4 {
		fmt.Println(x.Row(i), y.At(i, 1) > 0.5)
	}
	// Output:
	// [0 0] false
	// [0 1] true
	// [1 0] true
	// [1 1] false
}
