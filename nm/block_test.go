package nm

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
)

// blockSystem is what the block solvers see of a block.
type blockSystem interface {
	nonlinear.Jacobians[float64]
	nonlinear.Products[float64]
}

// TestBlockJacobians holds the Jacobians and products of both systems of a block against differences of their residual, for
// samples in any selection.
func TestBlockJacobians(t *testing.T) {
	const size, count = 9, 5
	rng := rand.New(rand.NewPCG(3, 1))
	random := func(rows, cols int) la.Matrix[float64] {
		m := la.NewMatrix[float64](rows, cols)
		for i := range m.Data {
			m.Data[i] = rng.NormFloat64()
		}
		return *m
	}
	w, r, d := random(size, size), random(count, size), random(count, size)
	var back la.PackedMatrix[float64]
	back.Pack(nil, la.Transpose, &w)
	for _, f := range []Activation{Tanh, Sigmoid, ReLU, Softplus} {
		scratch := make([]float64, count*size)
		for name, sys := range map[string]blockSystem{
			"forward": &forwardBlock[float64]{f: f, w: &w, r: r, tol: 1e-9, z: scratch},
			"adjoint": &adjointBlock[float64]{w: &w, back: &back, g: r, d: d},
		} {
			rows := []int{1, 2, 4}
			k := len(rows)
			x, v, g := random(k, size), random(k, size), la.NewMatrix[float64](k, size)
			sys.Map(g, &x, rows)
			jac, jv := la.NewBatch[float64](k, size, size), la.NewMatrix[float64](k, size)
			sys.Jacobians(jac, &x, g, rows)
			sys.Products(jv, &v, &x, rows)
			const h = 1e-6
			moved, other := la.NewMatrix[float64](k, size), la.NewMatrix[float64](k, size)
			for j := range size {
				copy(moved.Data, x.Data)
				for i := range rows {
					moved.Row(i)[j] += h
				}
				sys.Map(other, moved, rows)
				for i := range rows {
					item := jac.Item(i)
					for l := range size {
						want := -(other.At(i, l) - g.At(i, l)) / h
						if l == j {
							want++
						}
						near(t, fmt.Sprintf("%v %s: dF_%d/dx_%d of sample %d", f, name, l, j, rows[i]), []float64{item.At(l, j)}, []float64{want}, 1e-5)
					}
				}
			}
			for i := range rows {
				item, want := jac.Item(i), make([]float64, size)
				la.Gemv(nil, la.NoTrans, 1, &item, v.Row(i), 0, want)
				near(t, fmt.Sprintf("%v %s: product of sample %d", f, name, rows[i]), jv.Row(i), want, 1e-12)
			}
		}
	}
}
