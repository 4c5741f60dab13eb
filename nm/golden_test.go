package nm

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// goldenParams are the five groups as golden.json has them.
type goldenParams struct {
	U, W, V [][]float64
	B       []float64 `json:"b"`
	C       []float64 `json:"c"`
}

// flat lists the groups in this package's order.
func (g *goldenParams) flat() [5][]float64 {
	join := func(rows [][]float64) (all []float64) {
		for _, r := range rows {
			all = append(all, r...)
		}
		return all
	}
	return [5][]float64{join(g.U), join(g.W), g.B, join(g.V), g.C}
}

// TestGolden holds forward, backward and ten training steps against values computed in another language by other methods;
// testdata/golden.py says how.
func TestGolden(t *testing.T) {
	file, err := os.ReadFile("../testdata/golden.json")
	require.NoError(t, err)
	var g struct {
		Gamma, Rate, Lambda, Loss float64
		X, Y                      [][]float64
		Labels                    []int
		Params, Grad, After       goldenParams
		Losses                    []float64
		Edges                     int
	}
	require.NoError(t, json.Unmarshal(file, &g))
	rows := func(v [][]float64) *la.Matrix[float64] {
		m := la.NewMatrix[float64](len(v), len(v[0]))
		for i, r := range v {
			copy(m.Row(i), r)
		}
		return m
	}
	x, y := rows(g.X), rows(g.Y)
	n := mustNew[float64](t, Config{Inputs: x.Cols, Nodes: len(g.Params.B), Outputs: y.Cols, Threshold: g.Gamma, Tolerance: 1e-14})
	n.Edit(func(p Params[float64]) {
		for i, group := range p.groups() {
			copy(group, g.Params.flat()[i])
		}
	})
	require.Equal(t, g.Edges, n.Modules().Edges)
	require.Positive(t, n.Modules().Cyclic)
	near(t, "y", predict(t, n, x).Data, y.Data, 1e-12)

	tr := mustTrainer(t, n, TrainOptions{Optimizer: SGD, Penalty: Penalty{Lambda: g.Lambda, Size: ModuleEdges}})
	d := &Data[float64]{X: x, Labels: g.Labels}
	grad, s, err := tr.Gradient(context.Background(), d)
	require.NoError(t, err)
	require.InDelta(t, g.Loss, s.Loss, 1e-12)
	names := [5]string{"U", "W", "b", "V", "c"}
	for i, group := range grad.groups() {
		near(t, "d"+names[i], group, g.Grad.flat()[i], 1e-11)
	}
	for i, want := range g.Losses {
		s, err := tr.Step(context.Background(), d, g.Rate)
		require.NoError(t, err)
		require.InDelta(t, want, s.Loss, 1e-11, "step %d", i)
	}
	for i, group := range n.params.groups() {
		near(t, names[i]+" after ten steps", group, g.After.flat()[i], 1e-10)
	}
}
