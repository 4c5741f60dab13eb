package nm

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// without returns d without row i.
func without(d *Data[float64], i int) *Data[float64] {
	rows := d.X.Rows - 1
	out := &Data[float64]{X: la.NewMatrix[float64](rows, d.X.Cols), Labels: slices.Delete(slices.Clone(d.Labels), i, i+1)}
	copy(out.X.Data, d.X.Data[:i*d.X.Cols])
	copy(out.X.Data[i*d.X.Cols:], d.X.Data[(i+1)*d.X.Cols:])
	return out
}

// TestNotFinite: a NaN or an infinite sample is unconverged whatever the graph, and all else of a step is that of the batch
// without it, all five gradients included.
func TestNotFinite(t *testing.T) {
	for name, c := range map[string]Config{
		"complete": {}, "layered": {Structure: Layered}, "dag": {Structure: DAG}, "modules": {Threshold: 0.15},
		"relu": {Structure: DAG, Activation: ReLU}, "empty": {Threshold: 9},
	} {
		c.Inputs, c.Nodes, c.Outputs = 5, 20, 3
		for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			n := mustNew[float64](t, c)
			d := randomData[float64](c, 40, 1)
			good := without(d, 34)
			d.X.Set(34, 3, v)
			st, err := n.Predict(context.Background(), la.NewMatrix[float64](40, 3), d.X)
			require.NoError(t, err)
			require.Equal(t, []int{34}, st.Rows, "%s, %v", name, v)
			g, s, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), d)
			require.NoError(t, err)
			require.Equal(t, []int{34}, s.Rows)
			want, ws, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), good)
			require.NoError(t, err)
			require.InEpsilon(t, ws.Loss, s.Loss, 1e-14)
			require.Equal(t, ws.Wrong+1, s.Wrong)
			for i, group := range g.groups() {
				near(t, fmt.Sprintf("%s, %v: group %d ", name, v, i), group, want.groups()[i], 1e-13)
			}
		}
	}
}

// TestAdjointFails: a sample whose node values are found but whose adjoint is not has no part in gradient, loss and count.
func TestAdjointFails(t *testing.T) {
	// Two nodes with f(n) = n at the solution n = 0 and w12 w21 = 1: I - D W is singular there. The others have r = 3.
	c := Config{Inputs: 1, Nodes: 2, Outputs: 2}
	n := mustNew[float64](t, c)
	n.Edit(func(p Params[float64]) {
		copy(p.U.Data, []float64{1, 1})
		copy(p.W.Data, []float64{0, 1, 1, 0})
		copy(p.V.Data, []float64{1, -1, 0.5, 0.25})
	})
	d := &Data[float64]{X: la.NewMatrix[float64](5, 1), Labels: []int{0, 1, 0, 1, 1}}
	copy(d.X.Data, []float64{3, 0, -3, 2, 1})
	st, err := n.Predict(context.Background(), la.NewMatrix[float64](5, 2), d.X)
	require.NoError(t, err)
	require.Zero(t, st.Unconverged)
	g, s, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), d)
	require.NoError(t, err)
	require.Equal(t, []int{1}, s.Rows)
	want, ws, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), without(d, 1))
	require.NoError(t, err)
	require.InEpsilon(t, ws.Loss, s.Loss, 1e-15)
	require.Equal(t, ws.Wrong+1, s.Wrong)
	for i, group := range g.groups() {
		near(t, fmt.Sprint("group ", i), group, want.groups()[i], 1e-14)
	}
}

// TestConfident: a sample that is judged so well that its gradient underflows is not unconverged, and one judged so badly that
// its probability does costs what the smallest number does.
func TestConfident(t *testing.T) {
	for _, gap := range []float32{10, 85, 90, 95, 100, 105, 200} {
		c := Config{Inputs: 10, Nodes: 20, Outputs: 2, Seed: 3}
		n := mustNew[float32](t, c)
		n.Edit(func(p Params[float32]) { p.C[0] = gap })
		d := randomData[float32](c, 64, 1)
		clear(d.Labels)
		tr := mustTrainer(t, n, TrainOptions{})
		_, s, err := tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		require.Zero(t, s.Unconverged, "gap %v", gap)
		for i := range d.Labels {
			d.Labels[i] = 1
		}
		_, s, err = tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		require.InDelta(t, min(float64(gap), 103.3), s.Loss, 3)
	}
}

// ring adds edges that close a cycle over nodes.
func ring(w *la.Matrix[float64], weight float64, nodes ...int) {
	for i, v := range nodes {
		w.Set(v, nodes[(i+1)%len(nodes)], weight)
	}
}

