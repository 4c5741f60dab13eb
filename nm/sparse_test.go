package nm

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// sparseConfigs are networks small enough to be stored whole too.
var sparseConfigs = []Config{
	{Nodes: 60, Threshold: 0.1}, {Nodes: 60, Keep: 0.05}, {Nodes: 50, Structure: DAG, Threshold: 0.05}, {Nodes: 50},
	{Nodes: 60, Structure: Layered, Layers: []int{20, 15, 25}, Threshold: 0.1}, {Nodes: 5, Structure: Layered}, {Nodes: 140, Threshold: 0.05}, {Nodes: 1},
	{Nodes: 60, Threshold: 0.1, ColumnCap: 0.4}, {Nodes: 60, Keep: 0.1, ColumnCap: 0.3},
}

var sparseOptions = []TrainOptions{
	{}, {Optimizer: SGD}, {Penalty: Penalty{Lambda: 0.3, Size: ModuleEdges}}, {Penalty: Penalty{Lambda: 0.1, Size: BlockEdges, Form: Merged, Norm: L2}},
	{Jacobian: 0.3},
}

// TestEdgesEqualW: a list with room for all edges trains as W stored whole does, whether it starts with them or, scanning everything,
// finds those that W's gradient moves from zero.
func TestEdgesEqualW(t *testing.T) {
	const tol = 1e-9
	for _, c := range sparseConfigs {
		if raceEnabled && c.Nodes > 100 { // portable kernels take minutes
			continue
		}
		for _, o := range sparseOptions {
			for _, empty := range []bool{false, true} {
				t.Run(fmt.Sprintf("%v/%d/%v/%v/%v/empty=%v", c.Structure, c.Nodes, o.Optimizer, o.Penalty, o.Jacobian, empty), func(t *testing.T) {
					c, o := c, o
					c.Inputs, c.Outputs, c.Seed, c.MaxEdges, c.Tolerance = 7, 3, 3, -1, 1e-12
					whole := mustNew[float64](t, c)
					c.MaxEdges = max(1, whole.mask.edges())
					o.Scan, o.Enter = 1, c.MaxEdges
					list := mustNew[float64](t, c)
					if empty {
						whole.Edit(func(p Params[float64]) { keepSome(p.W) })
						list.Edit(func(p Params[float64]) {
							w := la.NewMatrix[float64](c.Nodes, c.Nodes)
							for k := range c.Nodes {
								for i, j := range p.E.Out(k) {
									w.Set(k, int(j), p.E.W[p.E.Start[k]+i])
								}
							}
							keepSome(w)
							fillEdges(p.E, w)
						})
						require.Less(t, len(list.params.E.W), c.MaxEdges)
					}
					d := blobs[float64](7, 3, 40, 1)
					a, b := mustTrainer(t, whole, o), mustTrainer(t, list, o)
					most, least := 0, math.MaxInt
					for range 12 {
						_, err := a.Step(context.Background(), d, 0.02)
						require.NoError(t, err)
						_, err = b.Step(context.Background(), d, 0.02)
						require.NoError(t, err)
						want, gamma := whole.Weights()
						got, gamma2 := list.Weights()
						near(t, "W", got.Data, want.Data, tol)
						near(t, "U", list.params.U.Data, whole.params.U.Data, tol)
						near(t, "gamma", []float64{gamma2}, []float64{gamma}, tol)
						requireSame(t, "kept edges", list.currentPlan().graph.Head, whole.currentPlan().graph.Head)
						most, least = max(most, list.currentPlan().graph.Edges()), min(least, list.currentPlan().graph.Edges())
					}
					if c.Threshold > 0 && o.Optimizer == Adam {
						require.Greater(t, most, least, "the kept edges never change")
					}
					near(t, "predictions", predict(t, list, d.X).Data, predict(t, whole, d.X).Data, tol)
				})
			}
		}
	}
}

// keepSome zeroes two thirds of the elements.
func keepSome[T la.Float](w *la.Matrix[T]) {
	for i := range w.Data {
		if i%3 != 0 {
			w.Data[i] = 0
		}
	}
}

