package reg_test

import (
	"math/rand/v2"
	"testing"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/reg"
)

func TestEdges(t *testing.T) {
	t.Run("float32", testEdges[float32])
	t.Run("float64", testEdges[float64])
}

// testEdges: some of a row's edges get the bits that they get in the whole row.
func testEdges[T la.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	for _, m := range sizes {
		for name, f := range forms[T](rng, m) {
			w, _ := view[T](rng, m)
			for _, k := range []int{0, m / 2, m - 1} {
				if k < 0 || k >= m {
					continue
				}
				for _, norm := range []struct {
					row  func(row []T, k int, step T, lambda reg.Weights[T])
					some func(w []T, k int, head []int32, step T, lambda reg.Weights[T])
				}{{reg.L1Row[T], reg.L1Edges[T]}, {reg.L2Row[T], reg.L2Edges[T]}} {
					var head []int32
					var some []T
					for j, v := range w.Row(k) {
						if j != k && rng.IntN(3) > 0 {
							head, some = append(head, int32(j)), append(some, v)
						}
					}
					row := append([]T(nil), w.Row(k)...)
					norm.row(row, k, 0.3, f.weights)
					norm.some(some, k, head, 0.3, f.weights)
					for i, j := range head {
						if bits(some[i]) != bits(row[j]) {
							t.Fatalf("%s, %d nodes: edge %d -> %d is %v, in the row %v", name, m, k, j, some[i], row[j])
						}
					}
				}
			}
		}
	}
	for _, misuse := range []func(){
		func() { reg.L1Edges([]T{1}, 0, []int32{1}, -1, reg.Uniform[T](1)) },
		func() { reg.L2Edges([]T{1}, 0, nil, 1, reg.Uniform[T](1)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			misuse()
		}()
	}
}
