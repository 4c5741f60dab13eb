package graph_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

// view returns an m x m view into a larger matrix filled with a value that any threshold would keep.
func view[T la.Float](m int) *la.Matrix[T] {
	big := la.NewMatrix[T](m+2, m+5)
	for i := range big.Data {
		big.Data[i] = T(math.Inf(1))
	}
	v := big.View(1, 2, m, m)
	return &v
}

// awkward returns a matrix of many special values and ties; the diagonal holds the largest.
func awkward[T la.Float](rng *rand.Rand, m int) *la.Matrix[T] {
	special := []T{0, T(math.Copysign(0, -1)), 0.5, -0.5, T(math.Nextafter32(0.5, 1)), T(math.Nextafter32(-0.5, -1)), 1, -2,
		T(math.NaN()), T(math.Inf(1)), T(math.Inf(-1)), math.SmallestNonzeroFloat32, math.MaxFloat32}
	w := view[T](m)
	for i := range m {
		for j := range m {
			switch {
			case i == j:
				w.Set(i, j, T(math.Inf(1)))
			case rng.IntN(2) == 0:
				w.Set(i, j, special[rng.IntN(len(special))])
			default:
				w.Set(i, j, T(rng.NormFloat64()))
			}
		}
	}
	return w
}

// plain returns a matrix of distinct magnitudes, but for an accident of odds below 1e-4 in float32 and this seed.
func plain[T la.Float](rng *rand.Rand, m int) *la.Matrix[T] {
	w := view[T](m)
	for i := range m {
		for j := range m {
			w.Set(i, j, T(rng.NormFloat64()))
		}
	}
	return w
}

func TestThreshold(t *testing.T) {
	t.Run("float32", testThreshold[float32])
	t.Run("float64", testThreshold[float64])
}

func testThreshold[T la.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var g graph.Digraph
	for _, m := range []int{0, 1, 2, 3, 20, 7, 7} {
		w := awkward[T](rng, m)
		for _, gamma := range []T{0, 0.5, 0.5, -1, 3, T(math.Inf(1)), T(math.NaN()), math.SmallestNonzeroFloat32} {
			adj := square(m)
			for k := range m {
				for j := range m {
					adj[k][j] = k != j && math.Abs(float64(w.At(k, j))) > float64(gamma)
				}
			}
			want := fromAdjacency(adj)
			old := graph.Digraph{Nodes: g.Nodes, Start: slices.Clone(g.Start), Head: slices.Clone(g.Head)}
			changed := graph.Threshold(&g, w, gamma)
			if !equal(&g, want) {
				t.Fatalf("m = %d, gamma = %v: got %+v, want %+v", m, gamma, g, want)
			}
			if m > 0 && changed == equal(&g, &old) {
				t.Fatalf("m = %d, gamma = %v: changed = %v from %+v to %+v", m, gamma, changed, old, g)
			}
			if g.Edges() != len(want.Head) {
				t.Fatalf("Edges: got %d, want %d", g.Edges(), len(want.Head))
			}
		}
	}
}

func equal(a, b *graph.Digraph) bool {
	return a.Nodes == b.Nodes && slices.Equal(a.Start, b.Start) && slices.Equal(a.Head, b.Head)
}

// TestThresholdChanged moves, adds and drops single edges.
func TestThresholdChanged(t *testing.T) {
	w := la.NewMatrix[float64](3, 3)
	var g graph.Digraph
	for i, step := range []struct {
		k, j int
		v    float64
		want bool
	}{
		{0, 0, 9, true}, // from no nodes to three without an edge
		{1, 1, 9, false},
		{0, 1, 1, true},
		{0, 1, -2, false},
		{0, 2, 1, true},
		{0, 1, 0, true},
		{2, 0, 0.1, false},
		{0, 2, math.NaN(), true},
		{2, 1, 1, true},
	} {
		w.Set(step.k, step.j, step.v)
		if got := graph.Threshold(&g, w, 0.5); got != step.want {
			t.Errorf("step %d: changed = %v, want %v", i, got, step.want)
		}
	}
}

func TestKeepThreshold(t *testing.T) {
	t.Run("float32", testKeepThreshold[float32])
	t.Run("float64", testKeepThreshold[float64])
}

