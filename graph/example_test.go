package graph_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

// Six nodes, of which 0, 1 and 2 form a cycle that feeds 3, 4 feeds 5 only weakly, and 5 feeds nothing.
func Example() {
	w := la.NewMatrix[float64](6, 6)
	w.Set(2, 1, 0.9)
	w.Set(1, 0, -0.8)
	w.Set(0, 2, 0.7)
	w.Set(0, 3, 0.6)
	w.Set(4, 5, 0.01)

	var g graph.Digraph
	var weak, strong graph.Components
	graph.Threshold(&g, w, 0.05)
	graph.Weak(&g, &weak)
	graph.Strong(&g, &strong)
	for i := range weak.Count {
		fmt.Println("component", weak.Members(i), "edges", graph.EdgeCounts(nil, &g, &weak)[i])
	}
	for i := range strong.Count {
		fmt.Println("solve", strong.Members(i))
	}
	fmt.Printf("%+v\n", graph.Measure(&g, &weak, &strong))
	// Output:
	// component [0 1 2 3] edges 4
	// component [4] edges 0
	// component [5] edges 0
	// solve [5]
	// solve [4]
	// solve [0 1 2]
	// solve [3]
	// {Nodes:6 Edges:4 Isolated:2 Modules:1 Largest:4 Mean:4 Entropy:0 Cyclic:0.5}
}

func ExampleDigraph_DOT() {
	g := &graph.Digraph{Nodes: 4, Start: []int{0, 2, 3, 3, 3}, Head: []int32{1, 3, 0}}
	var c graph.Components
	graph.Weak(g, &c)
	g.DOT(os.Stdout, &c)
	// Output:
	// digraph {
	// 	node [shape=circle]
	// 	subgraph cluster_0 { node [style=filled, fillcolor="0.000 0.4 1"] 0 1 3 }
	// 	2
	// 	0 -> { 1 3 }
	// 	1 -> { 0 }
	// }
}

func TestDOT(t *testing.T) {
	g := &graph.Digraph{Nodes: 2, Start: []int{0, 0, 1}, Head: []int32{0}}
	var b strings.Builder
	if err := g.DOT(&b, nil); err != nil {
		t.Fatal(err)
	}
	if want := "digraph {\n\tnode [shape=circle]\n\t0\n\t1\n\t1 -> { 0 }\n}\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
	if err := g.DOT(full{}, nil); !errors.Is(err, errFull) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