// fillEdges makes e the list of w's elements that are not zero.
func fillEdges[T la.Float](e *Edges[T], w *la.Matrix[T]) {
	e.Head, e.W = nil, nil
	for k := range w.Rows {
		for j, v := range w.Row(k) {
			if v != 0 {
				e.Head, e.W = append(e.Head, int32(j)), append(e.W, v)
			}
		}
		e.Start[k+1] = len(e.Head)
	}
}

// crowded is a network with far less room than edges, in training.
func crowded[T la.Float](t testing.TB, p *sched.Pool, c Config, o TrainOptions) (*Network[T], *Trainer[T]) {
	c.Inputs, c.Outputs, c.Seed, c.Pool = 7, 3, 3, p
	n := mustNew[T](t, c)
	return n, mustTrainer(t, n, o)
}

// TestEdgesSameBits: steps in which edges enter and leave give the same bits on any number of workers.
func TestEdgesSameBits(t *testing.T) {
	workers, steps := []int{1, 2, 3}, 12
	if testing.Short() {
		workers, steps = []int{1, 3}, 4
	}
	for _, c := range []Config{{Nodes: 400, MaxEdges: 1500, Threshold: 0.08}, {Nodes: 400, MaxEdges: 900}, {Nodes: 300, MaxEdges: 1000, Keep: 0.005}, {Nodes: 300, MaxEdges: 1000, Structure: DAG, Threshold: 0.05}} {
		for _, o := range []TrainOptions{{Penalty: Penalty{Lambda: 0.05, Size: ModuleEdges}}, {Optimizer: SGD, Scan: 0.4, Enter: 77}} {
			var want *Network[float32]
			for _, w := range workers {
				pool := sched.New(w)
				n, tr := crowded[float32](t, pool, c, o)
				d := blobs[float32](7, 3, 70, 1)
				for range steps {
					_, err := tr.Step(context.Background(), d, 0.02)
					require.NoError(t, err)
				}
				pool.Close()
				if want == nil {
					want = n
					continue
				}
				requireSame(t, "heads", n.params.E.Head, want.params.E.Head)
				requireSame(t, "offsets", n.params.E.Start, want.params.E.Start)
				for i, g := range n.params.groups() {
					requireSameBits(t, "weights", g, want.params.groups()[i])
				}
			}
		}
	}
}

// TestEdgesRule holds every step of a crowded list against the rule, worked out over the whole matrix.
func TestEdgesRule(t *testing.T) {
	for _, c := range []Config{{Nodes: 70, MaxEdges: 300, Threshold: 0.08}, {Nodes: 70, MaxEdges: 200}, {Nodes: 60, MaxEdges: 200, Structure: DAG, Threshold: 0.05}, {Nodes: 60, MaxEdges: 200, Threshold: 1}} {
		for _, o := range []TrainOptions{{}, {Optimizer: SGD, Enter: 40}, {Enter: 150, Penalty: Penalty{Lambda: 0.1}}} {
			n, tr := crowded[float64](t, nil, c, o)
			d := blobs[float64](7, 3, 30, 1)
			entered, left := 0, 0
			for range 45 {
				before := n.params.E.clone()
				gamma := n.currentPlan().gamma
				_, err := tr.Step(context.Background(), d, 0.02)
				require.NoError(t, err)
				e, l := checkRule(t, n, tr, before, gamma)
				entered, left = entered+e, left+l
			}
			require.Greater(t, entered, 20)
			if c.Threshold > 0 || o.Optimizer == Adam { // without a threshold nothing leaves for less than itself
				require.Greater(t, left, 0)
			}
		}
	}
}