// awkward is a network of four modules and an isolated node, its node numbers shuffled: A is a small cycle, a chain, a cycle of
// 36 nodes (more than the solver starts with Newton on) with chords, a chain that forks and joins, and a cycle again, with
// edges past the middle; B two cycles that share a node; C a chain; D a pair with one edge.
func awkward(t testing.TB, c Config) *Network[float64] {
	c.Inputs, c.Nodes, c.Outputs = 4, 60, 3
	n := mustNew[float64](t, c)
	name := func(i int) int { return i * 37 % 60 }
	span := func(from, to int) (v []int) {
		for i := from; i < to; i++ {
			v = append(v, name(i))
		}
		return
	}
	n.Edit(func(p Params[float64]) {
		clear(p.W.Data)
		edge := func(k, j int, w float64) { p.W.Set(name(k), name(j), w) }
		ring(p.W, 0.6, span(0, 3)...)
		edge(2, 3, -0.7) // A: 0-2, chain 3-4, 5-40, 41-44, 45-47
		edge(3, 4, 0.8)
		edge(4, 5, 0.5)
		ring(p.W, -0.7, span(5, 41)...)
		for i := 5; i < 41; i += 4 {
			edge(i, 5+(i*3)%36, 0.4)
		}
		edge(9, 41, 0.6)
		edge(41, 42, 0.5)
		edge(41, 43, -0.5)
		edge(42, 44, 0.9)
		edge(43, 44, 0.8)
		edge(44, 45, 0.3)
		ring(p.W, 0.8, span(45, 48)...)
		edge(0, 46, 0.4) // past everything
		edge(3, 44, -0.3)
		ring(p.W, 0.5, span(48, 51)...) // B
		ring(p.W, -0.9, name(48), name(51), name(52))
		edge(53, 54, 1.1) // C
		edge(54, 55, -1.2)
		edge(55, 56, 0.7)
		edge(57, 58, 0.5) // D; 59 is alone
		for j := range p.B {
			p.B[j] = 0.1 * float64(j%11-5)
		}
	})
	m := n.Modules()
	require.Equal(t, [3]int{4, 1, 48}, [3]int{m.Modules, m.Isolated, m.Largest})
	require.InDelta(t, (3+36+3+5)/60.0, m.Cyclic, 1e-12)
	return n
}

// TestAwkwardGraph: gradients by central differences and same bits for any worker count where modules hold cycles large and
// small, chains between them, and edges past them.
func TestAwkwardGraph(t *testing.T) {
	configs := []Config{{}, {Activation: Softplus, PicardAbove: -1}}
	if testing.Short() {
		configs = configs[:1]
	}
	for _, c := range configs {
		c.Tolerance, c.Threshold = 1e-13, 0.01
		n := awkward(t, c)
		gradientMatches(t, n, randomData[float64](n.cfg, 3, 5))
		d := randomData[float64](n.cfg, 40, 5)
		var want [][]float64
		counts := []int{1, 2, 3, 12}
		if testing.Short() {
			counts = []int{1, 3}
		}
		for _, workers := range counts {
			pool := sched.New(workers)
			n.SetPool(pool)
			g, _, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), d)
			pool.Close()
			require.NoError(t, err)
			groups := g.groups()
			if want == nil {
				want = groups[:]
			}
			require.Equal(t, want, groups[:], "%d workers", workers)
		}
	}
}

// TestKept: a keep fraction is of the structure's edges, to the edge, and never more where weights tie; a weight equal to the
// threshold is not kept, in either precision.
func TestKept(t *testing.T) {
	t.Run("float64", testKept[float64])
	t.Run("float32", testKept[float32])
}

func testKept[T la.Float](t *testing.T) {
	for _, c := range []Config{{}, {Structure: DAG}, {Structure: Layered, Layers: []int{9, 7, 5}}} {
		c.Inputs, c.Nodes, c.Outputs, c.Seed = 2, 21, 2, 1
		whole := mustNew[T](t, c)
		edges := whole.mask.edges()
		require.Equal(t, edges, whole.Modules().Edges)
		for i := range 41 {
			k := c
			k.Keep = float64(i+1) / 41
			m := mustNew[T](t, k).Modules()
			require.InDelta(t, k.Keep*float64(edges), m.Edges, 0.5+1e-9, "%v, keep %v", c.Structure, k.Keep)
			require.Equal(t, float64(m.Edges)/float64(edges), m.Keep)
		}
		c.Keep = 0.5
		tied := mustNew[T](t, c)
		tied.Edit(func(p Params[T]) {
			for i := range p.W.Data {
				p.W.Data[i] = 0.1 - 0.2*T(i%2)
			}
		})
		require.Zero(t, tied.Modules().Edges)
		c.Keep, c.Threshold = 0, 0.1
		equal := mustNew[T](t, c)
		equal.Edit(func(p Params[T]) { copy(p.W.Data, tied.params.W.Data) })
		require.Zero(t, equal.Modules().Edges)
	}
}
