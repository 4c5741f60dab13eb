package nm

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// jacobianOf is the mean over the samples of |D_s W_g|_F^2, from its definition.
func jacobianOf(t testing.TB, n *Network[float64], x *la.Matrix[float64]) float64 {
	w, sum := kept(n), 0.0
	for s := range x.Rows {
		for k, v := range monolithic(t, n, x.Row(s)) {
			d := derivative(n.cfg.Activation, v)
			for _, e := range w.Row(k) {
				sum += d * d * e * e
			}
		}
	}
	return sum / float64(x.Rows)
}

// TestJacobianGradient compares all five groups of the gradient of loss and penalty with central differences, where cycles make the
// penalty reach every weight through the solution.
func TestJacobianGradient(t *testing.T) {
	const mu, h = 0.3, 1e-5
	for _, f := range []Activation{Tanh, Sigmoid, Softplus, ReLU} {
		for _, c := range []Config{{}, {Threshold: 0.15}, {PicardAbove: -1, Output: Linear}, {Structure: DAG}} {
			c.Inputs, c.Nodes, c.Outputs, c.Activation, c.Spread, c.Seed, c.Tolerance = 3, 8, 2, f, 0.6, 3, 1e-13
			t.Run(fmt.Sprintf("%v/%v/%v", f, c.Structure, c.Threshold), func(t *testing.T) {
				n := mustNew[float64](t, c)
				n.Edit(func(p Params[float64]) {
					for j := range p.B {
						p.B[j] = 0.1*float64(j) - 0.35
					}
				})
				d := randomData[float64](c, 6, 5)
				g, _, err := mustTrainer(t, n, TrainOptions{Jacobian: mu}).Gradient(context.Background(), d)
				require.NoError(t, err)
				whole := c
				whole.Threshold = 0
				ref := mustNew[float64](t, whole)
				ref.params.copyFrom(&n.params)
				copy(ref.params.W.Data, kept(n).Data)
				for i, group := range ref.params.groups() {
					want := make([]float64, len(group))
					for k, v := range group {
						if i == 1 && !inStructure(&n.mask, k/c.Nodes, k%c.Nodes) {
							continue
						}
						at := func(v float64) float64 {
							group[k] = v
							return lossOf(t, ref, d) + mu*jacobianOf(t, ref, d.X)
						}
						want[k] = (at(v+h) - at(v-h)) / (2 * h)
						group[k] = v
					}
					near(t, "d"+[5]string{"U", "W", "b", "V", "c"}[i], g.groups()[i], want, 1e-6)
				}
			})
		}
	}
}

// TestJacobianMasked: with the penalty, too, samples without a solution leave all to the others, and the bits are the same for any
// number of workers.
func TestJacobianMasked(t *testing.T) {
	n := mustNew[float64](t, Config{Inputs: 1, Nodes: 3, Outputs: 2, Activation: ReLU})
	n.Edit(func(p Params[float64]) { // no solution where x > 0
		copy(p.U.Data, []float64{1, 1, -1})
		copy(p.W.Data, []float64{0, 1.25, 0.3, 0.9, 0, -0.2, 0.1, 0.2, 0})
		copy(p.B, []float64{0.2, 0.3, 0.1})
		copy(p.V.Data, []float64{1, -1, 0.5, 0.25, -0.5, 0.7})
	})
	d := &Data[float64]{X: la.NewMatrix[float64](6, 1), Labels: []int{0, 1, 0, 1, 1, 0}}
	copy(d.X.Data, []float64{-3, -1, 2, -0.9, -2, -5})
	for workers := range 4 {
		pool := sched.New(workers)
		n.SetPool(pool)
		g, s, err := mustTrainer(t, n, TrainOptions{Jacobian: 0.2}).Gradient(context.Background(), d)
		require.NoError(t, err)
		require.Equal(t, []int{2}, s.Rows)
		want, ws, err := mustTrainer(t, n, TrainOptions{Jacobian: 0.2}).Gradient(context.Background(), without(d, 2))
		pool.Close()
		require.NoError(t, err)
		require.InEpsilon(t, ws.Loss, s.Loss, 1e-15)
		require.Equal(t, ws.Wrong+1, s.Wrong)
		for i, group := range g.groups() {
			near(t, fmt.Sprint("group ", i), group, want.groups()[i], 1e-14)
		}
	}
}

// TestJacobianSameBits: training with the penalty gives the same bits for any number of workers.
func TestJacobianSameBits(t *testing.T) {
	t.Run("float64", testJacobianSameBits[float64])
	t.Run("float32", testJacobianSameBits[float32])
}

func testJacobianSameBits[T la.Float](t *testing.T) {
	var want [5][]T
	d := blobs[T](10, 5, 150, 3)
	counts, steps := []int{1, 2, 3, 12}, 10
	if testing.Short() {
		counts, steps = []int{1, 3}, 3
	}
	for _, workers := range counts {
		pool := sched.New(workers)
		n := mustNew[T](t, Config{Inputs: 10, Nodes: 90, Outputs: 5, Seed: 12, Threshold: 0.03, Pool: pool})
		tr := mustTrainer(t, n, TrainOptions{Jacobian: 1e-3})
		for range steps {
			_, err := tr.Step(context.Background(), d, 1e-2)
			require.NoError(t, err)
		}
		pool.Close()
		if workers == 1 {
			want = n.params.groups()
		}
		require.Equal(t, want, n.params.groups(), "%d workers", workers)
	}
}