// checkRule returns how many edges entered and left in the step after before.
func checkRule(t *testing.T, n *Network[float64], tr *Trainer[float64], before *Edges[float64], gamma float64) (entered, left int) {
	t.Helper()
	now, run := n.params.E, tr.run
	require.True(t, now.sound(n.cfg.Nodes, n.cfg.MaxEdges))
	// The dormant edges of the largest gradients.
	type dormant struct {
		k, j int
		g    float64
	}
	var all []dormant
	for k := range n.cfg.Nodes {
		from, to := n.mask.columns(k)
		for j := from; j < to; j++ {
			if j == k || before.find(k, int32(j)) >= 0 {
				continue
			}
			g := 0.0
			for s := range run.z.Rows {
				g += run.z.At(s, k) * run.delta.At(s, j)
			}
			all = append(all, dormant{k, j, math.Abs(g)})
		}
	}
	slices.SortStableFunc(all, func(a, b dormant) int {
		switch {
		case a.g > b.g:
			return -1
		case a.g < b.g:
			return 1
		}
		return 0
	})
	most := tr.store.scan.most
	for i, d := range all {
		if now.find(d.k, int32(d.j)) < 0 {
			continue
		}
		entered++
		if i >= most && d.g < all[most-1].g*(1-1e-9) {
			t.Fatalf("%d -> %d entered with the gradient %v, number %d of %d", d.k, d.j, d.g, i, most)
		}
	}
	// Who left was the smallest below the threshold, or else of all.
	smallest, largest := math.Inf(1), 0.0
	dormantLeft := 0
	for k := range n.cfg.Nodes {
		for i := before.Start[k]; i < before.Start[k+1]; i++ {
			w := math.Abs(tr.store.spare.w[i]) // as the step left it
			if now.find(k, before.Head[i]) < 0 {
				left++
				largest = max(largest, w)
			} else {
				smallest = min(smallest, w)
				if w <= gamma {
					dormantLeft++
				}
			}
		}
	}
	if left > 0 {
		require.LessOrEqual(t, largest, smallest)
		require.Equal(t, n.cfg.MaxEdges, len(now.W), "edges leave only from a full list")
		if largest > gamma {
			require.Zero(t, dormantLeft)
		}
	}
	return entered, left
}

// TestEdgesRotation: with a part of the edges scanned a step, every edge has its turn.
func TestEdgesRotation(t *testing.T) {
	c := Config{Nodes: 1000, MaxEdges: 2000, Threshold: 10}
	_, tr := crowded[float32](t, nil, c, TrainOptions{Scan: 0.3, Enter: 5})
	seen := map[int]bool{}
	d := blobs[float32](7, 3, 20, 1)
	for range 3 {
		_, err := tr.Step(context.Background(), d, 1e-3)
		require.NoError(t, err)
		f := tr.store.scan
		require.Equal(t, 3, f.each)
		for i := range f.each {
			seen[(f.first+i)%f.stripes] = true
		}
		for _, e := range tr.store.entering.edges {
			require.True(t, seen[int(e.from)/stripeNodes])
		}
	}
	require.Len(t, seen, 8)
}

// TestEdgesMemory: a network whose W would take 40 GB is made, trained and saved in less than 200 bytes an edge and what its inputs and
// samples take.
func TestEdgesMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("100,000 nodes")
	}
	var start, end runtime.MemStats
	runtime.ReadMemStats(&start)
	c := Config{Inputs: 4, Nodes: 100_000, Outputs: 2, Threshold: 0.01, MaxNewton: -1} // the factors of Newton's method are another matter
	n := mustNew[float32](t, c)
	require.Equal(t, 1_600_000, n.cfg.MaxEdges)
	tr := mustTrainer(t, n, TrainOptions{Scan: 0.001})
	d := blobs[float32](4, 2, 16, 1)
	for range 2 {
		_, err := tr.Step(context.Background(), d, 1e-3)
		require.NoError(t, err)
	}
	runtime.ReadMemStats(&end)
	require.Less(t, end.TotalAlloc-start.TotalAlloc, uint64(200*n.cfg.MaxEdges+100_000*4*100))
	var b bytes.Buffer
	require.NoError(t, n.Save(&b))
	require.Less(t, b.Len(), 8*n.cfg.MaxEdges+4*100_000*8)
}

