package nm

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

func conditionsOf[T la.Float](t testing.TB, n *Network[T], x *la.Matrix[T]) Conditions {
	t.Helper()
	c, err := n.Conditions(context.Background(), x)
	require.NoError(t, err)
	return c
}

// denseRCond is 1/(|A|_1 |A^-1|_1) of A = I - W^T D for the kept weights W among nodes, at the node values v.
func denseRCond(t testing.TB, f Activation, w *la.Matrix[float64], nodes []int, v []float64) float64 {
	a := la.NewMatrix[float64](len(nodes), len(nodes))
	for i, p := range nodes {
		for j, q := range nodes {
			a.Set(i, j, -w.At(q, p)*derivative(f, v[q]))
		}
		a.Set(i, i, 1+a.At(i, i))
	}
	var lu la.LU[float64]
	require.NoError(t, lu.Factorize(nil, a))
	inv := la.NewMatrix[float64](len(nodes), len(nodes))
	require.NoError(t, lu.InverseTo(nil, inv))
	return 1 / (a.Norm1() * inv.Norm1())
}

// TestConditions compares every figure with its definition on a network of several modules and blocks: sums and eigenvalues of dense
// matrices, conditions of Jacobians at solutions of the whole system. The same bits come from any number of workers.
func TestConditions(t *testing.T) {
	for _, f := range []Activation{Tanh, Sigmoid} {
		n := awkward(t, Config{Activation: f, Threshold: 0.01, Tolerance: 1e-13})
		if f == Sigmoid { // whose slopes forgive four times as much
			n.Edit(func(p Params[float64]) { la.Scal(4, p.W.Data) })
		}
		d := randomData[float64](n.cfg, 70, 5)
		d.X.Set(7, 1, math.NaN()) // its block has no solution to look at
		name := func(from, to int) (v []int) {
			for i := from; i < to; i++ {
				v = append(v, i*37%60)
			}
			return
		}
		blocks := [][]int{name(0, 3), name(5, 41), name(45, 48), name(48, 53)}
		got := conditionsOf(t, n, d.X)
		require.Equal(t, [3]int{len(blocks), 70, 1}, [3]int{len(got.Blocks), got.Samples, got.Unconverged})
		w := kept(n)
		var values [][]float64
		for s := range d.X.Rows {
			if s != 7 {
				values = append(values, monolithic(t, n, d.X.Row(s)))
			} else {
				values = append(values, nil)
			}
		}
		least := math.Inf(1)
		for i, nodes := range blocks {
			b := got.Blocks[i]
			part := la.NewMatrix[float64](len(nodes), len(nodes))
			edges, row := 0, 0.0
			column := make([]float64, len(nodes))
			for a, p := range nodes {
				sum := 0.0
				for c, q := range nodes {
					v := w.At(p, q)
					part.Set(a, c, v)
					sum += math.Abs(v)
					column[c] += math.Abs(v)
					if v != 0 {
						edges++
					}
				}
				row = max(row, sum)
			}
			require.Equal(t, [2]int{len(nodes), edges}, [2]int{b.Nodes, b.Edges})
			require.InDelta(t, row, b.RowSum, 1e-14)
			col := 0.0
			for _, v := range column {
				col = max(col, v)
			}
			require.InDelta(t, col, b.ColumnSum, 1e-14)
			require.InEpsilon(t, gelfand(part, 0), b.Radius, 1e-10)
			rho, m := 0.0, len(nodes)
			gram, sym, plus := la.NewMatrix[float64](m, m), la.NewMatrix[float64](m, m), la.NewMatrix[float64](m, m)
			la.Gemm(nil, la.Transpose, la.NoTrans, 1, part, part, 0, gram)
			for a := range m {
				for c := range m {
					sym.Set(a, c, (part.At(a, c)+part.At(c, a))/2)
					plus.Set(a, c, math.Abs(part.At(a, c)))
				}
			}
			rho = gelfand(plus, 0)
			require.LessOrEqual(t, b.PerronLow, rho*(1+1e-12))
			require.GreaterOrEqual(t, b.PerronHigh, rho*(1-1e-12))
			require.InEpsilon(t, rho, b.PerronHigh, 1e-4)
			norm, top := math.Sqrt(gelfand(gram, 0)), gelfand(sym, 10)-10
			require.InEpsilon(t, norm, b.Norm, 1e-9)
			require.InEpsilon(t, top, b.Symmetric, 1e-9)
			slope := 1.0
			if f == Sigmoid {
				slope = 0.25
			}
			for c, v := range map[Criterion]float64{ColumnSums: col, Perron: rho, Contraction: norm, Monotone: top} {
				require.Equal(t, slope*v < 1, b.Holds&c != 0, "block %d: %v, %v", i, c, v)
			}
			want, at := math.Inf(1), 0
			for s, v := range values {
				if s != 7 {
					if r := denseRCond(t, f, w, nodes, v); r < want {
						want, at = r, s
					}
				}
			}
			if f == Tanh { // where the estimates are exact
				require.InEpsilon(t, want, b.RCond, 1e-6)
				require.Equal(t, at, b.Row)
			}
			there := denseRCond(t, f, w, nodes, values[b.Row])
			require.LessOrEqual(t, there, b.RCond*(1+1e-6), "an estimate is never below")
			require.LessOrEqual(t, b.RCond, 3*want)
			least = min(least, b.RCond)
		}
		require.Equal(t, least, got.Worst.RCond)
		require.Equal(t, 36, got.Worst.Nodes)
		for _, workers := range []int{2, 3, 12} {
			pool := sched.New(workers)
			n.SetPool(pool)
			again := conditionsOf(t, n, d.X)
			pool.Close()
			require.Equal(t, got, again, "%d workers", workers)
		}
	}
}

