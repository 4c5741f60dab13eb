package nm

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// hardConfig has several modules, cycles in blocks small enough for Newton and large enough for Picard, and isolated nodes.
func hardConfig() Config {
	return Config{Inputs: 10, Nodes: 90, Outputs: 5, Threshold: 0.09, Spread: 0.4, Seed: 12}
}

// TestSameBits: forward, backward and 50 training steps give the same bits for any number of workers.
func TestSameBits(t *testing.T) {
	t.Run("float64", testSameBits[float64])
	t.Run("float32", testSameBits[float32])
}

func testSameBits[T la.Float](t *testing.T) {
	workers, steps := []int{1, 2, 3, 12}, 50
	if testing.Short() {
		workers, steps = []int{1, 3}, 5
	}
	for _, c := range []Config{
		hardConfig(),
		{Inputs: 10, Nodes: 90, Outputs: 5, Seed: 12},
		{Inputs: 10, Nodes: 90, Outputs: 5, Seed: 12, Keep: 0.02, ColumnCap: 0.9},
		{Inputs: 10, Nodes: 90, Outputs: 5, Seed: 12, Structure: DAG, Threshold: 0.05},
	} {
		type bits struct{ y, grad, params []T }
		var want bits
		d := blobs[T](10, 5, 300, 3)
		for _, workers := range workers {
			pool := sched.New(workers)
			c.Pool = pool
			n := mustNew[T](t, c)
			tr := mustTrainer(t, n, TrainOptions{Penalty: Penalty{Lambda: 0.05, Size: ModuleEdges}})
			got := bits{y: predict(t, n, d.X).Data}
			g, _, err := tr.Gradient(context.Background(), d)
			require.NoError(t, err)
			for _, v := range g.groups() {
				got.grad = append(got.grad, v...)
			}
			for i := range steps {
				x := d.X.View(i*5, 0, 50, 10)
				_, err := tr.Step(context.Background(), &Data[T]{X: &x, Labels: d.Labels[i*5 : i*5+50]}, 1e-2)
				require.NoError(t, err)
			}
			for _, v := range n.params.groups() {
				got.params = append(got.params, v...)
			}
			pool.Close()
			if workers == 1 {
				want = got
				continue
			}
			require.Equal(t, want, got, "%d workers, %+v", workers, c)
		}
	}
}

// TestBatchOfOne: a sample alone gives the bits it gives as a row of a larger batch, which crosses chunks and slabs.
func TestBatchOfOne(t *testing.T) {
	t.Run("float64", testBatchOfOne[float64])
	t.Run("float32", testBatchOfOne[float32])
}

func testBatchOfOne[T la.Float](t *testing.T) {
	for _, c := range []Config{hardConfig(), {Inputs: 10, Nodes: 40, Outputs: 5, Spread: 1.2, Seed: 3}, {Inputs: 10, Nodes: 20, Outputs: 5, Seed: 3}, {Inputs: 10, Nodes: 30, Outputs: 5, Structure: DAG}} {
		n := mustNew[T](t, c)
		d := randomData[T](c, slab+40, 1)
		all := la.NewMatrix[T](d.X.Rows, c.Outputs)
		_, err := n.Predict(context.Background(), all, d.X)
		require.NoError(t, err)
		one := la.NewMatrix[T](1, c.Outputs)
		for _, i := range []int{0, 1, 31, 32, 33, slab - 1, slab, slab + 39} {
			x := d.X.View(i, 0, 1, c.Inputs)
			_, err := n.Predict(context.Background(), one, &x)
			require.NoError(t, err)
			require.Equal(t, all.Row(i), one.Row(0), "row %d", i)
		}
	}
}

// TestColdStart: evaluation starts at n0 = r whatever came before, so a network that trained and predicted and its freshly
// loaded copy give the same bits.
func TestColdStart(t *testing.T) {
	c := hardConfig()
	c.Spread = 0.9
	n := mustNew[float64](t, c)
	tr := mustTrainer(t, n, TrainOptions{})
	d := blobs[float64](10, 5, 200, 1)
	for range 5 {
		_, err := tr.Step(context.Background(), d, 1e-2)
		require.NoError(t, err)
	}
	predict(t, n, randomData[float64](c, 33, 5).X)
	var file bytes.Buffer
	require.NoError(t, n.Save(&file))
	fresh, err := Load[float64](&file)
	require.NoError(t, err)
	require.Equal(t, predict(t, fresh, d.X).Data, predict(t, n, d.X).Data)
}

// TestNMIsL1BeforeTheFirstSplit: as long as all nodes are in one module the adaptive regulariser is plain L1, bit for bit; once
// the graph has split it is not.
func TestNMIsL1BeforeTheFirstSplit(t *testing.T) {
	c := Config{Inputs: 8, Nodes: 20, Outputs: 4, Threshold: 0.05, Seed: 3}
	d := blobs[float64](8, 4, 120, 2)
	train := func(size Size) (equalUntil []string, modules []int) {
		n := mustNew[float64](t, c)
		tr := mustTrainer(t, n, TrainOptions{Penalty: Penalty{Lambda: 1, Size: size}})
		for range 150 {
			m := n.Modules()
			_, err := tr.Step(context.Background(), d, 2e-3)
			require.NoError(t, err)
			equalUntil = append(equalUntil, fmt.Sprint(n.params.W.Data))
			whole := 0
			if m.Modules == 1 && m.Isolated == 0 {
				whole = 1
			}
			modules = append(modules, whole)
		}
		return
	}
	l1, whole := train(Uniform)
	nm, _ := train(ModuleEdges)
	split := 0
	for split < len(whole) && whole[split] == 1 {
		split++
	}
	require.Greater(t, split, 10, "the graph must start whole")
	require.Less(t, split, 140, "the graph must split during the test")
	require.Equal(t, l1[:split], nm[:split])
	require.NotEqual(t, l1[len(l1)-1], nm[len(nm)-1])
}

// TestConcurrentPredict: Predict is safe from many goroutines.
func TestConcurrentPredict(t *testing.T) {
	c := hardConfig()
	pool := sched.New(3)
	defer pool.Close()
	for _, p := range []*sched.Pool{nil, pool} {
		c.Pool = p
		n := mustNew[float64](t, c)
		d := randomData[float64](c, 100, 1)
		want := predict(t, n, d.X)
		n.changed()
		done := make(chan *la.Matrix[float64])
		for range 8 {
			go func() {
				y := la.NewMatrix[float64](100, 5)
				if _, err := n.Predict(context.Background(), y, d.X); err != nil {
					t.Error(err)
				}
				done <- y
			}()
		}
		for range 8 {
			require.Equal(t, want.Data, (<-done).Data)
		}
	}
}