// TestEdgesSaveLoad: a list of edges survives saving, as either type, and so do checkpoints, to the same bits.
func TestEdgesSaveLoad(t *testing.T) {
	for _, c := range []Config{{Nodes: 90, MaxEdges: 300, Threshold: 0.05}, {Nodes: 40, MaxEdges: 20, Structure: DAG}, {Nodes: 1, MaxEdges: 1}, {Nodes: 60, MaxEdges: 500, Keep: 0.01}} {
		for _, o := range []TrainOptions{{Epochs: 4, Batch: 16, Penalty: Penalty{Lambda: 0.01, Size: ModuleEdges}}, {Epochs: 4, Batch: 16, Optimizer: SGD, Scan: 0.5, Enter: 9}} {
			n, tr := crowded[float32](t, nil, c, o)
			d := blobs[float32](7, 3, 48, 1)
			var file []byte
			tr.Watch(func(e Epoch) {
				if e.Epoch == 2 {
					file = checkpoint(t, tr)
				}
			}, nil)
			_, err := tr.Fit(context.Background(), d, d)
			require.NoError(t, err)

			b := saved(t, n)
			got, err := Load[float32](bytes.NewReader(b))
			require.NoError(t, err)
			require.Equal(t, n.Config(), got.Config())
			require.Equal(t, n.params.E.W, got.params.E.W)
			require.Equal(t, n.params.E.Digraph, got.params.E.Digraph)
			require.Equal(t, b, saved(t, got))
			requireSameBits(t, "predictions", predict(t, got, d.X).Data, predict(t, n, d.X).Data)
			wide, err := Load[float64](bytes.NewReader(b))
			require.NoError(t, err)
			for i, w := range n.params.E.W {
				require.Equal(t, float64(w), wide.params.E.W[i])
			}

			again, err := Resume[float32](bytes.NewReader(file))
			require.NoError(t, err)
			require.Equal(t, tr.Options(), again.Options())
			_, err = again.Fit(context.Background(), d, d)
			require.NoError(t, err)
			require.Equal(t, b, saved(t, again.Network()))
		}
	}
}

// TestEdgesDamaged: lists that make no sense are refused, with a sound checksum too.
func TestEdgesDamaged(t *testing.T) {
	n := mustNew[float32](t, Config{Inputs: 1, Nodes: 4, Outputs: 1, MaxEdges: 8, Structure: DAG})
	n.Edit(func(p Params[float32]) {
		fillEdges(p.E, &la.Matrix[float32]{Rows: 4, Cols: 4, Stride: 4, Data: []float32{0, 1, 0, 2, 0, 0, 3, 0, 0, 0, 0, 4, 0, 0, 0, 0}})
	})
	file := saved(t, n)
	_, err := Load[float32](bytes.NewReader(sealed(file)))
	require.NoError(t, err)
	var format *FormatError
	head := bytes.Index(file, []byte{1, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0})
	degree := bytes.Index(file, []byte{2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0})
	require.True(t, head > 0 && degree > 0)
	for name, change := range map[string]func(b []byte){
		"outside the structure": func(b []byte) { b[head+8] = 1 },
		"beyond the nodes":      func(b []byte) { b[head+12] = 4 },
		"negative":              func(b []byte) { b[head+15] = 128 },
		"out of order":          func(b []byte) { b[head] = 3 },
		"too many":              func(b []byte) { b[degree] = 3 },
		"huge":                  func(b []byte) { b[degree+3] = 127 },
		"negative degree":       func(b []byte) { b[degree+3] = 255 },
		"too few":               func(b []byte) { b[degree] = 1 },
	} {
		b := bytes.Clone(file)
		change(b)
		_, err := Load[float32](bytes.NewReader(sealed(b)))
		require.ErrorAs(t, err, &format, name)
	}
	for _, pair := range [][2]string{{`\"max_edges\":8`, `\"max_edges\":3`}, {`\"stored_edges\":4`, `\"stored_edges\":-4`}, {`\"stored_edges\":4`, `\"stored_edges\":5`}, {`"I32"`, `"F32"`}, {`\"max_edges\":8,`, ``}} {
		b := forged(file, pair[0], pair[1])
		require.NotEqual(t, file, b)
		_, err := Load[float32](bytes.NewReader(b))
		require.ErrorAs(t, err, &format, pair)
	}
}

