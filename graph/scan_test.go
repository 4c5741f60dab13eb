package graph_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// scan makes g the graph of w by s.
func scan[T la.Float](p *sched.Pool, s *graph.Scan[T], g *graph.Digraph, w *la.Matrix[T], gamma T) bool {
	s.Begin(g, w.Rows, p.Workers())
	_ = p.ForWorker(context.Background(), w.Rows, func(worker, k int) { s.Row(worker, k, w.Row(k), gamma) })
	return s.End()
}

func TestScan(t *testing.T) {
	t.Run("float32", testScan[float32])
	t.Run("float64", testScan[float64])
}

// testScan: on matrices that change more or less, by any number of workers, what Threshold finds.
func testScan[T la.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	for _, workers := range []int{1, 2, 3} {
		pool := sched.New(workers)
		var s graph.Scan[T]
		var got, want graph.Digraph
		for _, m := range []int{0, 1, 2, 63, 20, 64, 65, 130, 130, 200} {
			w := awkward[T](rng, m)
			for round := range 40 {
				gamma := []T{0.5, 0.5, 0.5, 0, -1, 3, T(math.Inf(1)), T(math.NaN())}[rng.IntN(8)]
				for range []int{0, min(1, m), m}[round%3] {
					w.Set(rng.IntN(m), rng.IntN(m), T(rng.NormFloat64()))
				}
				changed, same := graph.Threshold(&want, w, gamma), scan(pool, &s, &got, w, gamma)
				if changed != same || got.Nodes != want.Nodes || !slices.Equal(got.Start, want.Start) || !slices.Equal(got.Head, want.Head) {
					t.Fatalf("m = %d, gamma = %v, %d workers: changed %v to\n%+v, want %v\n%+v", m, gamma, workers, same, got, changed, want)
				}
			}
			for range 3 { // without an edge, then as before
				scan(pool, &s, &got, w, T(math.Inf(1)))
				scan(pool, &s, &got, w, 0.5)
			}
			graph.Threshold(&want, w, 0.5)
			if n := testing.AllocsPerRun(3, func() {
				s.Begin(&got, m, 1)
				for k := range m {
					s.Row(0, k, w.Row(k), 0.5)
				}
				s.End()
			}); n != 0 {
				t.Errorf("m = %d: %v allocations", m, n)
			}
		}
		pool.Close()
	}
}

func TestNarrow(t *testing.T) {
	t.Run("float32", testNarrow[float32])
	t.Run("float64", testNarrow[float64])
}

// testNarrow: what KeepThreshold and Threshold find, wherever the lower threshold leaves enough edges, and nothing elsewhere.
func testNarrow[T la.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 16))
	var near, got, want graph.Digraph
	var buf []T
	found, refused := 0, 0
	for _, m := range []int{0, 1, 2, 3, 37, 37, 100} {
		for _, kind := range []func(*rand.Rand, int) *la.Matrix[T]{awkward[T], plain[T], plain[T]} {
			w := kind(rng, m)
			for _, keep := range []float64{-1, 0, 0.01, 0.1, 0.1, 0.5, 1} {
				for _, low := range []T{0, 0.5, 1, 2, T(math.Inf(1))} {
					graph.Threshold(&near, w, low)
					before := graph.Digraph{Nodes: got.Nodes, Start: slices.Clone(got.Start), Head: slices.Clone(got.Head)}
					gamma, changed, ok := graph.Narrow(&got, &near, w, keep, &buf)
					kept := int(math.Round(min(max(keep, 0), 1) * float64(m*(m-1))))
					if ok != (kept < near.Edges()) || !ok && !equal(&got, &before) {
						t.Fatalf("m = %d, keep %v above %v: ok is %v for %d edges", m, keep, low, ok, near.Edges())
					}
					if !ok {
						refused++
						continue
					}
					found++
					if want := graph.KeepThreshold(w, keep); gamma != want {
						t.Fatalf("m = %d, keep %v above %v: gamma %v, want %v", m, keep, low, gamma, want)
					}
					graph.Threshold(&want, w, gamma)
					if !equal(&got, &want) || changed == equal(&got, &before) {
						t.Fatalf("m = %d, keep %v above %v: changed %v to %+v, want %+v", m, keep, low, changed, got, want)
					}
				}
			}
		}
	}
	if found < 50 || refused < 50 {
		t.Errorf("%d found, %d refused: the test tests little", found, refused)
	}
}
