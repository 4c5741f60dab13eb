package nm

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// allMethods lists every method once.
func allMethods() []Method {
	var all []Method
	for m := range methodNames {
		all = append(all, Method(m))
	}
	return all
}

// TestMethods: whatever the blocks are solved by, the gradient is the same to the tolerance; what was chosen is reported, and does the
// work.
func TestMethods(t *testing.T) {
	for _, c := range []Config{
		{Inputs: 7, Nodes: 60, Outputs: 3, Spread: 0.8, Seed: 3},
		{Inputs: 7, Nodes: 60, Outputs: 3, Spread: 0.6, Threshold: 0.12, Seed: 4},
		{Inputs: 7, Nodes: 12, Outputs: 3, Spread: 0.8, Seed: 5, Activation: Softplus},
		{Inputs: 7, Nodes: 5, Outputs: 3, Spread: 0.8, Seed: 5},
	} {
		d := randomData[float64](c, 70, 5)
		var want Params[float64]
		for _, m := range allMethods() {
			what := fmt.Sprintf("%d nodes, %v", c.Nodes, m)
			c.Method = m
			n := mustNew[float64](t, c)
			tr := mustTrainer(t, n, TrainOptions{})
			g, s, err := tr.Gradient(context.Background(), d)
			require.NoError(t, err)
			require.Zero(t, s.Unconverged, what)
			if m == ByCost {
				want = g
			}
			for i, v := range g.groups() {
				near(t, fmt.Sprint(what, ", group ", i), v, want.groups()[i], 1e-7)
			}
			blocks := tr.Blocks()
			require.NotEmpty(t, blocks)
			ev, err := n.Blocks(context.Background(), d.X)
			require.NoError(t, err)
			require.Len(t, ev, len(blocks))
			for i, b := range blocks {
				f := b.Forward
				require.Equal(t, 70, f.Samples)
				require.Equal(t, 70, b.Backward.Samples)
				require.Zero(t, f.Unconverged)
				require.Zero(t, ev[i].Backward)
				require.Equal(t, b.Nodes, ev[i].Nodes)
				did := map[Method]int{ByCost: 1, BySweeps: f.Picard, ByPicard: f.Picard, ByAnderson: f.Anderson, ByNewton: f.Factorizations,
					ByChord: f.Newton, ByKrylov: f.Krylov, ByPath: f.Newton}
				require.Positive(t, did[m], "%s: %+v", what, b)
				switch {
				case m > BySweeps:
					require.Equal(t, m.String(), b.Chosen)
				case b.Nodes <= tinyNodes:
					require.Equal(t, "sweeps edge by edge", b.Chosen)
				default:
					require.Contains(t, b.Chosen, "sweeps")
				}
			}
		}
	}
}

// TestSameBitsByEveryMethod: training gives the same bits for any number of workers, whatever the blocks are solved by, over steps in
// which modules form and split.
func TestSameBitsByEveryMethod(t *testing.T) {
	t.Run("float64", testSameBitsByEveryMethod[float64])
	t.Run("float32", testSameBitsByEveryMethod[float32])
}

func testSameBitsByEveryMethod[T la.Float](t *testing.T) {
	workers, steps := []int{1, 2, 3, 12}, 200
	if testing.Short() {
		workers, steps = []int{1, 3}, 30
	}
	d := blobs[T](6, 3, 70, 2)
	for _, m := range allMethods() {
		t.Run(m.String(), func(t *testing.T) {
			var want []string
			for _, w := range workers {
				pool := sched.New(w)
				n := mustNew[T](t, Config{Inputs: 6, Nodes: 40, Outputs: 3, Threshold: 0.16, Spread: 0.5, Seed: 7, Method: m, Pool: pool})
				tr := mustTrainer(t, n, TrainOptions{Penalty: Penalty{Lambda: 0.3, Size: ModuleEdges}})
				d.State = NewState(n, d.X.Rows)
				var got []string
				modules := map[int]bool{}
				for step := range steps {
					_, err := tr.Step(context.Background(), d, 5e-3)
					require.NoError(t, err)
					modules[n.Modules().Modules] = true
					if step%10 == 9 {
						got = append(got, fmt.Sprintf("step %d: %x", step+1, flatten(&n.params)))
					}
				}
				pool.Close()
				if want == nil {
					want = got
					if steps >= 200 {
						require.Greater(t, len(modules), 2, "modules must form and split")
					}
				}
				require.Equal(t, want, got, "%d workers", w)
			}
		})
	}
}

// TestNoSweeps: a limit of no Picard iterations holds whatever the method, and the report names what the batch solver begins with.
func TestNoSweeps(t *testing.T) {
	c := Config{Inputs: 7, Nodes: 40, Outputs: 3, Spread: 0.8, Seed: 3, MaxPicard: -1}
	for _, c.Method = range []Method{ByCost, BySweeps} {
		n := mustNew[float64](t, c)
		blocks, err := n.Blocks(context.Background(), randomData[float64](c, 20, 5).X)
		require.NoError(t, err)
		require.Equal(t, "newton", blocks[0].Chosen)
		require.Positive(t, blocks[0].Forward.Newton)
		require.Zero(t, blocks[0].Forward.Quick)
	}
}

// TestRest: a block of which sweeps did not solve most samples rests from them: the next pass begins otherwise, as reported.
func TestRest(t *testing.T) {
	for nodes, rest := range map[int]string{30: "newton", 60: "picard"} {
		c := Config{Inputs: 7, Nodes: nodes, Outputs: 3, Spread: 3, Seed: 3}
		tr := mustTrainer(t, mustNew[float64](t, c), TrainOptions{})
		d := randomData[float64](c, 40, 5)
		for _, what := range []string{"sweeps", rest, "sweeps"} {
			_, _, err := tr.Gradient(context.Background(), d)
			require.NoError(t, err)
			b := tr.Blocks()[0]
			require.Contains(t, b.Chosen, what)
			if what == "sweeps" {
				require.Greater(t, b.Forward.Fallbacks, 20)
			}
		}
	}
}