// TestConditionsEdges: no sample, none solved, no cycle, a singular Jacobian, a context that has ended.
func TestConditionsEdges(t *testing.T) {
	all := ColumnSums | Perron | Contraction | Monotone
	dag := mustNew[float32](t, Config{Inputs: 2, Nodes: 8, Outputs: 2, Structure: DAG, Spread: 5})
	c := conditionsOf(t, dag, nil)
	require.Empty(t, c.Blocks)
	require.Equal(t, all, c.Worst.Holds)
	require.True(t, math.IsNaN(c.Worst.RCond))
	require.Equal(t, 1.0, conditionsOf(t, dag, randomData[float32](dag.cfg, 3, 1).X).Worst.RCond)

	n := mustNew[float64](t, Config{Inputs: 1, Nodes: 2, Outputs: 2})
	n.Edit(func(p Params[float64]) {
		copy(p.U.Data, []float64{1, 1})
		copy(p.W.Data, []float64{0, 1, 1, 0})
	})
	x := la.NewMatrix[float64](3, 1)
	copy(x.Data, []float64{3, 0, math.NaN()}) // at 0 the Jacobian is singular
	c = conditionsOf(t, n, x)
	require.Equal(t, 1, c.Unconverged)
	require.Equal(t, [2]float64{0, 1}, [2]float64{c.Worst.RCond, float64(c.Worst.Row)})
	require.InDelta(t, 1, c.Worst.Radius, 1e-14)
	require.Zero(t, c.Worst.Holds, "1 is not below 1")
	require.True(t, math.IsNaN(conditionsOf(t, n, &la.Matrix[float64]{Rows: 1, Cols: 1, Stride: 1, Data: []float64{math.NaN()}}).Worst.RCond))
	require.Equal(t, "column sums, monotone", (ColumnSums | Monotone).String())

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := n.Conditions(ctx, x)
	require.ErrorIs(t, err, context.Canceled)
	require.Panics(t, func() { n.Conditions(context.Background(), la.NewMatrix[float64](1, 2)) })
}
