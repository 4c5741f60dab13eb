package nm

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// TestStepGradient: the gradient of W, made by stripes, has the bits of one product, and a step, which stores none, those of Gradient and the
// separate operations of an update after it.
func TestStepGradient(t *testing.T) {
	t.Run("float32", testStepGradient[float32])
	t.Run("float64", testStepGradient[float64])
}

func testStepGradient[T la.Float](t *testing.T) {
	for _, c := range []Config{
		{Nodes: 90}, {Nodes: 400, Threshold: 0.05}, {Nodes: 65, Threshold: 0.1, Structure: DAG}, {Nodes: 90, Structure: Layered, Layers: []int{30, 20, 40}},
	} {
		for _, mu := range []float64{0, 0.1} {
			for _, workers := range []int{1, 3} {
				t.Run(fmt.Sprintf("%v/%d/%v/%d", c.Structure, c.Nodes, mu, workers), func(t *testing.T) {
					checkStepGradient[T](t, c, TrainOptions{Jacobian: mu, Penalty: Penalty{Lambda: 0.01}}, workers)
				})
			}
		}
	}
}

func checkStepGradient[T la.Float](t *testing.T, c Config, o TrainOptions, workers int) {
	pool := sched.New(workers)
	defer pool.Close()
	c.Inputs, c.Outputs, c.Pool = 6, 3, pool
	n, whole := mustNew[T](t, c), mustNew[T](t, c)
	tr, ref := mustTrainer(t, n, o), mustTrainer(t, whole, o)
	s := &separate[T]{params: newParams[T](&n.cfg), m: newParams[T](&n.cfg), v: newParams[T](&n.cfg), shrink: newShrinker[T](o.Penalty, c.Nodes)}
	d := blobs[T](6, 3, 70, 1)
	for range 4 {
		g, _, err := ref.Gradient(context.Background(), d)
		require.NoError(t, err)
		if o.Jacobian == 0 {
			w := la.NewMatrix[T](c.Nodes, c.Nodes)
			la.Gemm(nil, la.Transpose, la.NoTrans, 1/T(d.X.Rows), ref.run.z, ref.run.delta, 0, w)
			clearOutsideW(&n.mask, w)
			requireSameBits(t, "gradient", g.W.Data, w.Data)
		}
		s.params.copyFrom(&whole.params)
		s.apply(whole, &g, &ref.opt, 0.01)
		whole.Edit(func(p Params[T]) { p.copyFrom(&s.params) })
		_, err = tr.Step(context.Background(), d, 0.01)
		require.NoError(t, err)
		for i, w := range n.params.groups() {
			requireSameBits(t, "weights", w, whole.params.groups()[i])
		}
	}
	require.Nil(t, tr.grad.W)
}
