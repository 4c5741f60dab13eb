package graph_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/graph"
)

// fromAdjacency returns the graph of an adjacency matrix, loops included.
func fromAdjacency(adj [][]bool) *graph.Digraph {
	g := &graph.Digraph{Nodes: len(adj), Start: []int{0}}
	for _, row := range adj {
		for j, e := range row {
			if e {
				g.Head = append(g.Head, int32(j))
			}
		}
		g.Start = append(g.Start, len(g.Head))
	}
	return g
}

func square(n int) [][]bool {
	a := make([][]bool, n)
	for i := range a {
		a[i] = make([]bool, n)
	}
	return a
}

// closure returns the reflexive transitive closure (Floyd-Warshall) of adj, or with undirected of adj and its
// transpose.
func closure(adj [][]bool, undirected bool) [][]bool {
	n := len(adj)
	r := square(n)
	for i := range n {
		for j := range n {
			r[i][j] = i == j || adj[i][j] || undirected && adj[j][i]
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				r[i][j] = r[i][j] || r[i][k] && r[k][j]
			}
		}
	}
	return r
}

// checkPartition fails unless c is a well-formed partition of n nodes that puts u and v together exactly if same
// says so.
func checkPartition(t *testing.T, c *graph.Components, n int, same func(u, v int) bool) {
	t.Helper()
	if len(c.Of) != n || len(c.Nodes) != n || len(c.Start) != c.Count+1 || c.Start[0] != 0 || c.Start[c.Count] != n {
		t.Fatalf("%d nodes: malformed %+v", n, c)
	}
	for i := range c.Count {
		members := c.Members(i)
		if len(members) == 0 || len(members) != c.Size(i) || !slices.IsSorted(members) {
			t.Fatalf("component %d: size %d, members %v", i, c.Size(i), members)
		}
		for _, v := range members {
			if int(c.Of[v]) != i {
				t.Fatalf("node %d is listed in %d and labelled %d", v, i, c.Of[v])
			}
		}
	}
	for u := range n {
		for v := range n {
			if got := c.Of[u] == c.Of[v]; got != same(u, v) {
				t.Fatalf("nodes %d and %d together: got %v; components %v", u, v, got, c.Of)
			}
		}
	}
}

// checkGraph compares everything the package says of a graph with brute force on its reachability.
func checkGraph(t *testing.T, adj [][]bool, weak, strong *graph.Components) {
	t.Helper()
	n, g := len(adj), fromAdjacency(adj)
	reach, touch := closure(adj, false), closure(adj, true)

	graph.Weak(g, weak)
	checkPartition(t, weak, n, func(u, v int) bool { return touch[u][v] })
	for i := 1; i < weak.Count; i++ {
		if weak.Members(i - 1)[0] >= weak.Members(i)[0] {
			t.Fatalf("weak components not numbered by their smallest node: %v", weak.Of)
		}
	}
	graph.Strong(g, strong)
	checkPartition(t, strong, n, func(u, v int) bool { return reach[u][v] && reach[v][u] })

	inside := map[*graph.Components][]int{weak: make([]int, weak.Count), strong: make([]int, strong.Count)}
	ancestors := make([]int, n)
	for k := range n {
		for j := range n {
			if !adj[k][j] {
				continue
			}
			if strong.Of[k] > strong.Of[j] {
				t.Fatalf("edge %d -> %d goes back from component %d to %d", k, j, strong.Of[k], strong.Of[j])
			}
			for c, count := range inside {
				if c.Of[k] == c.Of[j] {
					count[c.Of[k]]++
				}
			}
			for v := range n {
				if reach[j][v] {
					ancestors[v]++
				}
			}
		}
	}
	for c, want := range inside {
		if got := graph.EdgeCounts(nil, g, c); !slices.Equal(got, want) {
			t.Fatalf("edges inside: got %v, want %v", got, want)
		}
	}
	if got := graph.AncestorEdges(g); !slices.Equal(got, ancestors) {
		t.Fatalf("ancestor edges: got %v, want %v", got, ancestors)
	}

	want := graph.Balance{Nodes: n, Edges: len(g.Head)}
	inModules, cyclic := 0, 0
	for v := range n {
		size, edges, first, cycle := 0, 0, true, false
		for u := range n {
			if touch[v][u] {
				size++
				first = first && v <= u
				for j := range n {
					if adj[u][j] {
						edges++
					}
				}
			}
			cycle = cycle || u != v && reach[u][v] && reach[v][u]
		}
		if cycle {
			cyclic++
		}
		switch {
		case edges == 0:
			want.Isolated++
		case first:
			want.Modules++
			want.Largest = max(want.Largest, size)
			inModules += size
			want.Entropy -= float64(size) * math.Log(float64(size))
		}
	}
	if inModules > 0 {
		want.Mean = float64(inModules) / float64(want.Modules)
		want.Entropy = want.Entropy/float64(inModules) + math.Log(float64(inModules))
	}
	if n > 0 {
		want.Cyclic = float64(cyclic) / float64(n)
	}
	got := graph.Measure(g, weak, strong)
	if math.Abs(got.Entropy-want.Entropy) > 1e-14*float64(n) {
		t.Fatalf("entropy: got %v, want %v", got.Entropy, want.Entropy)
	}
	got.Entropy, want.Entropy = 0, 0
	if got != want {
		t.Fatalf("got %+v, want %+v", got, want)
	}
}

// TestSmallGraphs goes through all graphs of up to three nodes, loops included, and all graphs of four nodes
// without loops.
func TestSmallGraphs(t *testing.T) {
	var weak, strong graph.Components
	for n := range 5 {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			var pairs [][2]int
			for i := range n {
				for j := range n {
					if i != j || n < 4 {
						pairs = append(pairs, [2]int{i, j})
					}
				}
			}
			for set := range 1 << len(pairs) {
				adj := square(n)
				for b, p := range pairs {
					adj[p[0]][p[1]] = set>>b&1 == 1
				}
				checkGraph(t, adj, &weak, &strong)
			}
		})
	}
}

// TestRandomGraphs crosses the percolation threshold, and with more than 64 and 128 nodes the words of AncestorEdges.
func TestRandomGraphs(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var weak, strong graph.Components
	for _, n := range []int{5, 8, 13, 63, 64, 65, 130} {
		for _, degree := range []float64{0.2, 0.5, 1, 1.5, 3} {
			for range 4 {
				adj := square(n)
				for i := range n {
					for j := range n {
						adj[i][j] = i != j && rng.Float64() < degree/float64(n)
					}
				}
				checkGraph(t, adj, &weak, &strong)
				for i := range n { // the acyclic half of it: as many strong components as nodes
					for j := range i {
						adj[i][j] = false
					}
				}
				checkGraph(t, adj, &weak, &strong)
			}
		}
	}
}

func FuzzGraph(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 0})
	f.Add([]byte{5, 0x01, 0x12, 0x20, 0x34, 0x44})
	f.Add([]byte{16, 0xf0, 0x0f, 0x1e, 0xe1, 0x77})
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		if len(data) > 0 {
			n, data = int(data[0])%17, data[1:]
		}
		adj := square(n)
		for _, b := range data {
			if n > 0 {
				adj[int(b>>4)%n][int(b&15)%n] = true
			}
		}
		checkGraph(t, adj, new(graph.Components), new(graph.Components))
	})
}
