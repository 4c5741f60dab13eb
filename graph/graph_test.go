package graph_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

// TestDeepPath would overflow the stack of a recursive search.
func TestDeepPath(t *testing.T) {
	const n = 1_000_000
	for _, tc := range []struct {
		name       string
		next       func(k int) int // where the edge of k goes; n: none
		components int
		of         func(v int) int32
	}{
		{"forward", func(k int) int { return k + 1 }, n, func(v int) int32 { return int32(v) }},
		{"backward", func(k int) int { return (k + n) % (n + 1) }, n, func(v int) int32 { return int32(n - 1 - v) }},
		{"cycle", func(k int) int { return (k + 1) % n }, 1, func(int) int32 { return 0 }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := &graph.Digraph{Nodes: n, Start: make([]int, n+1)}
			for k := range n {
				if j := tc.next(k); j < n {
					g.Head = append(g.Head, int32(j))
				}
				g.Start[k+1] = len(g.Head)
			}
			var weak, strong graph.Components
			graph.Weak(g, &weak)
			if weak.Count != 1 {
				t.Errorf("weak components: got %d, want 1", weak.Count)
			}
			graph.Strong(g, &strong)
			if strong.Count != tc.components {
				t.Fatalf("strong components: got %d, want %d", strong.Count, tc.components)
			}
			for v, got := range strong.Of {
				if want := tc.of(v); got != want {
					t.Fatalf("node %d: component %d, want %d", v, got, want)
				}
			}
		})
	}
}

// TestMeasure has modules of 2, 3 and 3 nodes and two isolated nodes, computed by hand.
func TestMeasure(t *testing.T) {
	adj := square(10)
	for _, e := range [][2]int{{0, 1}, {2, 3}, {3, 4}, {4, 2}, {2, 4}, {5, 7}, {6, 7}} {
		adj[e[0]][e[1]] = true
	}
	g := fromAdjacency(adj)
	var weak, strong graph.Components
	graph.Weak(g, &weak)
	graph.Strong(g, &strong)
	got := graph.Measure(g, &weak, &strong)
	// -(1/4 ln 1/4 + 2 * 3/8 ln 3/8) = 3 ln 2 - (2 ln 2 + 6 ln 3)/8
	if want := 3*math.Ln2 - (2*math.Ln2+6*math.Log(3))/8; math.Abs(got.Entropy-want) > 1e-15 {
		t.Errorf("entropy: got %v, want %v", got.Entropy, want)
	}
	got.Entropy = 0
	if want := (graph.Balance{Nodes: 10, Edges: 7, Isolated: 2, Modules: 3, Largest: 3, Mean: 8.0 / 3, Cyclic: 0.3}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, want := graph.EdgeCounts(nil, g, &weak), []int{1, 4, 2, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("edges of the modules: got %v, want %v", got, want)
	}
	if got, want := graph.AncestorEdges(g), []int{0, 1, 4, 4, 4, 0, 0, 2, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("ancestor edges: got %v, want %v", got, want)
	}
}

// TestEntropyExtremes: one module has entropy exactly 0, equal modules ln of their number.
func TestEntropyExtremes(t *testing.T) {
	for _, modules := range []int{0, 1, 2, 5} {
		adj := square(3*modules + 4)
		for i := range modules {
			adj[3*i][3*i+1], adj[3*i+2][3*i+1] = true, true
		}
		g := fromAdjacency(adj)
		var weak, strong graph.Components
		graph.Weak(g, &weak)
		graph.Strong(g, &strong)
		b := graph.Measure(g, &weak, &strong)
		want := math.Log(float64(max(modules, 1)))
		if b.Modules != modules || b.Isolated != 4 || math.Abs(b.Entropy-want) > 1e-15 || modules < 2 && b.Entropy != 0 {
			t.Errorf("%d modules: %+v", modules, b)
		}
	}
}

func TestEmpty(t *testing.T) {
	for name, g := range map[string]*graph.Digraph{"zero value": {}, "no node": {Start: []int{0}}} {
		var weak, strong graph.Components
		graph.Weak(g, &weak)
		graph.Strong(g, &strong)
		same := func(int, int) bool { return true }
		checkPartition(t, &weak, 0, same)
		checkPartition(t, &strong, 0, same)
		if got := graph.Measure(g, &weak, &strong); got != (graph.Balance{}) {
			t.Errorf("%s: %+v", name, got)
		}
		if len(graph.AncestorEdges(g)) != 0 || len(graph.EdgeCounts(nil, g, &weak)) != 0 {
			t.Errorf("%s: counts not empty", name)
		}
	}
}

// TestReuse goes from large to small and back with the same storage; nothing of the old graph may remain.
func TestReuse(t *testing.T) {
	var weak, strong graph.Components
	for _, n := range []int{9, 2, 0, 1, 5, 9} {
		adj := square(n)
		for i := range n {
			adj[i][(i+2)%n] = true
		}
		checkGraph(t, adj, &weak, &strong)
	}
}

func TestPanics(t *testing.T) {
	path := fromAdjacency([][]bool{{false, true}, {false, false}})
	var c, none graph.Components
	graph.Weak(path, &c)
	huge := &la.Matrix[float64]{Rows: math.MaxInt32, Cols: math.MaxInt32, Stride: math.MaxInt32}
	for _, tc := range []struct {
		name, want string
		f          func()
	}{
		{"Threshold 2x3", "graph: matrix not square", func() { graph.Threshold(new(graph.Digraph), la.NewMatrix[float32](2, 3), 0) }},
		{"Threshold huge", "graph: too many nodes", func() { graph.Threshold(new(graph.Digraph), huge, 0) }},
		{"KeepThreshold 3x2", "graph: matrix not square", func() { graph.KeepThreshold(la.NewMatrix[float64](3, 2), 1) }},
		{"KeepThreshold NaN", "graph: keep fraction is NaN", func() { graph.KeepThreshold(la.NewMatrix[float64](2, 2), math.NaN()) }},
		{"Weak without offsets", "graph: malformed offsets in digraph", func() { graph.Weak(&graph.Digraph{Nodes: 1}, &c) }},
		{"Strong with a stray edge", "graph: malformed offsets in digraph", func() {
			graph.Strong(&graph.Digraph{Nodes: 1, Start: []int{0, 0}, Head: []int32{0}}, &c)
		}},
		{"Weak with offsets from 1", "graph: malformed offsets in digraph", func() {
			graph.Weak(&graph.Digraph{Nodes: 1, Start: []int{1, 1}, Head: []int32{0}}, &c)
		}},
		{"DOT with a negative size", "graph: malformed offsets in digraph", func() { _ = (&graph.Digraph{Nodes: -1}).DOT(nil, nil) }},
		{"Measure of another graph", "graph: components are not those of this digraph", func() { graph.Measure(path, &c, &none) }},
		{"EdgeCounts of another graph", "graph: components are not those of this digraph", func() { graph.EdgeCounts(nil, path, &none) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); got != tc.want {
					t.Errorf("panic %q, want %q", got, tc.want)
				}
			}()
			tc.f()
		})
	}
}