// TestEdgesRestored: the averages of an edge follow it when another list takes the place of the one that was trained.
func TestEdgesRestored(t *testing.T) {
	n, tr := crowded[float64](t, nil, Config{Nodes: 50, MaxEdges: 200, Threshold: 0.05}, TrainOptions{})
	d := blobs[float64](7, 3, 20, 1)
	step := func() {
		_, err := tr.Step(context.Background(), d, 0.01)
		require.NoError(t, err)
	}
	for range 5 {
		step()
	}
	m := tr.rule.first.E.clone()
	r := rand.New(rand.NewPCG(1, 1))
	n.Edit(func(p Params[float64]) {
		w := la.NewMatrix[float64](50, 50)
		for k := range 50 {
			for i, j := range p.E.Out(k) {
				if r.IntN(2) == 0 {
					w.Set(k, int(j), p.E.W[p.E.Start[k]+i])
				}
			}
		}
		w.Set(3, 4, 0.5)
		fillEdges(p.E, w)
	})
	tr.store.align()
	now := tr.rule.first.E
	require.Same(t, n.params.E.Digraph, now.Digraph)
	require.Len(t, now.W, len(n.params.E.W))
	for k := range 50 {
		for i, j := range now.Out(k) {
			require.Equal(t, m.At(k, int(j)), now.W[now.Start[k]+i])
		}
	}
	for range 3 {
		step()
	}
}

func TestEdgesConfig(t *testing.T) {
	for _, c := range []Config{
		{Nodes: 10, MaxEdges: 5, Keep: 0.5}, {Nodes: 10, MaxEdges: 1 << 50},
	} {
		c.Inputs, c.Outputs = 1, 1
		_, err := New[float32](c)
		require.ErrorIs(t, err, ErrConfig)
	}
	for _, o := range []TrainOptions{{Scan: 1.1}, {Scan: math.NaN()}, {Scan: math.Inf(-1)}, {Enter: -1}} {
		require.ErrorIs(t, o.Check(), ErrConfig)
	}
	c := Config{Inputs: 1, Nodes: 30_000, Outputs: 1}
	require.NoError(t, c.check())
	require.Zero(t, c.MaxEdges)
	c.Nodes++
	require.NoError(t, c.check())
	require.Equal(t, 16*30_001, c.MaxEdges)
	m := manifest{Version: formatVersion, Inputs: 1, Nodes: 30_001, Outputs: 1, Structure: "dag", Activation: "tanh", Output: "softmax"}
	c, err := m.config()
	require.NoError(t, err)
	require.Equal(t, -1, c.MaxEdges, "an older file holds all of W")
	n := mustNew[float32](t, Config{Inputs: 1, Nodes: 4, Outputs: 1, MaxEdges: 2})
	for _, misuse := range []func(e *Edges[float32]){
		func(e *Edges[float32]) { e.Head, e.W, e.Start[4] = []int32{1}, nil, 1 },
		func(e *Edges[float32]) { e.Head, e.W, e.Start[4] = []int32{0, 1, 2}, make([]float32, 3), 3 },
		func(e *Edges[float32]) { e.Start = nil },
	} {
		require.PanicsWithValue(t, badEdges, func() { n.Edit(func(p Params[float32]) { misuse(p.E) }) })
	}
}

// TestLargest: candidates of many equal gradients, in any order, leave the same ones.
func TestLargest(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for _, size := range []int{0, 1, 5, 100} {
		for _, n := range []int{1, 2, 5, 40, 99, 100, 200} {
			var all []candidate[float32]
			for i := range size {
				g := float32(r.IntN(4) + 1)
				if r.IntN(2) == 0 {
					g = -g
				}
				all = append(all, candidate[float32]{int32(i / 7), int32(i % 7), g})
			}
			want := slices.Clone(all)
			slices.SortStableFunc(want, func(a, b candidate[float32]) int { return cmp.Compare(abs(b.g), abs(a.g)) })
			want = want[:min(n, size)]
			r.Shuffle(size, func(i, j int) { all[i], all[j] = all[j], all[i] })
			got, _, least := largest(all, nil, n)
			if size > n {
				require.Equal(t, abs(want[n-1].g), least)
			}
			slices.SortFunc(got, candidate[float32].order)
			slices.SortFunc(want, candidate[float32].order)
			require.True(t, slices.Equal(got, want), "%d of %d", n, size)
		}
	}
}

