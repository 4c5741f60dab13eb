package graph_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

func TestFilter(t *testing.T) {
	t.Run("float32", testFilter[float32])
	t.Run("float64", testFilter[float64])
}

// testFilter: filtering the edges above a lower threshold gives what Threshold finds in the matrix, and the weights of these.
func testFilter[T la.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 4))
	var got, want, near graph.Digraph
	var kept []T
	for _, m := range []int{0, 1, 2, 7, 7, 30} {
		w := awkward[T](rng, m)
		graph.Threshold(&near, w, 0)
		var weights []T
		for k := range m {
			for _, j := range near.Out(k) {
				weights = append(weights, w.At(k, int(j)))
			}
		}
		for _, gamma := range []T{0, 0.5, 0.5, 1, T(math.Inf(1)), 0} {
			old := graph.Digraph{Nodes: got.Nodes, Start: slices.Clone(got.Start), Head: slices.Clone(got.Head)}
			changed := graph.Filter(&got, &near, weights, gamma, &kept)
			graph.Threshold(&want, w, gamma)
			if !equal(&got, &want) || changed == equal(&got, &old) && m > 0 {
				t.Fatalf("m = %d, gamma = %v: got %+v, want %+v, changed = %v", m, gamma, got, want, changed)
			}
			e := 0
			for k := range m {
				for _, j := range got.Out(k) {
					if kept[e] != w.At(k, int(j)) {
						t.Fatalf("m = %d, gamma = %v: edge %d -> %d weighs %v, not %v", m, gamma, k, j, kept[e], w.At(k, int(j)))
					}
					e++
				}
			}
			if e != len(kept) {
				t.Fatalf("%d weights for %d edges", len(kept), e)
			}
		}
	}
}

func TestRank(t *testing.T) {
	values := []float32{3, float32(math.NaN()), -5, 1, float32(math.Inf(-1)), 3}
	for rank, want := range []float32{float32(math.Inf(1)), 5, 3, 3, 1, 0} {
		if got := graph.Rank(values, rank); got != want {
			t.Errorf("rank %d: got %v, want %v", rank, got, want)
		}
	}
	for _, misuse := range []func(){
		func() { graph.Rank(values, -1) }, func() { graph.Rank(values, 6) },
		func() {
			graph.Filter(&graph.Digraph{}, &graph.Digraph{Nodes: 1, Start: []int{0, 0}}, values, 0, nil)
		},
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