func testKeepThreshold[T la.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, kind := range []struct {
		name string
		make func(*rand.Rand, int) *la.Matrix[T]
	}{{"ties", awkward[T]}, {"plain", plain[T]}} {
		t.Run(kind.name, func(t *testing.T) {
			for _, m := range []int{0, 1, 2, 3, 10, 37} {
				w := kind.make(rng, m)
				var sorted []T // descending, NaN as 0
				for k := range m {
					for j := range m {
						if v := T(math.Abs(float64(w.At(k, j)))); k != j {
							if v != v {
								v = 0
							}
							sorted = append(sorted, v)
						}
					}
				}
				slices.Sort(sorted)
				slices.Reverse(sorted)
				for _, keep := range []float64{math.Inf(-1), -1, 0, 1e-9, 0.001, 0.01, 0.1, 0.25, 0.5, 0.9, 0.999, 1, 2, math.Inf(1)} {
					gamma := graph.KeepThreshold(w, keep)
					kept := int(math.Round(min(max(keep, 0), 1) * float64(len(sorted))))
					want := T(0)
					if kept < len(sorted) {
						want = sorted[kept]
					}
					if gamma != want {
						t.Fatalf("m = %d, keep = %v: gamma = %v, want %v", m, keep, gamma, want)
					}
					var g graph.Digraph
					graph.Threshold(&g, w, gamma)
					if g.Edges() > kept || kind.name == "plain" && g.Edges() != kept {
						t.Fatalf("m = %d, keep = %v: %d edges, want %d", m, keep, g.Edges(), kept)
					}
				}
			}
		})
	}
}

// TestKeepThresholdTies: of the magnitudes 5, 3, 3, 3, 1, 1 the threes go together.
func TestKeepThresholdTies(t *testing.T) {
	w := la.NewMatrix[float64](3, 3)
	copy(w.Data, []float64{99, 5, -3, 3, math.NaN(), -3, 1, -1, 99})
	for kept, want := range []struct {
		gamma float64
		edges int
	}{{5, 0}, {3, 1}, {3, 1}, {3, 1}, {1, 4}, {1, 4}, {0, 6}} {
		gamma := graph.KeepThreshold(w, float64(kept)/6)
		var g graph.Digraph
		graph.Threshold(&g, w, gamma)
		if gamma != want.gamma || g.Edges() != want.edges {
			t.Errorf("keep %d of 6: gamma %v and %d edges, want %v and %d", kept, gamma, g.Edges(), want.gamma, want.edges)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	dense, sparse := plain[float32](rng, 60), plain[float32](rng, 30)
	var g graph.Digraph
	var weak, strong graph.Components
	run := func() {
		for _, w := range []*la.Matrix[float32]{dense, sparse} {
			graph.Threshold(&g, w, graph.KeepThreshold(w, 0.05))
			graph.Weak(&g, &weak)
			graph.Strong(&g, &strong)
			graph.Measure(&g, &weak, &strong)
		}
	}
	run()
	if n := testing.AllocsPerRun(10, run); n != 0 {
		t.Errorf("%v allocations a run", n)
	}
}

// TestPercolation compares random graphs with their theory. Where out-degrees have mean d, the share S of the nodes
// in the giant weak component solves S = 1 - exp(-2dS), and in the giant strong component it is s^2 with s = 1 -
// exp(-ds). With 300 nodes one graph deviates by about 0.04 and the mean of 16 by 0.01; the bound is five of those.
func TestPercolation(t *testing.T) {
	const m, runs = 300, 16
	rng := rand.New(rand.NewPCG(9, 10))
	for _, tc := range []struct{ degree, weak, strong float64 }{
		{0.1, 0, 0},
		{1, 0.797, 0},
		{2, 0.980, 0.635},
		{5, 1.000, 0.986},
	} {
		var g graph.Digraph
		var weak, strong graph.Components
		var weakShare, strongShare float64
		for range runs {
			w := plain[float32](rng, m)
			graph.Threshold(&g, w, graph.KeepThreshold(w, tc.degree/(m-1)))
			graph.Weak(&g, &weak)
			graph.Strong(&g, &strong)
			largest := 0
			for i := range strong.Count {
				largest = max(largest, strong.Size(i))
			}
			weakShare += float64(graph.Measure(&g, &weak, &strong).Largest) / (m * runs)
			strongShare += float64(largest) / (m * runs)
		}
		if math.Abs(weakShare-tc.weak) > 0.05 || math.Abs(strongShare-tc.strong) > 0.05 {
			t.Errorf("out-degree %v: largest weak %.3f, strong %.3f, want %.3f, %.3f",
				tc.degree, weakShare, strongShare, tc.weak, tc.strong)
		}
	}
}