// TestChoose: exactly as many edges leave as are too many, whatever their weights.
func TestChoose(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	draw := func(n int) []float64 {
		w := make([]float64, n)
		for i := range w {
			w[i] = []float64{0, 0.1, -0.1, 0.2, -0.3, 0.4, math.NaN(), math.Inf(1), r.NormFloat64()}[r.IntN(9)]
		}
		return w
	}
	for range 2000 {
		stored, entering := draw(r.IntN(12)), draw(r.IntN(12))
		most := max(len(stored), r.IntN(20))
		gamma := []float64{0, 0.1, 0.25, 10}[r.IntN(4)]
		var l leaving[float64]
		l.choose(stored, entering, most, gamma)
		left := func(c *cut[float64], w []float64) (kept, gone []float64) {
			for _, v := range w {
				if c.drops(v) {
					gone = append(gone, magnitude(v))
				} else {
					kept = append(kept, magnitude(v))
				}
			}
			return kept, gone
		}
		keptStored, goneStored := left(&l.stored, stored)
		keptEntering, goneEntering := left(&l.entering, entering)
		require.Len(t, append(slices.Clone(keptStored), keptEntering...), min(most, len(stored)+len(entering)))
		top, bottom := 0.0, math.Inf(1)
		for _, v := range goneEntering {
			top = max(top, v)
		}
		for _, v := range goneStored {
			if v > gamma || dormant(keptStored, gamma) {
				top = max(top, v)
			}
		}
		for _, v := range keptStored {
			bottom = min(bottom, v)
		}
		if dormant(keptStored, gamma) {
			require.Empty(t, goneEntering)
		}
		if len(goneEntering) > 0 {
			for _, v := range keptEntering {
				bottom = min(bottom, v)
			}
		}
		require.LessOrEqual(t, top, bottom)
	}
}

// dormant says whether one of the magnitudes is not above gamma.
func dormant(weights []float64, gamma float64) bool {
	return len(weights) > 0 && slices.Min(weights) <= gamma
}

// TestLargeSparseBlock: of a sparse block too large for a matrix the conditions tell what the sums tell of one that has it, and the
// column cap holds; no matrix is made.
func TestLargeSparseBlock(t *testing.T) {
	n, d := sparseNet(t, 300, 300, 4, 0.5)
	for _, capped := range []bool{false, true} {
		if capped {
			n.cfg.ColumnCap = 0.9
			n.capColumns(capPasses)
		}
		want, err := n.Conditions(context.Background(), d.X)
		require.NoError(t, err)
		n.changed()
		n.currentPlan()
		func() {
			defer func(n int) { denseMost = n }(denseMost)
			denseMost = 50
			got, err := n.Conditions(context.Background(), d.X)
			require.NoError(t, err)
			require.Equal(t, len(want.Blocks), len(got.Blocks))
			large := 0
			for i, b := range got.Blocks {
				w := want.Blocks[i]
				if b.Nodes <= denseMost {
					require.Equal(t, w, b)
					continue
				}
				large++
				require.Equal(t, w.Nodes, b.Nodes)
				require.Equal(t, w.Edges, b.Edges)
				require.InDelta(t, w.RowSum, b.RowSum, 1e-9)
				require.InDelta(t, w.ColumnSum, b.ColumnSum, 1e-9)
				require.Equal(t, capped, b.Holds&ColumnSums != 0)
				require.Zero(t, b.Holds&^w.Holds)
				require.True(t, math.IsNaN(b.Radius) && math.IsNaN(b.RCond) && math.IsNaN(got.Worst.RCond))
				if capped {
					require.LessOrEqual(t, b.ColumnSum, 0.9001)
				}
			}
			require.Positive(t, large)
			for i := range n.plan.blocks {
				require.True(t, n.plan.blocks[i].size <= denseMost || n.plan.blocks[i].w.Rows == 0, "a matrix was made")
			}
		}()
	}
}
